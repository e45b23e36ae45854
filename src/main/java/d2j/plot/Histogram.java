package d2j.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How often values fall into each of a row of equally wide bins; several series share the bins.
 *
 * <pre>{@code
 * Histogram.titled("10,000 draws").xLabel("x").bins(40).density()
 *     .values("sample", sample)
 *     .function("N(0, 1)", x -> Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI))
 * }</pre>
 */
public final class Histogram extends Figure {

    private static final int SAMPLES = 480;

    private record Series(String name, double[] values) {}

    private record Function(String name, DoubleUnaryOperator f) {}

    private final List<Series> series = new ArrayList<>();
    private final List<Function> functions = new ArrayList<>();
    private String xLabel = "";
    private String yLabel = "";
    private int bins;
    private boolean density;
    private double[] xRange;

    private Histogram(String title) {
        super(title);
    }

    /** A histogram with a title; empty for none. */
    public static Histogram titled(String title) {
        return new Histogram(title);
    }

    /** Names the axis of the values, with its unit. */
    public Histogram xLabel(String label) {
        xLabel = label == null ? "" : label;
        return this;
    }

    /** Names the axis of the heights; by default "count" or "density". */
    public Histogram yLabel(String label) {
        yLabel = label == null ? "" : label;
        return this;
    }

    /** Sets the number of bins, from 1 to 1000; by default the rule of Freedman and Diaconis (1981) chooses 5 to 60. */
    public Histogram bins(int bins) {
        if (bins < 1 || bins > 1000) {
            throw new IllegalArgumentException("the number of bins must be 1 to 1000, but is " + bins);
        }
        this.bins = bins;
        return this;
    }

    /** Shows densities, which integrate to 1, instead of counts. */
    public Histogram density() {
        density = true;
        return this;
    }

    /** Fixes the range of the bins; values outside of it are not shown. */
    public Histogram xRange(double from, double to) {
        xRange = Axis.range("the range of x", from, to);
        return this;
    }

    /**
     * A series of values.
     *
     * @throws IllegalArgumentException if there are none or none is finite
     */
    public Histogram values(String name, double[] values) {
        double[] checked = Values.checked(name, values);
        Values.requireSomeFinite(name, checked);
        series.add(new Series(name == null ? "" : name.strip(), checked));
        return this;
    }

    /** The values of an array of any shape. */
    public Histogram values(String name, INDArray values) {
        if (values == null) {
            throw new IllegalArgumentException(Values.series(name) + ": the values are null");
        }
        return values(name, Values.numbers(values));
    }

    /** The graph of a function over the bins: a density to compare with. */
    public Histogram function(String name, DoubleUnaryOperator f) {
        functions.add(new Function(name == null ? "" : name.strip(), f));
        return this;
    }

    @Override
    public Histogram size(int width, int height) {
        super.size(width, height);
        return this;
    }

    @Override
    public Histogram describe(String alternativeText) {
        super.describe(alternativeText);
        return this;
    }

    private double[] finite(Series it) {
        return Arrays.stream(it.values)
                .filter(value -> Double.isFinite(value) && (xRange == null || value >= xRange[0] && value <= xRange[1]))
                .toArray();
    }

    /** The borders of the bins, one more than there are bins. */
    private double[] borders() {
        double[] all = series.stream()
                .flatMapToDouble(it -> Arrays.stream(finite(it)))
                .sorted()
                .toArray();
        double from = xRange != null ? xRange[0] : all.length == 0 ? 0 : all[0];
        double to = xRange != null ? xRange[1] : all.length == 0 ? 1 : all[all.length - 1];
        if (Axis.isOneValue(from, to)) {
            double half = from == 0 ? 0.5 : Math.abs(from) * 0.05;
            from = Math.max(-Double.MAX_VALUE, from - half);
            to = Math.min(Double.MAX_VALUE, to + half);
        }
        int count = bins > 0 ? bins : freedmanDiaconis(all, from, to);
        double[] borders = new double[count + 1];
        for (int i = 0; i <= count; i++) {
            borders[i] = border(from, to, i, count);
        }
        return borders;
    }

    private static double border(double from, double to, int i, int count) {
        double span = to - from;
        return Double.isInfinite(span * count) ? Values.between(from, to, i / (double) count) : from + span * i / count;
    }

    private static int freedmanDiaconis(double[] sorted, double from, double to) {
        if (sorted.length < 2) {
            return 5;
        }
        double quartiles = sorted[(int) (sorted.length * 0.75)] - sorted[sorted.length / 4];
        double width = 2 * quartiles / Math.cbrt(sorted.length);
        int count = width > 0 ? (int) Math.ceil((to - from) / width) : 30;
        return Math.max(5, Math.min(60, count));
    }

    private double[] heights(Series it, double[] borders) {
        int count = borders.length - 1;
        double[] heights = new double[count];
        double from = borders[0];
        double to = borders[count];
        boolean huge = Double.isInfinite(to - from);
        double width = huge ? to / count - from / count : (to - from) / count;
        double[] values = finite(it);
        for (double value : values) {
            // The last bin includes its right border.
            double bin = huge ? Values.share(from, to, value) * count : (value - from) / width;
            heights[Math.max(0, Math.min(count - 1, (int) bin))]++;
        }
        if (density) {
            for (int i = 0; i < count; i++) {
                heights[i] /= Math.max(1, values.length) * width;
            }
        }
        return heights;
    }

    @Override
    void paint(Graphics2D g, int width, int height) {
        double[] borders = borders();
        double from = borders[0];
        double to = borders[borders.length - 1];
        List<double[]> heights = series.stream().map(it -> heights(it, borders)).toList();
        double max = heights.stream().flatMapToDouble(Arrays::stream).max().orElse(0);
        double[] xs = new double[SAMPLES + 1];
        Arrays.setAll(xs, i -> border(from, to, i, SAMPLES));
        List<double[]> curves = new ArrayList<>();
        for (Function function : functions) {
            double[] curve = Arrays.stream(xs).map(function.f).toArray();
            Values.requireSomeFinite(function.name, curve);
            curves.add(curve);
            max = Math.max(
                    max, Arrays.stream(curve).filter(Double::isFinite).max().orElse(0));
        }
        Frame frame = frame(xLabel, yLabel.isBlank() ? density ? "density" : "count" : yLabel);
        double air = Double.isInfinite(to - from) ? 0 : 0.02 * (to - from);
        frame.x = new Axis.Linear(Axis.finite(from - air), Axis.finite(to + air), false);
        frame.y = new Axis.Linear(0, max > 0 ? Axis.finite(max * 1.06) : 1, !density);
        frame.xGrid = false;
        int entries = series.size() + functions.size();
        for (int i = 0; i < series.size(); i++) {
            if (entries > 1 && !series.get(i).name.isEmpty()) {
                frame.legend.add(LegendEntry.patch(series.get(i).name, fill(i)));
            }
        }
        for (int i = 0; i < functions.size(); i++) {
            if (!functions.get(i).name.isEmpty()) {
                int index = series.size() + i;
                frame.legend.add(new LegendEntry(functions.get(i).name, Theme.series(index), 2, dash(i), null, null));
            }
        }
        frame.layout(width, height, () -> occupied(frame, borders, heights, xs, curves));
        frame.paintBack(g);
        SeriesPainter painter = new SeriesPainter(frame);
        for (int i = 0; i < series.size(); i++) {
            painter.area(rectangles(frame, borders, heights.get(i)), fill(i));
            if (series.size() > 1) {
                painter.line(outline(frame, borders, heights.get(i)), Theme.series(i), 1.5, Theme.dash(i));
            }
        }
        for (int i = 0; i < curves.size(); i++) {
            painter.line(SeriesPainter.pixels(frame, xs, curves.get(i)), Theme.series(series.size() + i), 2, dash(i));
        }
        painter.paint(g, false, false);
        frame.paintFront(g);
    }

    private static float[] dash(int function) {
        return function == 0 ? null : Theme.referenceDash(function - 1);
    }

    /** Opaque-looking for one series; several shine through each other. */
    private Color fill(int index) {
        return series.size() == 1
                ? Theme.mix(Theme.series(index), Theme.CARD, 0.35)
                : Theme.transparent(Theme.series(index), 0.4);
    }

    private double[] rectangles(Frame frame, double[] borders, double[] heights) {
        double[] points = new double[10 * heights.length];
        int length = 0;
        double wide = frame.px(borders[1]) - frame.px(borders[0]);
        double gap = series.size() == 1 && wide > 5 ? 0.5 : 0;
        for (int i = 0; i < heights.length; i++) {
            if (heights[i] > 0) {
                double left = Frame.sharp(frame.px(borders[i]));
                double right = Math.max(left + 0.5, Frame.sharp(frame.px(borders[i + 1])) - gap);
                length = Bars.rectangle(points, length, left, right, frame.py(0), frame.py(heights[i]));
            }
        }
        return Arrays.copyOf(points, length);
    }

    private static double[] outline(Frame frame, double[] borders, double[] heights) {
        double[] points = new double[4 * heights.length + 4];
        int length = 0;
        points = Thinning.put(points, length++, frame.px(borders[0]), frame.py(0));
        for (int i = 0; i < heights.length; i++) {
            points = Thinning.put(points, length++, frame.px(borders[i]), frame.py(heights[i]));
            points = Thinning.put(points, length++, frame.px(borders[i + 1]), frame.py(heights[i]));
        }
        points = Thinning.put(points, length++, frame.px(borders[heights.length]), frame.py(0));
        return Arrays.copyOf(points, 2 * length);
    }

    private static double[] occupied(
            Frame frame, double[] borders, List<double[]> heights, double[] xs, List<double[]> curves) {
        double[] points = new double[1024];
        int length = 0;
        List<double[]> lines = new ArrayList<>();
        heights.forEach(it -> lines.add(Thinning.along(outline(frame, borders, it), 4)));
        curves.forEach(it -> lines.add(SeriesPainter.pixels(frame, xs, it)));
        double bottom = frame.py(0);
        for (double[] line : lines) {
            for (int i = 0; i < line.length; i += 2) {
                if (Double.isNaN(line[i])) {
                    continue;
                }
                // The bars below their outline count as well.
                for (double y = line[i + 1]; y <= bottom; y += 12) {
                    points = Thinning.put(points, length++, line[i], y);
                }
            }
        }
        return Arrays.copyOf(points, 2 * length);
    }

    @Override
    String sentence() {
        StringBuilder text = new StringBuilder(called("Histogram"));
        double[] borders = borders();
        text.append(": ")
                .append(density ? "density" : "count")
                .append(" of ")
                .append(xLabel.isBlank() ? "the values" : xLabel)
                .append(' ')
                .append(Numbers.range(borders[0], borders[borders.length - 1]))
                .append(" in ")
                .append(borders.length - 1)
                .append(" bins");
        int missing = 0;
        for (Series it : series) {
            double[] values = Arrays.stream(it.values).filter(Double::isFinite).toArray();
            missing += it.values.length - values.length;
            // Sums of huge values would overflow.
            double unit = Arrays.stream(values).map(Math::abs).max().orElse(0) > 1e150 ? 1e200 : 1;
            double mean =
                    Arrays.stream(values).map(value -> value / unit).average().orElse(0);
            double variance = Arrays.stream(values)
                    .map(value -> (value / unit - mean) * (value / unit - mean))
                    .average()
                    .orElse(0);
            text.append("; ")
                    .append(it.name.isEmpty() ? "" : it.name + ": ")
                    .append(values.length)
                    .append(" values, mean ")
                    .append(Numbers.significant(mean * unit, 3))
                    .append(", standard deviation ")
                    .append(Numbers.significant(Math.sqrt(variance) * unit, 3));
        }
        for (Function function : functions) {
            text.append("; curve").append(function.name.isEmpty() ? "" : " " + function.name);
        }
        text.append('.');
        if (missing > 0) {
            text.append(' ')
                    .append(missing)
                    .append(missing == 1 ? " value that is" : " values that are")
                    .append(" not finite (NaN or infinite) ")
                    .append(missing == 1 ? "is" : "are")
                    .append(" left out.");
        }
        return text.toString();
    }
}
