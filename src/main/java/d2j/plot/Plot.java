package d2j.plot;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
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
 *
 * <p>Over 400 lines because chapters find every kind of mark here, one method each; what a mark is and does stands in a
 * small class of its own, see {@link Mark}.
 */
public final class Plot extends Figure {

    /** Labels do not keep away from more points of a series than this. */
    private static final int MOST_COVERED = 2000;

    /** The width of a point, for labels that keep away from it. */
    private static final double POINT = 6;

    private static final double MOST_STRETCHED = 40;

    private final List<Mark> marks = new ArrayList<>();
    private final PlotAxis x = new PlotAxis(true);
    private final PlotAxis y = new PlotAxis(false);
    private boolean equalAxes;
    private boolean legendAlwaysAbove;

    private Plot(String title) {
        super(title);
    }

    /** A plot with a title; empty for none. */
    public static Plot titled(String title) {
        return new Plot(title);
    }

    /** Names the horizontal axis, with its unit. */
    public Plot xLabel(String label) {
        x.label(label);
        return this;
    }

    /** Names the vertical axis, with its unit. */
    public Plot yLabel(String label) {
        y.label(label);
        return this;
    }

    /** Makes the horizontal axis logarithmic; all x must be positive. */
    public Plot xLog() {
        x.logarithmic();
        return this;
    }

    /** Makes the vertical axis logarithmic; all y must be positive. */
    public Plot yLog() {
        y.logarithmic();
        return this;
    }

    /** Fixes the ends of the horizontal axis; what lies outside is cut off. */
    public Plot xRange(double from, double to) {
        x.fix(from, to);
        return this;
    }

    /**
     * Names the places x = 1, 2, ... instead of numbering them. Join ordered places, such as layers, by
     * {@link #line(String, double[])}, and unordered ones, such as models, not at all: use {@link #points(String,
     * double[])} or {@link Bars}.
     */
    public Plot xNames(String... names) {
        x.names(List.of(names));
        return this;
    }

    /** Names the places x = 1, 2, ... instead of numbering them. */
    public Plot xNames(List<String> names) {
        x.names(names);
        return this;
    }

    /** Fixes the ends of the vertical axis; what lies outside is cut off. */
    public Plot yRange(double from, double to) {
        y.fix(from, to);
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
        Values.requirePoints(name, x, y);
        return add(new LineMark(name, x.clone(), y.clone(), LineMark.Style.DATA));
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
        Values.requirePoints(name, x, y);
        return add(new LineMark(name, x.clone(), y.clone(), LineMark.Style.DASHED_DATA));
    }

    /** A dashed line through points; x and y are vectors of shape [n], [n, 1] or [1, n]. */
    public Plot dashed(String name, INDArray x, INDArray y) {
        return dashed(name, vector(name, "x", x), vector(name, "y", y));
    }

    /** A dashed line through the points (1, y1), (2, y2), ... */
    public Plot dashed(String name, double[] y) {
        return dashed(name, counting(name, y), y);
    }

    /** A continuous curve through computed points: unlike {@link #line}, it never has markers. */
    public Plot curve(String name, double[] x, double[] y) {
        Values.requirePoints(name, x, y);
        return add(new LineMark(name, x.clone(), y.clone(), LineMark.Style.CURVE));
    }

    /** A continuous curve through computed points; x and y are vectors of shape [n], [n, 1] or [1, n]. */
    public Plot curve(String name, INDArray x, INDArray y) {
        return curve(name, vector(name, "x", x), vector(name, "y", y));
    }

    /** Separate points at x = 1, 2, ...: what belongs to unordered categories, which no line may join. */
    public Plot points(String name, double[] y) {
        return points(name, counting(name, y), y);
    }

    /** A circle, lightly filled: the region that a constraint allows. {@link #equalAxes} makes it round. */
    public Plot circle(String name, double x, double y, double radius) {
        requireFinite(name, x);
        requireFinite(name, y);
        if (!(radius > 0) || !Double.isFinite(radius)) {
            throw new IllegalArgumentException(
                    Values.series(name) + ": the radius must be positive and finite, but is " + radius);
        }
        return add(RegionMark.circle(name, x, y, radius));
    }

    /** A closed shape through corners in their order, lightly filled: a diamond, a triangle. */
    public Plot region(String name, double[] x, double[] y) {
        Values.requirePoints(name, x, y);
        return add(new RegionMark(name, x, y));
    }

    /** Separate points. */
    public Plot points(String name, double[] x, double[] y) {
        Values.requirePoints(name, x, y);
        return add(new PointsMark(name, x.clone(), y.clone()));
    }

    /** Separate points; x and y are vectors of shape [n], [n, 1] or [1, n]. */
    public Plot points(String name, INDArray x, INDArray y) {
        return points(name, vector(name, "x", x), vector(name, "y", y));
    }

    /** The graph of a function between two values of x; where it is not finite, the line has a gap. */
    public Plot function(String name, DoubleUnaryOperator f, double from, double to) {
        Values.finiteRange("the range of the function " + Values.series(name), from, to);
        return add(new FunctionMark(name, f, from, to));
    }

    /** A dashed grey line across the plot at a value of y. */
    public Plot horizontal(String name, double y) {
        requireFinite(name, y);
        return add(new ReferenceMark(name, y, true));
    }

    /** A dashed grey line from bottom to top at a value of x. */
    public Plot vertical(String name, double x) {
        requireFinite(name, x);
        return add(new ReferenceMark(name, x, false));
    }

    /** Fills the area between two curves over the same x. */
    public Plot fill(String name, double[] x, double[] lower, double[] upper) {
        Values.requirePoints(name, x, lower);
        Values.checked(name, upper);
        Values.sameLength(name, "x", x.length, "upper", upper.length);
        Values.requireSomeFinite(name, upper);
        return add(new BandMark(name, x.clone(), lower.clone(), upper.clone()));
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
        Contours contours = new Contours(f, xFrom, xTo, yFrom, yTo);
        double[] shown = levels.length == 0
                ? contours.roundLevels()
                : Arrays.stream(levels).sorted().toArray();
        return add(new ContourMark("", contours, shown, new double[] {xFrom, xTo}, new double[] {yFrom, yTo}));
    }

    /**
     * Level lines in the colour of a series, with a legend entry instead of levels written on them: a decision
     * boundary.
     *
     * @param levels the values of f to draw lines at; 0 without any
     */
    public Plot contour(
            String name, DoubleBinaryOperator f, double xFrom, double xTo, double yFrom, double yTo, double... levels) {
        Contours contours = new Contours(f, xFrom, xTo, yFrom, yTo);
        double[] shown = levels.length == 0 ? new double[] {0} : levels.clone();
        return add(new ContourMark(name, contours, shown, new double[] {xFrom, xTo}, new double[] {yFrom, yTo}));
    }

    /** An arrow from the first point to the second. */
    public Plot arrow(double x0, double y0, double x1, double y1) {
        for (double value : new double[] {x0, y0, x1, y1}) {
            requireFinite("arrow", value);
        }
        return add(new ArrowMark(x0, y0, x1, y1));
    }

    /** A short text beside a point. */
    public Plot label(double x, double y, String text) {
        requireFinite("label '" + text + "'", x);
        requireFinite("label '" + text + "'", y);
        return add(new LabelMark(x, y, text));
    }

    /** The ends of the horizontal axis. */
    double[] xSpan() {
        prepare();
        return x.span(marks, y);
    }

    /** Lets the horizontal axis have the ends that figures beside it have; null for its own. */
    void shareX(double[] span) {
        x.share(span);
    }

    /** Keeps the legend above the data: a live curve's must not jump from corner to corner. */
    Plot legendAbove() {
        legendAlwaysAbove = true;
        return this;
    }

    private Plot add(Mark mark) {
        marks.add(mark);
        return this;
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
        return new Dimension(Theme.WIDTH, Theme.HEIGHT + 18 * Math.max(0, frame.legend.rowsAbove() - 2));
    }

    @Override
    void paint(Graphics2D g, int width, int height) {
        Frame frame = frame(width, height);
        frame.paintBack(g);
        paintMarks(g, frame);
        frame.paintFront(g);
        marks.stream().filter(mark -> mark.layer() == Mark.Layer.POINTS).forEach(mark -> coverPoints(mark, frame));
        marks.stream().sorted(Comparator.comparing(Mark::layer)).forEach(mark -> mark.paintOver(g, frame));
    }

    private static void coverPoints(Mark points, Frame frame) {
        double[] xs = points.xs();
        for (double[] ys : points.ys()) {
            for (int i = 0; i < Math.min(Math.min(xs.length, ys.length), MOST_COVERED); i++) {
                double left = frame.px(xs[i]) - POINT / 2;
                double top = frame.py(ys[i]) - POINT / 2;
                if (Double.isFinite(left) && Double.isFinite(top)) {
                    frame.covered.add(new Rectangle2D.Double(left, top, POINT, POINT));
                }
            }
        }
    }

    private Frame frame(int width, int height) {
        prepare();
        marks.forEach(mark -> {
            x.requirePositive(mark);
            y.requirePositive(mark);
        });
        x.requirePositiveRange();
        y.requirePositiveRange();
        double[] xs = x.span(marks, y);
        double[] ys = y.span(marks, x);
        Frame frame = frame(x.label(), y.label());
        frame.x = x.axis(xs, integersOnly());
        frame.y = y.axis(ys, false);
        frame.legend.inside = !legendAlwaysAbove;
        addLegend(frame.legend);
        if (equalAxes && !x.isLogarithmic() && !y.isLogarithmic()) {
            double aspect = (ys[1] / 2 - ys[0] / 2) / (xs[1] / 2 - xs[0] / 2);
            // Beyond that, equal units would leave a stripe too narrow to see anything.
            frame.aspect = aspect > 1 / MOST_STRETCHED && aspect < MOST_STRETCHED ? aspect : 0;
        }
        frame.layout(width, height, () -> {
            PixelList places = new PixelList();
            marks.forEach(mark -> mark.occupy(places, frame));
            return places.toArray();
        });
        return frame;
    }

    private void prepare() {
        marks.forEach(mark -> mark.prepare(x.isLogarithmic(), y.isLogarithmic()));
    }

    private boolean integersOnly() {
        return marks.stream().noneMatch(mark -> mark.places() == Mark.Places.CONTINUOUS)
                && marks.stream().anyMatch(mark -> mark.places() == Mark.Places.WHOLE);
    }

    /** How each mark looks: its place in the order of colours or of reference lines. */
    private Map<Mark, Mark.Look> looks() {
        boolean severalLines =
                marks.stream().filter(mark -> mark.layer() == Mark.Layer.LINE).count() > 1;
        Map<Mark, Mark.Look> looks = new LinkedHashMap<>();
        Map<String, Integer> byName = new HashMap<>();
        int colours = 0;
        int references = 0;
        for (Mark mark : marks) {
            int index = -1;
            if (mark.numbering() == Mark.Numbering.REFERENCES) {
                index = references++;
            } else if (mark.numbering() == Mark.Numbering.COLOURS) {
                Integer known = mark.name().isEmpty() ? null : byName.get(mark.name());
                index = known == null ? colours++ : known;
                byName.put(mark.name(), index);
            }
            looks.put(mark, new Mark.Look(index, severalLines));
        }
        return looks;
    }

    private void addLegend(Legend legend) {
        Map<String, LegendEntry> entries = new LinkedHashMap<>();
        looks().forEach((mark, look) -> {
            if (!mark.name().isEmpty()) {
                entries.merge(mark.name(), mark.legendEntry(look), LegendEntry::with);
            }
        });
        entries.values().forEach(legend::add);
    }

    private void paintMarks(Graphics2D g, Frame frame) {
        Map<Mark, Mark.Look> looks = looks();
        boolean cutX = x.cuts(marks);
        boolean cutY = y.cuts(marks);
        List<Mark> ordered = new ArrayList<>(marks);
        ordered.sort(Comparator.comparing(Mark::paintedWith));
        SeriesPainter painter = new SeriesPainter(frame);
        boolean isCut = true;
        for (Mark mark : ordered) {
            if (mark.isCut() != isCut && (cutX || cutY)) {
                painter.paint(g, cutX && isCut, cutY && isCut);
                painter = new SeriesPainter(frame);
            }
            isCut = mark.isCut();
            mark.paint(painter, frame, looks.get(mark));
        }
        painter.paint(g, cutX && isCut, cutY && isCut);
        List<double[]> taken = new ArrayList<>();
        for (Mark mark : marks) {
            double[] path = mark.avoidedByNotes(frame);
            for (int i = 0; i < path.length; i += 2) {
                taken.add(new double[] {path[i], path[i + 1]});
            }
        }
        marks.forEach(mark -> mark.paintNotes(g, frame, taken));
    }

    // Text alternative

    @Override
    String sentence() {
        prepare();
        Set<Mark.Layer> layers = marks.stream().map(Mark::layer).collect(Collectors.toSet());
        boolean lines = layers.contains(Mark.Layer.LINE);
        boolean points = layers.contains(Mark.Layer.POINTS);
        String kind = layers.contains(Mark.Layer.CONTOURS)
                ? "Contour plot"
                : lines && points
                        ? "Chart of lines and points"
                        : points ? "Scatter plot" : lines ? "Line chart" : "Chart";
        StringBuilder text = new StringBuilder(called(kind));
        if (x.hasValues(marks)) {
            text.append(": ").append(x.inWords(marks)).append(" against ").append(y.inWords(marks));
        }
        List<String> names = marks.stream()
                .map(Mark::name)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        if (names.size() == 1) {
            text.append("; ").append(names.get(0));
        } else if (!names.isEmpty()) {
            text.append("; series ").append(String.join(", ", names));
        }
        text.append('.');
        int missing = marks.stream().mapToInt(Mark::missing).sum();
        if (missing > 0) {
            text.append(missing == 1 ? " One point that is" : " " + missing + " points that are")
                    .append(" not finite (NaN or infinite) ")
                    .append(missing == 1 ? "is" : "are")
                    .append(" left out.");
        }
        return text.toString();
    }
}
