package d2j.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveCurveTest {

    private static final long MILLISECOND = 1_000_000;

    private final AtomicLong clock = new AtomicLong(-5_000_000_000L);
    private final List<String> shown = new ArrayList<>();
    private boolean kernel = true;
    private long drawingTime;

    private final LiveCurve curve = new LiveCurve(
            "Training",
            new LiveCurve.Screen() {
                @Override
                public boolean isLive() {
                    return kernel;
                }

                @Override
                public void show(Figure figure) {
                    clock.addAndGet(drawingTime);
                    shown.add(figure.alternativeText());
                }
            },
            clock::get);

    @Test
    void drawsAtMostTwiceASecondAndOnceAtTheEnd() {
        for (int i = 1; i <= 1000; i++) {
            curve.add("loss", i, 1.0 / i);
            clock.addAndGet(10 * MILLISECOND);
        }
        assertEquals(20, shown.size());
        curve.close();
        assertEquals(21, shown.size());
        assertEquals("Line chart 'Training': x (1 to 1000) against y (0.001 to 1); loss 0.001.", shown.get(20));
        curve.close();
        assertEquals(21, shown.size());
    }

    @Test
    void slowDrawingTakesAtMostATenthOfTheTime() {
        drawingTime = 300 * MILLISECOND;
        for (int i = 1; i <= 1000; i++) {
            curve.add("loss", i, i);
            clock.addAndGet(10 * MILLISECOND);
        }
        assertTrue(shown.size() <= 4, shown.size() + " drawings in 10 s of training");
    }

    @Test
    void withoutAKernelOnlyTheFinalCurveIsShown() {
        kernel = false;
        for (int i = 0; i < 100; i++) {
            curve.add("loss", i, i);
            clock.addAndGet(1000 * MILLISECOND);
        }
        assertTrue(shown.isEmpty());
        curve.close();
        assertEquals(1, shown.size());
    }

    @Test
    void nothingAddedMeansNothingShown() {
        curve.close();
        assertTrue(shown.isEmpty());
        assertThrows(IllegalStateException.class, () -> curve.add("loss", 1, 1));
    }

    @Test
    void lastValuesStandInTheLegendAlsoAfterMillionsOfPoints() {
        kernel = false;
        for (int i = 0; i < 1_000_000; i++) {
            curve.add("loss", i, Math.exp(-i / 3e5)).add("accuracy", i, i / 1e6);
        }
        String text = curve.figure().alternativeText();
        assertTrue(text.contains("series loss 0.0357, accuracy 1"), text);
        assertTrue(text.contains("x ("), text);
        FigureTestSupport.assertWellMade(curve.figure());
    }

    @Test
    void threadsMayAddAtTheSameTime() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            String name = "worker " + t;
            threads.add(new Thread(() -> {
                for (int i = 0; i < 2000; i++) {
                    curve.add(name, i, i);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        curve.close();
        for (int t = 0; t < 4; t++) {
            String last = shown.get(shown.size() - 1);
            assertTrue(last.contains("worker " + t + " 2000"), last);
        }
    }

    @Test
    void aSeriesWithoutAnyFiniteValueYetIsNotDrawn() {
        curve.xRange(1, 10).add("loss", 1, Double.NaN).add("loss", 2, 3).close();
        assertEquals(2, shown.size());
        assertThrows(
                IllegalArgumentException.class, () -> new LiveCurve("", null, clock::get).add("loss", Double.NaN, 1));
    }
}
