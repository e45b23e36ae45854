package d2j.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Lines, points, functions and level lines over a pair of axes.
 *
 * <pre>{@code
 * Plot.titled("Loss").xLabel("epoch").yLabel("cross-entropy")
 *     .line("train", trainLoss)
 *     .line("test", testLoss)
 * }</pre>
 *
 * <p>A series keeps its colour by its name: two layers of one name share colour and legend entry. A series whose name
 * is null or empty has no legend entry. Values that are NaN or infinite are left out, and the text alternative says how
 * many.
 */
public final class Plot extends Figure {

    private static final int SAMPLES = 480;
    /** Series of at most this many points show each point. */
    private static final int FEW = 25;
    /** More points than this are a cloud. */
    private static final int MANY = 60;
    /** Above this number of points their overlaps no longer show a density. */
    private static final int SOLID = 20_000;

    private static final int MARKERS_ON_A_LONG_LINE = 8;

    private enum Kind {
        FILL,
        CONTOUR,
        REFERENCE,
        LINE,
        POINTS,
        ARROW,
        LABEL
    }

    /** One thing to draw, in data coordinates. */
    private static final class Layer {
        final Kind kind;
        final String name;
        double[] x;
        double[] y;
        double[] upper;
        boolean dashed;
        DoubleUnaryOperator function;
        Contours contours;
        double[] levels;

        Layer(Kind kind, String name, double[] x, double[] y) {
            this.kind = kind;
            this.name = name == null ? "" : name.strip();
            this.x = x;
            this.y = y;
        }
    }

    private final List<Layer> layers = new ArrayList<>();
    private String xLabel = "";
    private String yLabel = "";
    private boolean xLog;
    private boolean yLog;
    private boolean equalAxes;
    private boolean legendAlwaysAbove;
    private List<String> xNames = List.of();
    private double[] xRange;
    private double[] yRange;

    private Plot(String title) {
        super(title);
    }

    /** A plot with a title; empty for none. */
    public static Plot titled(String title) {
        return new Plot(title);
    }

    /** Names the horizontal axis, with its unit. */
    public Plot xLabel(String label) {
        xLabel = label == null ? "" : label;
        return this;
    }

    /** Names the vertical axis, with its unit. */
    public Plot yLabel(String label) {
        yLabel = label == null ? "" : label;
        return this;
    }

    /** Makes the horizontal axis logarithmic; all x must be positive. */
    public Plot xLog() {
        xLog = true;
        return this;
    }

    /** Makes the vertical axis logarithmic; all y must be positive. */
    public Plot yLog() {
        yLog = true;
        return this;
    }

    /** Fixes the ends of the horizontal axis; what lies outside is cut off. */
    public Plot xRange(double from, double to) {
        Values.finiteRange("the range of x", from, to);
        xRange = new double[] {from, to};
        return this;
    }

    /** Names the places x = 1, 2, ... instead of numbering them: layers, models. */
    public Plot xNames(String... names) {
        xNames = List.of(names);
        return this;
    }

    /** Names the places x = 1, 2, ... instead of numbering them. */
    public Plot xNames(List<String> names) {
        xNames = List.copyOf(names);
        return this;
    }

    /** Fixes the ends of the vertical axis; what lies outside is cut off. */
    public Plot yRange(double from, double to) {
        Values.finiteRange("the range of y", from, to);
        yRange = new double[] {from, to};
        return this;
    }

    /** Gives a unit of x and a unit of y the same length, so that circles are round. */
    public Plot equalAxes() {
        equalAxes = true;
        return this;
    }

    @Override
    public Plot size(int width, int height) {
        super.size(width, height);
        return this;
    }

    @Override
    public Plot describe(String alternativeText) {
        super.describe(alternativeText);
        return this;
    }

    /**
     * A line through points.
     *
     * @throws IllegalArgumentException if x and y differ in length, are empty or hold no finite number
     */
    public Plot line(String name, double[] x, double[] y) {
        return add(series(Kind.LINE, name, x, y));
    }

    /** A line through points; x and y are vectors of shape [n], [n, 1] or [1, n]. */
    public Plot line(String name, INDArray x, INDArray y) {
        return line(name, vector(name, "x", x), vector(name, "y", y));
    }

    /** A line through the points (1, y1), (2, y2), ...: a value for each epoch. */
    public Plot line(String name, double[] y) {
        return line(name, counting(name, y), y);
    }

    /** A line through the points (1, y1), (2, y2), ...; y is a vector of shape [n], [n, 1] or [1, n]. */
    public Plot line(String name, INDArray y) {
        return line(name, vector(name, "y", y));
    }

    /** A dashed line through points. */
    public Plot dashed(String name, double[] x, double[] y) {
        Layer layer = series(Kind.LINE, name, x, y);
        layer.dashed = true;
        return add(layer);
    }

    /** A dashed line through points; x and y are vectors of shape [n], [n, 1] or [1, n]. */
    public Plot dashed(String name, INDArray x, INDArray y) {
        return dashed(name, vector(name, "x", x), vector(name, "y", y));
    }

    /** A dashed line through the points (1, y1), (2, y2), ... */
    public Plot dashed(String name, double[] y) {
        return dashed(name, counting(name, y), y);
    }

    /** Separate points. */
    public Plot points(String name, double[] x, double[] y) {
        return add(series(Kind.POINTS, name, x, y));
    }

    /** Separate points; x and y are vectors of shape [n], [n, 1] or [1, n]. */
    public Plot points(String name, INDArray x, INDArray y) {
        return points(name, vector(name, "x", x), vector(name, "y", y));
    }

    /** The graph of a function between two values of x; where it is not finite, the line has a gap. */
    public Plot function(String name, DoubleUnaryOperator f, double from, double to) {
        Values.finiteRange("the range of the function " + Values.series(name), from, to);
        Layer layer = new Layer(Kind.LINE, name, null, null);
        layer.function = f;
        layer.x = new double[] {from, to};
        return add(layer);
    }

    /** A dashed grey line across the plot at a value of y. */
    public Plot horizontal(String name, double y) {
        requireFinite(name, y);
        return add(new Layer(Kind.REFERENCE, name, new double[0], new double[] {y}));
    }

    /** A dashed grey line from bottom to top at a value of x. */
    public Plot vertical(String name, double x) {
        requireFinite(name, x);
        return add(new Layer(Kind.REFERENCE, name, new double[] {x}, new double[0]));
    }

    /** Fills the area between two curves over the same x. */
    public Plot fill(String name, double[] x, double[] lower, double[] upper) {
        Layer layer = series(Kind.FILL, name, x, lower);
        layer.upper = Values.checked(name, upper);
        Values.sameLength(name, "x", x.length, "upper", upper.length);
        Values.requireSomeFinite(name, layer.upper);
        return add(layer);
    }

    /** Fills the area between two curves; all three are vectors of shape [n], [n, 1] or [1, n]. */
    public Plot fill(String name, INDArray x, INDArray lower, INDArray upper) {
        return fill(name, vector(name, "x", x), vector(name, "lower", lower), vector(name, "upper", upper));
    }

    /**
     * Level lines of a function of x and y, each with its level written on it.
     *
     * @param levels the values of f to draw lines at; without any, about eight round ones are chosen
     */
    public Plot contour(DoubleBinaryOperator f, double xFrom, double xTo, double yFrom, double yTo, double... levels) {
        Values.finiteRange("the contour's range of x", xFrom, xTo);
        Values.finiteRange("the contour's range of y", yFrom, yTo);
        Layer layer = new Layer(Kind.CONTOUR, "", new double[] {xFrom, xTo}, new double[] {yFrom, yTo});
        layer.contours = new Contours(f, xFrom, xTo, yFrom, yTo);
        layer.levels = levels.length == 0
                ? layer.contours.roundLevels()
                : Arrays.stream(levels).sorted().toArray();
        return add(layer);
    }

    /**
     * Level lines in the colour of a series, with a legend entry instead of levels written on them: a decision
     * boundary.
     *
     * @param levels the values of f to draw lines at; 0 without any
     */
    public Plot contour(
            String name, DoubleBinaryOperator f, double xFrom, double xTo, double yFrom, double yTo, double... levels) {
        Values.finiteRange("the contour's range of x", xFrom, xTo);
        Values.finiteRange("the contour's range of y", yFrom, yTo);
        Layer layer = new Layer(Kind.CONTOUR, name, new double[] {xFrom, xTo}, new double[] {yFrom, yTo});
        layer.contours = new Contours(f, xFrom, xTo, yFrom, yTo);
        layer.levels = levels.length == 0 ? new double[] {0} : levels.clone();
        return add(layer);
    }

    /** An arrow from the first point to the second. */
    public Plot arrow(double x0, double y0, double x1, double y1) {
        for (double value : new double[] {x0, y0, x1, y1}) {
            requireFinite("arrow", value);
        }
        return add(new Layer(Kind.ARROW, "", new double[] {x0, x1}, new double[] {y0, y1}));
    }

    /** A short text beside a point. */
    public Plot label(double x, double y, String text) {
        requireFinite("label '" + text + "'", x);
        requireFinite("label '" + text + "'", y);
        return add(new Layer(Kind.LABEL, text, new double[] {x}, new double[] {y}));
    }

    /** Keeps the legend above the data: a live curve's must not jump from corner to corner. */
    Plot legendAbove() {
        legendAlwaysAbove = true;
        return this;
    }

    private Plot add(Layer layer) {
        layers.add(layer);
        return this;
    }

    private static Layer series(Kind kind, String name, double[] x, double[] y) {
        Layer layer = new Layer(kind, name, Values.checked(name, x), Values.checked(name, y));
        Values.sameLength(name, "x", x.length, "y", y.length);
        Values.requireSomeFinite(name, layer.x);
        Values.requireSomeFinite(name, layer.y);
        return layer;
    }

    private static double[] vector(String name, String which, INDArray array) {
        return Values.vector(which + " of " + Values.series(name), array);
    }

    private static double[] counting(String name, double[] y) {
        return IntStream.rangeClosed(1, Values.checked(name, y).length)
                .asDoubleStream()
                .toArray();
    }

    private static void requireFinite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    (name == null ? "" : name + ": ") + "the position must be finite, but is " + value);
        }
    }

    // Drawing

    @Override
    Dimension naturalSize() {
        Frame frame = frame(Theme.WIDTH, Theme.HEIGHT);
        if (frame.aspect > 0) {
            // As high as the data asks for, so that equal axes leave no empty stripes.
            int wide = frame.aspect > 0.6 ? 480 : Theme.WIDTH;
            Rectangle2D.Double plot = frame(wide, 2000).plot();
            double around = 2000 - frame(wide, 2000).room();
            return new Dimension(wide, (int) Math.max(170, Math.min(440, plot.height + around)));
        }
        return new Dimension(Theme.WIDTH, Theme.HEIGHT + 18 * Math.max(0, frame.legendRowsAbove() - 2));
    }

    @Override
    void paint(Graphics2D g, int width, int height) {
        Frame frame = frame(width, height);
        frame.paintBack(g);
        paintLayers(g, frame);
        frame.paintFront(g);
        paintArrowsAndLabels(g, frame);
    }

    private Frame frame(int width, int height) {
        sampleFunctions();
        requirePositive();
        double[] xs = span(true);
        double[] ys = span(false);
        Frame frame = new Frame();
        frame.title = title();
        frame.reservedTitleLines = titleLines();
        frame.xLabel = xLabel;
        frame.yLabel = yLabel;
        frame.x = xLog
                ? new Axis.Logarithmic(xs[0], xs[1])
                : xNames.isEmpty()
                        ? new Axis.Linear(xs[0], xs[1], integersOnly())
                        : new Axis.Named(xs[0], xs[1], xNames);
        frame.y = yLog ? new Axis.Logarithmic(ys[0], ys[1]) : new Axis.Linear(ys[0], ys[1], false);
        frame.legendInside = !legendAlwaysAbove;
        frame.legend = legend();
        if (equalAxes && !xLog && !yLog) {
            frame.aspect = (ys[1] - ys[0]) / (xs[1] - xs[0]);
        }
        frame.layout(width, height, () -> occupied(frame));
        return frame;
    }

    private void sampleFunctions() {
        for (Layer layer : layers) {
            if (layer.function == null) {
                continue;
            }
            double from = layer.x[0];
            double to = layer.x[layer.x.length - 1];
            boolean logarithmic = xLog && from > 0;
            double[] x = new double[SAMPLES + 1];
            double[] y = new double[SAMPLES + 1];
            for (int i = 0; i <= SAMPLES; i++) {
                double share = i / (double) SAMPLES;
                x[i] = logarithmic ? from * Math.pow(to / from, share) : from + (to - from) * share;
                y[i] = layer.function.applyAsDouble(x[i]);
                if (yLog && y[i] <= 0) {
                    y[i] = Double.NaN;
                }
            }
            Values.requireSomeFinite(layer.name, y);
            layer.x = x;
            layer.y = y;
        }
    }

    private void requirePositive() {
        for (Layer layer : layers) {
            if (xLog) {
                requirePositive(layer, layer.x, "x");
            }
            if (yLog) {
                requirePositive(layer, layer.y, "y");
                requirePositive(layer, layer.upper, "y");
            }
        }
        if (xLog && xRange != null && xRange[0] <= 0 || yLog && yRange != null && yRange[0] <= 0) {
            throw new IllegalArgumentException("the range of a logarithmic axis must begin above 0");
        }
    }

    private static void requirePositive(Layer layer, double[] values, String axis) {
        for (int i = 0; values != null && i < values.length; i++) {
            if (values[i] <= 0 && Double.isFinite(values[i])) {
                throw new IllegalArgumentException(Values.series(layer.name) + " has " + axis + " = "
                        + Numbers.brief(values[i])
                        + " at index " + i + ", but a logarithmic axis shows positive values only");
            }
        }
    }

    /** The ends of an axis: as fixed, or around all data with a little air. */
    private double[] span(boolean horizontal) {
        double[] fixed = horizontal ? xRange : yRange;
        if (fixed != null) {
            return fixed;
        }
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (Layer layer : layers) {
            double[] other = horizontal ? layer.y : layer.x;
            double[] otherRange = horizontal ? yRange : xRange;
            boolean paired = layer.x.length == layer.y.length && layer.kind != Kind.CONTOUR;
            for (double[] values : horizontal ? new double[][] {layer.x} : new double[][] {layer.y, layer.upper}) {
                for (int i = 0; values != null && i < values.length; i++) {
                    boolean seen =
                            !paired || otherRange == null || other[i] >= otherRange[0] && other[i] <= otherRange[1];
                    if (Double.isFinite(values[i]) && seen) {
                        min = Math.min(min, values[i]);
                        max = Math.max(max, values[i]);
                    }
                }
            }
        }
        if (min > max) {
            return (horizontal ? xLog : yLog) ? new double[] {1, 10} : new double[] {0, 1};
        }
        double low = min;
        double high = max;
        // Level lines fill their rectangle: air around them would look like a frame.
        boolean filled = layers.stream()
                .filter(layer -> layer.kind == Kind.CONTOUR)
                .map(layer -> horizontal ? layer.x : layer.y)
                .anyMatch(ends -> ends[0] <= low && ends[1] >= high);
        if (horizontal && !xNames.isEmpty() && !xLog) {
            return new double[] {Math.min(low, 0.5), Math.max(high, xNames.size() + 0.5)};
        }
        return filled
                ? new double[] {low, high}
                : padded(low, high, horizontal ? 0.025 : 0.06, horizontal ? xLog : yLog);
    }

    static double[] padded(double min, double max, double air, boolean logarithmic) {
        if (logarithmic) {
            double factor = min < max ? Math.pow(max / min, air) : 2;
            return new double[] {min / factor, max * factor};
        }
        double span = max - min;
        if (span <= 1e-12 * Math.max(Math.abs(min), Math.abs(max))) {
            double half = min == 0 ? 1 : Math.abs(min) * 0.1;
            return new double[] {min - half, max + half};
        }
        double low = min - air * span;
        double high = max + air * span;
        // Losses and frequencies are never negative: an axis that starts a little below 0 would suggest that they could
        // be.
        return new double[] {min >= 0 && low < 0 ? 0 : low, max <= 0 && high > 0 ? 0 : high};
    }

    private boolean integersOnly() {
        boolean any = false;
        for (Layer layer : layers) {
            if (layer.kind == Kind.CONTOUR || layer.function != null) {
                return false;
            }
            if (layer.kind == Kind.LINE || layer.kind == Kind.POINTS || layer.kind == Kind.FILL) {
                any = true;
                for (double value : layer.x) {
                    if (Double.isFinite(value) && value != Math.rint(value)) {
                        return false;
                    }
                }
            }
        }
        return any;
    }

    /** The place of each named or unnamed series in the order of colours. */
    private Map<Layer, Integer> colourIndices() {
        Map<Layer, Integer> indices = new LinkedHashMap<>();
        Map<String, Integer> byName = new LinkedHashMap<>();
        int next = 0;
        int references = 0;
        for (Layer layer : layers) {
            switch (layer.kind) {
                case LINE, POINTS, FILL, CONTOUR -> {
                    if (layer.kind == Kind.CONTOUR && layer.name.isEmpty()) {
                        continue;
                    }
                    Integer known = layer.name.isEmpty() ? null : byName.get(layer.name);
                    if (known == null) {
                        known = next++;
                        byName.put(layer.name, known);
                    }
                    indices.put(layer, known);
                }
                case REFERENCE -> indices.put(layer, references++);
                default -> {}
            }
        }
        return indices;
    }

    private long lineCount() {
        return layers.stream().filter(layer -> layer.kind == Kind.LINE).count();
    }

    private static int points(Layer layer) {
        return layer.x.length;
    }

    /**
     * A line's marker: at every point where there are few, here and there where lines must be told apart without
     * colour; else none.
     */
    private SeriesMarker lineMarker(Layer layer, int index) {
        boolean few = layer.function == null && points(layer) <= FEW;
        return few || lineCount() > 1 && !isNoisy(layer) ? SeriesMarker.of(index, 6.5, true) : null;
    }

    /**
     * Whether a line goes up and down so often that it fills an area: it is drawn thin, and markers would be lost on
     * it.
     */
    private static boolean isNoisy(Layer layer) {
        double travelled = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double previous = Double.NaN;
        for (double value : layer.y) {
            if (Double.isFinite(value)) {
                travelled += Double.isNaN(previous) ? 0 : Math.abs(value - previous);
                min = Math.min(min, value);
                max = Math.max(max, value);
                previous = value;
            }
        }
        return layer.function == null && points(layer) > 100 && travelled > 20 * (max - min);
    }

    private static double lineWidth(Layer layer) {
        return !isNoisy(layer) ? 2 : points(layer) > 1000 ? 0.9 : 1.3;
    }

    private SeriesMarker pointMarker(Layer layer, int index) {
        int n = points(layer);
        return SeriesMarker.of(index, n <= 100 ? 7 : n <= 600 ? 5.5 : n <= 5000 ? 4 : 3, n <= 300);
    }

    private static Color pointColour(Layer layer, int index) {
        int n = points(layer);
        Color colour = Theme.series(index);
        return n > 300 && n <= SOLID ? Theme.transparent(colour, n > 2000 ? 0.45 : 0.65) : colour;
    }

    private List<LegendEntry> legend() {
        Map<Layer, Integer> indices = colourIndices();
        Map<String, LegendEntry> entries = new LinkedHashMap<>();
        for (Layer layer : layers) {
            Integer index = indices.get(layer);
            if (index == null || layer.name.isEmpty()) {
                continue;
            }
            Color colour = Theme.series(index);
            LegendEntry entry =
                    switch (layer.kind) {
                        case LINE ->
                            new LegendEntry(
                                    layer.name,
                                    colour,
                                    lineWidth(layer) < 2 ? 1.5 : 2,
                                    dash(layer, index),
                                    lineMarker(layer, index),
                                    null);
                        case POINTS ->
                            new LegendEntry(layer.name, colour, 0, null, SeriesMarker.of(index, 7, false), null);
                        case CONTOUR -> new LegendEntry(layer.name, colour, 2, Theme.dash(index), null, null);
                        case FILL -> new LegendEntry(layer.name, colour, 0, null, null, fillColour(index));
                        default ->
                            new LegendEntry(layer.name, Theme.REFERENCE, 1.5, Theme.referenceDash(index), null, null);
                    };
            entries.merge(layer.name, entry, LegendEntry::with);
        }
        return new ArrayList<>(entries.values());
    }

    private static float[] dash(Layer layer, int index) {
        return layer.dashed ? Theme.DASHED : Theme.dash(index);
    }

    private static Color fillColour(int index) {
        return Theme.mix(Theme.series(index), Theme.CARD, 0.75);
    }

    private void paintLayers(Graphics2D g, Frame frame) {
        Map<Layer, Integer> indices = colourIndices();
        boolean clipX = xRange != null && beyond(true, xRange);
        boolean clipY = yRange != null && beyond(false, yRange);
        SeriesPainter painter = new SeriesPainter(frame);
        boolean clipped = true;
        List<Layer> ordered = new ArrayList<>(layers);
        // Curves are drawn over clouds of points, but single points, such as an optimum, over the curve.
        ordered.sort(Comparator.comparing(
                layer -> layer.kind == Kind.POINTS && points(layer) > MANY ? Kind.REFERENCE : layer.kind));
        for (Layer layer : ordered) {
            // Lines are cut at the axes; points are left out or drawn whole.
            boolean clip = layer.kind != Kind.POINTS;
            if (clip != clipped && (clipX || clipY)) {
                painter.paint(g, clipX && clipped, clipY && clipped);
                painter = new SeriesPainter(frame);
            }
            clipped = clip;
            switch (layer.kind) {
                case FILL -> fill(painter, frame, layer, indices.get(layer));
                case CONTOUR -> contour(painter, frame, layer, indices.get(layer));
                case REFERENCE ->
                    painter.line(
                            referencePixels(frame, layer),
                            Theme.REFERENCE,
                            1.5,
                            Theme.referenceDash(indices.get(layer)));
                case LINE -> line(painter, frame, layer, indices.get(layer));
                case POINTS ->
                    painter.markers(
                            Thinning.points(
                                    Thinning.inside(SeriesPainter.pixels(frame, layer.x, layer.y), frame.plot())),
                            pointColour(layer, indices.get(layer)),
                            pointMarker(layer, indices.get(layer)));
                default -> {}
            }
        }
        painter.paint(g, clipX && clipped, clipY && clipped);
        paintLevels(g, frame);
    }

    private boolean beyond(boolean horizontal, double[] range) {
        double tolerance = 1e-9 * (range[1] - range[0]);
        for (Layer layer : layers) {
            for (double[] values : new double[][] {horizontal ? layer.x : layer.y, horizontal ? null : layer.upper}) {
                for (int i = 0; values != null && i < values.length; i++) {
                    if (values[i] < range[0] - tolerance || values[i] > range[1] + tolerance) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void line(SeriesPainter painter, Frame frame, Layer layer, int index) {
        double[] pixels = SeriesPainter.pixels(frame, layer.x, layer.y);
        painter.line(Thinning.line(pixels), Theme.series(index), lineWidth(layer), dash(layer, index));
        SeriesMarker marker = lineMarker(layer, index);
        if (marker != null) {
            boolean all = layer.function == null && points(layer) <= FEW;
            painter.markers(
                    all ? pixels : Thinning.spread(pixels, MARKERS_ON_A_LONG_LINE, index), Theme.series(index), marker);
        }
    }

    private void fill(SeriesPainter painter, Frame frame, Layer layer, int index) {
        double[] lower = SeriesPainter.pixels(frame, layer.x, layer.y);
        double[] upper = SeriesPainter.pixels(frame, layer.x, layer.upper);
        int n = points(layer);
        double[] outline = new double[4 * n + 2];
        int length = 0;
        int start = 0;
        // Each run without a gap is a polygon: along the lower curve and back along the upper one.
        for (int i = 0; i <= n; i++) {
            boolean gap = i == n || Double.isNaN(lower[2 * i]) || Double.isNaN(upper[2 * i]);
            if (!gap) {
                continue;
            }
            for (int j = start; j < i; j++) {
                outline = Thinning.put(outline, length++, lower[2 * j], lower[2 * j + 1]);
            }
            for (int j = i - 1; j >= start; j--) {
                outline = Thinning.put(outline, length++, upper[2 * j], upper[2 * j + 1]);
            }
            outline = Thinning.put(outline, length++, Double.NaN, Double.NaN);
            start = i + 1;
        }
        painter.area(Arrays.copyOf(outline, 2 * length), fillColour(index));
    }

    private static double[] referencePixels(Frame frame, Layer layer) {
        Rectangle2D.Double plot = frame.plot();
        if (layer.y.length == 1) {
            double at = frame.py(layer.y[0]);
            return new double[] {plot.x, at, plot.x + plot.width, at};
        }
        double at = frame.px(layer.x[0]);
        return new double[] {at, plot.y, at, plot.y + plot.height};
    }

    private static Color levelColour(Layer layer, int level) {
        double share = layer.levels.length == 1 ? 0.4 : level / (layer.levels.length - 1.0);
        return ColourMap.SEQUENTIAL.at(0.1 + 0.65 * share);
    }

    private static double[] pixels(Frame frame, double[] xy) {
        double[] pixels = new double[xy.length];
        for (int i = 0; i < xy.length; i += 2) {
            pixels[i] = frame.px(xy[i]);
            pixels[i + 1] = frame.py(xy[i + 1]);
        }
        return pixels;
    }

    private void contour(SeriesPainter painter, Frame frame, Layer layer, Integer index) {
        for (int level = 0; level < layer.levels.length; level++) {
            for (double[] line : layer.contours.lines(layer.levels[level])) {
                if (index != null) {
                    painter.line(pixels(frame, line), Theme.series(index), 2, Theme.dash(index));
                } else {
                    painter.line(pixels(frame, line), levelColour(layer, level), 1.4, null);
                }
            }
        }
    }

    /** Writes each level on its longest line, as far as can be from curves and from the levels already written. */
    private void paintLevels(Graphics2D g, Frame frame) {
        Rectangle2D.Double plot = frame.plot();
        List<double[]> taken = new ArrayList<>();
        for (Layer layer : layers) {
            if (layer.kind == Kind.LINE && layer.function == null) {
                double[] path = Thinning.along(SeriesPainter.pixels(frame, layer.x, layer.y), 12);
                for (int i = 0; i < path.length; i += 2) {
                    taken.add(new double[] {path[i], path[i + 1]});
                }
            }
        }
        for (Layer layer : layers) {
            if (layer.kind != Kind.CONTOUR || !layer.name.isEmpty()) {
                continue;
            }
            for (int level = 0; level < layer.levels.length; level++) {
                String text = Numbers.minus(Numbers.brief(layer.levels[level]));
                double textWidth = Text.width(Theme.NOTE, text);
                double[] longest = layer.contours.lines(layer.levels[level]).stream()
                        .max(Comparator.comparingInt(line -> line.length))
                        .orElse(null);
                if (longest == null) {
                    continue;
                }
                double[] best = null;
                double bestDistance = 26;
                double[] line = pixels(frame, longest);
                for (int i = 0; i < line.length; i += 2) {
                    // Not from the start: a closed line's is its lowest point, which is where many have a corner.
                    int place = (i + line.length / 6 * 2) % line.length;
                    double x = line[place];
                    double y = line[place + 1];
                    boolean inside = x > plot.x + textWidth / 2 + 4
                            && x < plot.x + plot.width - textWidth / 2 - 4
                            && y > plot.y + 10
                            && y < plot.y + plot.height - 10;
                    double distance = taken.stream()
                            .mapToDouble(it -> Math.hypot(it[0] - x, it[1] - y))
                            .min()
                            .orElse(1e3);
                    if (inside && Math.min(distance, 90) > bestDistance) {
                        bestDistance = Math.min(distance, 90);
                        best = new double[] {x, y};
                    }
                }
                if (best != null) {
                    taken.add(best);
                    Frame.patchText(
                            g,
                            Theme.NOTE,
                            text,
                            best[0],
                            best[1],
                            Theme.mix(levelColour(layer, level), Theme.TEXT, 0.35));
                }
            }
        }
    }

    private void paintArrowsAndLabels(Graphics2D g, Frame frame) {
        for (Layer layer : layers) {
            if (layer.kind == Kind.ARROW) {
                arrow(g, frame.px(layer.x[0]), frame.py(layer.y[0]), frame.px(layer.x[1]), frame.py(layer.y[1]));
            }
        }
        Rectangle2D.Double plot = frame.plot();
        for (Layer layer : layers) {
            if (layer.kind == Kind.LABEL) {
                double width = Text.width(Theme.NOTE, layer.name);
                double x = frame.px(layer.x[0]) + 6;
                double y = frame.py(layer.y[0]) - 6;
                if (x + width > plot.x + plot.width - 2) {
                    x = Math.max(plot.x + 2, x - 12 - width);
                }
                if (y - Text.ascent(Theme.NOTE) < plot.y + 2) {
                    y += 12 + Text.ascent(Theme.NOTE);
                }
                Frame.haloText(g, Theme.NOTE, layer.name, x, y, Theme.TEXT);
            }
        }
    }

    private static void arrow(Graphics2D g, double x0, double y0, double x1, double y1) {
        double length = Math.hypot(x1 - x0, y1 - y0);
        if (length < 1) {
            return;
        }
        double head = Math.min(9, length * 0.6);
        double ux = (x1 - x0) / length;
        double uy = (y1 - y0) / length;
        g.setColor(Theme.TEXT);
        g.setStroke(new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
        g.draw(new Line2D.Double(x0, y0, x1 - ux * head * 0.8, y1 - uy * head * 0.8));
        Path2D.Double tip = new Path2D.Double();
        tip.moveTo(x1, y1);
        tip.lineTo(x1 - ux * head - uy * head * 0.42, y1 - uy * head + ux * head * 0.42);
        tip.lineTo(x1 - ux * head + uy * head * 0.42, y1 - uy * head - ux * head * 0.42);
        tip.closePath();
        g.fill(tip);
    }

    private double[] occupied(Frame frame) {
        double[] points = new double[1024];
        int length = 0;
        for (Layer layer : layers) {
            switch (layer.kind) {
                case LINE, POINTS, FILL, ARROW -> {
                    boolean joined = layer.kind != Kind.POINTS;
                    for (double[] values : new double[][] {layer.y, layer.upper}) {
                        if (values == null) {
                            continue;
                        }
                        double[] pixels = SeriesPainter.pixels(frame, layer.x, values);
                        double[] along = joined ? Thinning.along(Thinning.line(pixels), 4) : pixels;
                        for (int i = 0; i < along.length; i += 2) {
                            points = Thinning.put(points, length++, along[i], along[i + 1]);
                        }
                    }
                }
                case REFERENCE -> {
                    double[] along = Thinning.along(referencePixels(frame, layer), 4);
                    for (int i = 0; i < along.length; i += 2) {
                        points = Thinning.put(points, length++, along[i], along[i + 1]);
                    }
                }
                case LABEL -> {
                    for (double step = 0; step <= Text.width(Theme.NOTE, layer.name); step += 4) {
                        points = Thinning.put(points, length++, frame.px(layer.x[0]) + step, frame.py(layer.y[0]) - 10);
                    }
                }
                case CONTOUR -> {
                    for (double level : layer.levels) {
                        for (double[] line : layer.contours.lines(level)) {
                            double[] pixels = pixels(frame, line);
                            for (int i = 0; i < pixels.length; i += 2) {
                                points = Thinning.put(points, length++, pixels[i], pixels[i + 1]);
                            }
                        }
                    }
                }
                default -> {}
            }
        }
        return Arrays.copyOf(points, 2 * length);
    }

    // Text alternative

    @Override
    String sentence() {
        sampleFunctions();
        boolean lines = false;
        boolean points = false;
        boolean contours = false;
        Set<String> names = new LinkedHashSet<>();
        int missing = 0;
        for (Layer layer : layers) {
            lines |= layer.kind == Kind.LINE;
            points |= layer.kind == Kind.POINTS;
            contours |= layer.kind == Kind.CONTOUR;
            if (!layer.name.isEmpty() && layer.kind != Kind.LABEL) {
                names.add(layer.name);
            }
            boolean data = layer.kind == Kind.LINE || layer.kind == Kind.POINTS || layer.kind == Kind.FILL;
            if (data && layer.function == null) {
                for (int i = 0; i < layer.x.length; i++) {
                    boolean finite = Double.isFinite(layer.x[i])
                            && Double.isFinite(layer.y[i])
                            && (layer.upper == null || Double.isFinite(layer.upper[i]));
                    missing += finite ? 0 : 1;
                }
            }
        }
        String kind = contours
                ? "Contour plot"
                : lines && points
                        ? "Chart of lines and points"
                        : points ? "Scatter plot" : lines ? "Line chart" : "Chart";
        StringBuilder text = new StringBuilder(called(kind));
        String x = extent(true);
        if (!x.isEmpty()) {
            text.append(": ")
                    .append(axis(xLabel, "x", xLog))
                    .append(' ')
                    .append(x)
                    .append(" against ")
                    .append(axis(yLabel, "y", yLog))
                    .append(' ')
                    .append(extent(false));
        }
        if (names.size() == 1) {
            text.append("; ").append(names.iterator().next());
        } else if (!names.isEmpty()) {
            text.append("; series ").append(String.join(", ", names));
        }
        text.append('.');
        if (missing > 0) {
            text.append(missing == 1 ? " One point that is" : " " + missing + " points that are")
                    .append(" not finite (NaN or infinite) ")
                    .append(missing == 1 ? "is" : "are")
                    .append(" left out.");
        }
        return text.toString();
    }

    private static String axis(String label, String fallback, boolean logarithmic) {
        return (label.isBlank() ? fallback : label) + (logarithmic ? ", logarithmic," : "");
    }

    private String extent(boolean horizontal) {
        double[] fixed = horizontal ? xRange : yRange;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (Layer layer : layers) {
            for (double[] values : horizontal ? new double[][] {layer.x} : new double[][] {layer.y, layer.upper}) {
                for (int i = 0; values != null && i < values.length; i++) {
                    if (Double.isFinite(values[i])) {
                        min = Math.min(min, values[i]);
                        max = Math.max(max, values[i]);
                    }
                }
            }
        }
        if (min > max) {
            return "";
        }
        if (fixed != null) {
            min = Math.max(min, fixed[0]);
            max = Math.min(max, fixed[1]);
        }
        return Numbers.range(min, max);
    }
}
