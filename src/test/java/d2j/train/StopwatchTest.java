package d2j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class StopwatchTest {

    @Test
    void theBestOfSeveralRunsIsAtLeastWhatEachTakesAndNoWorseThanTheFirst() {
        AtomicInteger runs = new AtomicInteger();
        double best = Stopwatch.best(3, () -> {
            runs.incrementAndGet();
            long end = System.nanoTime() + 20_000_000;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        });
        assertTrue(best >= 0.02, () -> "measured " + best + " s, and every run takes at least 0.02 s");
        assertTrue(runs.get() > 3, "the warm-up did not run");
    }

    @Test
    void workThatTakesLongIsWarmedUpOnce() {
        AtomicInteger runs = new AtomicInteger();
        Stopwatch.best(1, () -> {
            runs.incrementAndGet();
            try {
                Thread.sleep(120);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertEquals(2, runs.get());
    }

    @Test
    void refusesNoRunAtAll() {
        assertThrows(IllegalArgumentException.class, () -> Stopwatch.best(0, () -> {}));
    }

    @Test
    void processorTimeCountsWorkAndNotWaiting() {
        double[] sink = new double[1];
        double work = Stopwatch.processorSeconds(3, () -> {
            for (int i = 1; i < 500_000; i++) {
                sink[0] += Math.sin(i);
            }
        });
        assertTrue(work > 0.0005, "half a million sines took " + work + " s");
        double waiting = Stopwatch.processorSeconds(3, () -> LockSupport.parkNanos(100_000_000));
        assertTrue(waiting < 0.08, "waiting for 0.1 s took " + waiting + " s of the processor");
    }

    @Test
    void processorTimeOfNoRunIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Stopwatch.processorSeconds(0, () -> {}));
    }
}
