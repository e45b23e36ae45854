package d2j.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.fuzz.Fuzz;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Ticks and figures of random values, extremes among them: each is drawn within its time, or refused with a message.
 */
class FigureFuzzTest {

    private static final double[] EXTREMES = {
        0,
        -0.0,
        1,
        Math.nextUp(1.0),
        0.3,
        0.1 + 0.2,
        -1,
        1e16,
        1e16 + 2,
        1e17,
        1e-12,
        1e-100,
        1e-200,
        1e-300,
        1e-310,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        2e-323,
        Double.MIN_NORMAL,
        1e7,
        1e100,
        1e200,
        1e300,
        1.7e308,
        -1.7e308,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    private static double value(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> EXTREMES[random.nextInt(EXTREMES.length)];
            case 1 -> random.nextGaussian();
            case 2 -> 1 + random.nextInt(5) * Math.ulp(1.0);
            default -> Double.longBitsToDouble(random.nextLong());
        };
    }

    /** Values of one kind are as likely as values of all kinds. */
    private static double[] values(RandomGenerator random, int length) {
        double same = value(random);
        int kind = random.nextInt(3);
        return FigureTestSupport.values(length, i -> switch (kind) {
            case 0 -> value(random);
            case 1 -> random.nextInt(4) == 0 ? value(random) : same;
            default -> same * (1 + random.nextInt(3) * Math.ulp(1.0));
        });
    }

    private static double finite(RandomGenerator random) {
        double value = value(random);
        return Double.isFinite(value) ? value : 0;
    }

    @Test
    void ticksOfAllAxesAreFewAscendingAndInside() {
        Fuzz.run("ticks", 20, damage -> {
            RandomGenerator random = damage.random();
            for (int i = 0; i < 100; i++) {
                double a = finite(random);
                double b = random.nextInt(3) == 0 ? a + random.nextInt(9) * Math.ulp(a) : finite(random);
                double min = Math.min(a, b);
                double max = Double.isFinite(b) ? Math.max(a, b) : a;
                double[] padded = Axis.padded(min, max, 0.06, false);
                check(new Axis.Linear(padded[0], padded[1], random.nextInt(4) == 0), padded, random);
                if (min < max) {
                    double[] range = Axis.range("test", min, max);
                    check(new Axis.Linear(range[0], range[1], false), range, random);
                }
                if (max > 0) {
                    double[] ends = Axis.padded(min > 0 ? min : Double.MIN_VALUE, max, 0.06, true);
                    check(new Axis.Logarithmic(ends[0], ends[1]), ends, random);
                }
            }
        });
    }

    private static void check(Axis axis, double[] ends, RandomGenerator random) {
        int atMost = 2 + random.nextInt(9);
        String what = axis.getClass().getSimpleName() + " " + ends[0] + " to " + ends[1] + ", " + atMost;
        assertTrue(ends[0] < ends[1], what);
        List<Tick> ticks = axis.ticks(atMost);
        assertTrue(ticks.stream().filter(Tick::isMajor).count() <= atMost + 1, what);
        assertTrue(ticks.size() <= 600, what);
        double previous = Double.NEGATIVE_INFINITY;
        for (Tick tick : ticks) {
            double at = axis.at(tick.value());
            assertTrue(at > previous && at >= -1e-6 && at <= 1 + 1e-6, what + ": " + tick + " at " + at);
            previous = at;
        }
        assertEquals(0, axis.at(ends[0]), 1e-9, what);
        assertEquals(1, axis.at(ends[1]), 1e-9, what);
    }

    private static void draw(String name, int count, Function<RandomGenerator, Figure> figures) {
        Fuzz.run(name, count, damage -> {
            try {
                Figure figure = figures.apply(damage.random()).size(160, 120);
                assertTrue(figure.png().length > 100);
                assertTrue(figure.alternativeText().endsWith("."), figure::alternativeText);
            } catch (IllegalArgumentException e) {
                assertEquals(IllegalArgumentException.class, e.getClass());
                assertTrue(e.getMessage().split(" ").length >= 3, e::getMessage);
            }
        });
    }

    @Test
    void plots() {
        draw("plots", 24, random -> {
            int n = random.nextInt(30);
            Plot plot = Plot.titled("fuzz").line("line", values(random, n), values(random, n));
            switch (random.nextInt(8)) {
                case 0 -> plot.points("points", values(random, 9), values(random, 9));
                case 1 -> plot.fill("band", values(random, 9), values(random, 9), values(random, 9));
                case 2 -> plot.horizontal("h", value(random)).vertical("v", value(random));
                case 3 -> plot.arrow(value(random), value(random), value(random), value(random));
                case 5 -> plot.circle("c", value(random), value(random), value(random));
                case 6 -> plot.region("r", values(random, 4), values(random, 4));
                case 4 -> plot.function("f", x -> value(random), value(random), value(random));
                default -> plot.label(value(random), value(random), "label");
            }
            return decorated(plot, random);
        });
    }

    @Test
    void contours() {
        draw("contours", 12, random -> {
            double base = finite(random);
            double unit = finite(random);
            return decorated(
                    Plot.titled("fuzz")
                            .contour(
                                    (x, y) -> base + unit * x * y,
                                    value(random),
                                    value(random),
                                    value(random),
                                    value(random)),
                    random);
        });
    }

    private static Plot decorated(Plot plot, RandomGenerator random) {
        if (random.nextInt(3) == 0) {
            plot.yLog();
        }
        if (random.nextInt(5) == 0) {
            plot.xLog();
        }
        if (random.nextInt(4) == 0) {
            plot.yRange(value(random), value(random));
        }
        if (random.nextInt(4) == 0) {
            plot.xRange(value(random), value(random));
        }
        return random.nextInt(5) == 0 ? plot.equalAxes() : plot;
    }

    @Test
    void bars() {
        draw("bars", 24, random -> {
            Bars bars = Bars.titled("fuzz").bars("a", values(random, 3)).bars("b", values(random, 3));
            return random.nextInt(3) == 0 ? bars.yRange(value(random), value(random)) : bars;
        });
    }

    @Test
    void histograms() {
        draw("histograms", 24, random -> {
            Histogram histogram = Histogram.titled("fuzz").values("values", values(random, random.nextInt(40)));
            if (random.nextBoolean()) {
                histogram.density().function("f", x -> value(random));
            }
            if (random.nextInt(3) == 0) {
                histogram.bins(1 + random.nextInt(20));
            }
            return random.nextInt(3) == 0 ? histogram.xRange(value(random), value(random)) : histogram;
        });
    }

    @Test
    void heatMaps() {
        draw("heatMaps", 24, random -> {
            HeatMap map = HeatMap.titled("fuzz").values(new double[][] {values(random, 3), values(random, 3)});
            if (random.nextBoolean()) {
                map.showValues("%.1f");
            }
            return random.nextInt(3) == 0 ? map.range(value(random), value(random)) : map;
        });
    }

    @Test
    void imageGrids() {
        draw("imageGrids", 12, random -> ImageGrid.titled("fuzz")
                .image(Nd4j.create(values(random, 12)).reshape(3, 4), "image"));
    }

    @Test
    void liveCurves() {
        draw("liveCurves", 12, random -> {
            LiveCurve curve = new LiveCurve("fuzz", new SilentScreen(), System::nanoTime).yLog();
            for (double value : values(random, 60)) {
                curve.add("loss", finite(random), value);
            }
            return curve.figure();
        });
    }

    private static final class SilentScreen implements LiveCurve.Screen {
        @Override
        public boolean isLive() {
            return false;
        }

        @Override
        public void show(Figure figure) {}
    }

    @Test
    void diagrams() {
        draw("diagrams", 12, random -> Diagram.titled("fuzz")
                .box("a", value(random), value(random), "first")
                .box("b", value(random), value(random), "second")
                .arrow("a", "b"));
    }
}
