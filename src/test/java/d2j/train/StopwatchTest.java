package d2j.train;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class StopwatchTest {

    @Test
    void processorTimeCountsWorkAndNotWaiting() {
        double[] sink = new double[1];
        double work = Stopwatch.processorSeconds(0.2, () -> {
            for (int i = 1; i < 500_000; i++) {
                sink[0] += Math.sin(i);
            }
        });
        assertTrue(work > 0.0005, "half a million sines took " + work + " s");
        double waiting = Stopwatch.processorSeconds(0.2, () -> LockSupport.parkNanos(100_000_000));
        assertTrue(waiting < 0.08, "waiting for 0.1 s took " + waiting + " s of the processor");
    }

    @Test
    void noTimeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Stopwatch.processorSeconds(0, () -> {}));
    }
}
