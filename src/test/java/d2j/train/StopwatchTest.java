package d2j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
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
}
