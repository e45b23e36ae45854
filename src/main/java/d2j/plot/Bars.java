package d2j.plot;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A bar for each category, side by side where there are several series.
 *
 * <pre>{@code
 * Bars.titled("Test accuracy").yLabel("accuracy")
 *     .categories("softmax", "MLP", "dropout")
 *     .bars("test", 0.83, 0.87, 0.86)
 * }</pre>
 */
public final class Bars extends Figure {

    private record Series(String name, double[] values) {}

    private final List<Series> series = new ArrayList<>();
    private List<String> categories = List.of();
    private String xLabel = "";
    private String yLabel = "";
    private double[] yRange;

    private Bars(String title) {
        super(title);
    }

    /** A bar chart with a title; empty for none. */
    public static Bars titled(String title) {
        return new Bars(title);
    }

    /** Names the axis of the categories. */
    public Bars xLabel(String label) {
        xLabel = label == null ? "" : label;
        return this;
    }

    /** Names the axis of the values, with its unit. */
    public Bars yLabel(String label) {
        yLabel = label == null ? "" : label;
        return this;
    }

    /**
     * Fixes the ends of the axis of values. Bars that do not start at 0 mislead about ratios: say so where you use it.
     */
    public Bars yRange(double from, double to) {
        yRange = Axis.range("the range of y", from, to);
        return this;
    }

    /** Names the categories in their order; without names they are numbered from 1. */
    public Bars categories(String... names) {
        categories = List.of(names);
        return this;
    }

    /** Names the categories in their order. */
    public Bars categories(List<String> names) {
        categories = List.copyOf(names);
        return this;
    }

    /**
     * A series of bars, one for each category.
     *
     * @throws IllegalArgumentException if there are none or none is finite
     */
    public Bars bars(String name, double... values) {
        double[] checked = Values.checked(name, values);
        Values.requireSomeFinite(name, checked);
        if (!series.isEmpty()) {
            Series first = series.get(0);
            Values.sameLength(name, Values.series(first.name), first.values.length, "this one", checked.length);
        }
        series.add(new Series(name == null ? "" : name.strip(), checked));
        return this;
    }

    /** A series of bars; values is a vector of shape [n], [n, 1] or [1, n]. */
    public Bars bars(String name, INDArray values) {
        return bars(name, Values.vector("the values of " + Values.series(name), values));
    }

    @Override
    public Bars size(int width, int height) {
        super.size(width, height);
        return this;
    }

    @Override
    public Bars describe(String alternativeText) {
        super.describe(alternativeText);
        return this;
    }

    private int count() {
        return series.isEmpty() ? categories.size() : series.get(0).values.length;
    }

    private List<String> names() {
        if (categories.isEmpty()) {
            return IntStream.rangeClosed(1, Math.max(1, count()))
                    .mapToObj(Integer::toString)
                    .toList();
        }
        if (categories.size() != count()) {
            throw new IllegalArgumentException("there are " + categories.size() + " categories but "
                    + Values.series(series.get(0).name)
                    + " has " + count() + " values");
        }
        return categories;
    }

    @Override
    Dimension naturalSize() {
        Frame frame = frame(Theme.WIDTH, Theme.HEIGHT);
        int rows = Math.max(0, frame.legend.rowsAbove() - 2);
        return new Dimension(Theme.WIDTH, Theme.HEIGHT + 18 * rows + (int) (frame.turnedHeight() * 0.7));
    }

    private double[] span() {
        double[] finite = series.stream()
                .flatMapToDouble(it -> Arrays.stream(it.values))
                .filter(Double::isFinite)
                .toArray();
        double min = Math.min(0, Arrays.stream(finite).min().orElse(0));
        double max = Math.max(0, Arrays.stream(finite).max().orElse(1));
        return yRange != null ? yRange : Axis.padded(min, max, 0.06, false);
    }

    private Frame frame(int width, int height) {
        List<String> names = names();
        double[] ys = span();
        Frame frame = frame(xLabel, yLabel);
        frame.x = new Axis.Categories(names, false);
        frame.y = new Axis.Linear(ys[0], ys[1], false);
        frame.xGrid = false;
        for (int i = 0; i < series.size(); i++) {
            if (series.size() > 1 && !series.get(i).name.isEmpty()) {
                frame.legend.add(LegendEntry.patch(series.get(i).name, Theme.series(i)));
            }
        }
        frame.layout(width, height, () -> occupied(frame, ys));
        return frame;
    }

    @Override
    void paint(Graphics2D g, int width, int height) {
        double[] ys = span();
        Frame frame = frame(width, height);
        frame.paintBack(g);
        SeriesPainter painter = new SeriesPainter(frame);
        for (int i = 0; i < series.size(); i++) {
            painter.area(rectangles(frame, ys, i), Theme.series(i));
        }
        painter.paint(g, false, yRange != null);
        frame.paintFront(g);
        if (ys[0] < 0 && ys[1] > 0) {
            g.setColor(Theme.AXIS);
            g.setStroke(Theme.line(1));
            double zero = Frame.sharp(frame.py(0));
            g.draw(new Line2D.Double(frame.plot().x, zero, frame.plot().x + frame.plot().width, zero));
        }
    }

    private double[] rectangles(Frame frame, double[] ys, int index) {
        double[] points = new double[10 * count()];
        int length = 0;
        double group = series.size() == 1 ? 0.62 : 0.8;
        double barWidth = group / series.size();
        double base = Math.max(ys[0], Math.min(ys[1], 0));
        for (int i = 0; i < count(); i++) {
            double value = series.get(index).values[i];
            if (Double.isFinite(value)) {
                double from = i + 0.5 - group / 2 + index * barWidth;
                double gap = series.size() > 1 ? 0.5 : 0;
                double left = Frame.sharp(frame.px(from) + gap);
                double right = Math.max(left + 0.5, Frame.sharp(frame.px(from + barWidth) - gap));
                length = rectangle(points, length, left, right, frame.py(base), frame.py(value));
            }
        }
        return Arrays.copyOf(points, length);
    }

    /** Appends a rectangle and the gap after it, and returns the new length. */
    static int rectangle(double[] points, int length, double left, double right, double bottom, double top) {
        double[] corners = {left, bottom, left, top, right, top, right, bottom, Double.NaN, Double.NaN};
        System.arraycopy(corners, 0, points, length, corners.length);
        return length + corners.length;
    }

    private double[] occupied(Frame frame, double[] ys) {
        double[] points = new double[0];
        int length = 0;
        for (int i = 0; i < series.size(); i++) {
            for (double xy : Thinning.along(rectangles(frame, ys, i), 4)) {
                if (length == points.length) {
                    points = Arrays.copyOf(points, 2 * length + 64);
                }
                points[length++] = xy;
            }
        }
        return Arrays.copyOf(points, length);
    }

    @Override
    String sentence() {
        List<String> names = names();
        StringBuilder text = new StringBuilder(called("Bar chart"));
        if (!yLabel.isBlank() || !xLabel.isBlank()) {
            text.append(": ")
                    .append(yLabel.isBlank() ? "values" : yLabel)
                    .append(" by ")
                    .append(xLabel.isBlank() ? "category" : xLabel);
        }
        for (Series it : series) {
            text.append("; ");
            if (!it.name.isEmpty()) {
                text.append(it.name).append(": ");
            }
            if (names.size() <= 12) {
                text.append(IntStream.range(0, names.size())
                        .mapToObj(i -> names.get(i) + " " + Numbers.significant(it.values[i], 3))
                        .collect(Collectors.joining(", ")));
            } else {
                double[] finite =
                        Arrays.stream(it.values).filter(Double::isFinite).toArray();
                text.append(names.size())
                        .append(" bars from ")
                        .append(Numbers.significant(Arrays.stream(finite).min().orElse(0), 3))
                        .append(" to ")
                        .append(Numbers.significant(Arrays.stream(finite).max().orElse(0), 3));
            }
        }
        return text.append('.').toString();
    }
}
