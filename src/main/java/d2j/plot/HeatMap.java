package d2j.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A matrix as coloured cells with a colour scale: viridis, or blue through white to red where the range is centred on
 * 0. Row 0 is at the top, as matrices are written.
 *
 * <pre>{@code
 * HeatMap.titled("Confusion").xLabel("predicted").yLabel("true")
 *     .values(counts).columnNames(classes).rowNames(classes).showValues("%.0f")
 * }</pre>
 */
public final class HeatMap extends Figure {

    private static final double BAR_WIDTH = 14;
    private static final double BAR_GAP = 14;

    private double[][] values;
    private String xLabel = "";
    private String yLabel = "";
    private List<String> columnNames = List.of();
    private List<String> rowNames = List.of();
    private String format;
    private double[] range;

    private HeatMap(String title) {
        super(title);
    }

    /** A heat map with a title; empty for none. */
    public static HeatMap titled(String title) {
        return new HeatMap(title);
    }

    /** Names the columns' axis. */
    public HeatMap xLabel(String label) {
        xLabel = label == null ? "" : label;
        return this;
    }

    /** Names the rows' axis. */
    public HeatMap yLabel(String label) {
        yLabel = label == null ? "" : label;
        return this;
    }

    /**
     * The matrix, by rows.
     *
     * @throws IllegalArgumentException if it is empty, its rows differ in length, or no value is finite
     */
    public HeatMap values(double[][] values) {
        if (values == null || values.length == 0 || values[0].length == 0) {
            throw new IllegalArgumentException("the heat map's matrix is empty");
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i].length != values[0].length) {
                throw new IllegalArgumentException("row 0 of the heat map's matrix has " + values[0].length
                        + " values but row " + i
                        + " has " + values[i].length);
            }
        }
        this.values = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
        Values.requireSomeFinite(
                "heat map",
                Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray());
        return this;
    }

    /** The matrix, of shape [rows, columns]. */
    public HeatMap values(INDArray values) {
        return values(Values.matrix("the heat map's array", values));
    }

    /** Names the columns from left to right; without names they are numbered from 0. */
    public HeatMap columnNames(String... names) {
        columnNames = List.of(names);
        return this;
    }

    /** Names the columns from left to right. */
    public HeatMap columnNames(List<String> names) {
        columnNames = List.copyOf(names);
        return this;
    }

    /** Names the rows from top to bottom; without names they are numbered from 0. */
    public HeatMap rowNames(String... names) {
        rowNames = List.of(names);
        return this;
    }

    /** Names the rows from top to bottom. */
    public HeatMap rowNames(List<String> names) {
        rowNames = List.copyOf(names);
        return this;
    }

    /**
     * Writes each value into its cell, formatted as with {@code %.2f}. Values that do not fit their cells are not
     * written.
     */
    public HeatMap showValues(String format) {
        String.format(Locale.ROOT, format, 0.0);
        this.format = format;
        return this;
    }

    /** The values of the colour scale's ends; a range centred on 0 takes the diverging colours. */
    public HeatMap range(double min, double max) {
        Values.finiteRange("the heat map's range", min, max);
        range = new double[] {min, max};
        return this;
    }

    @Override
    public HeatMap size(int width, int height) {
        super.size(width, height);
        return this;
    }

    @Override
    public HeatMap describe(String alternativeText) {
        super.describe(alternativeText);
        return this;
    }

    private int rows() {
        return values.length;
    }

    private int columns() {
        return values[0].length;
    }

    private void requireValues() {
        if (values == null) {
            throw new IllegalStateException(called("heat map") + " has no values: call values(...) first");
        }
    }

    private double[] scale() {
        if (range != null) {
            return range;
        }
        double[] finite = Arrays.stream(values)
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .toArray();
        double min = Arrays.stream(finite).min().orElse(0);
        double max = Arrays.stream(finite).max().orElse(1);
        return min < max ? new double[] {min, max} : new double[] {min - 0.5, max + 0.5};
    }

    private static ColourMap colours(double[] scale) {
        boolean centred = Math.abs(scale[0] + scale[1]) < 1e-9 * (scale[1] - scale[0]);
        return centred ? ColourMap.DIVERGING : ColourMap.SEQUENTIAL;
    }

    private static List<String> names(String which, List<String> names, int count) {
        if (names.isEmpty()) {
            return IntStream.range(0, count).mapToObj(Integer::toString).toList();
        }
        if (names.size() != count) {
            throw new IllegalArgumentException(
                    "there are " + names.size() + " " + which + " names but " + count + " " + which + "s");
        }
        return names;
    }

    @Override
    int fewestColours() {
        return 96;
    }

    @Override
    Dimension naturalSize() {
        requireValues();
        // Cells as square as the column's width allows.
        double cell = Math.max(4, Math.min(46, 440.0 / columns()));
        double high = Math.max(120, Math.min(520, rows() * Math.min(cell, 46)));
        double wide = Math.max(160, columns() * cell);
        return new Dimension((int) Math.min(Theme.WIDTH + 60, Math.max(300, wide + 170)), (int) high + 110);
    }

    @Override
    void paint(Graphics2D g, int width, int height) {
        requireValues();
        double[] scale = scale();
        ColourMap colours = colours(scale);
        Axis.Linear barAxis = new Axis.Linear(scale[0], scale[1], false);
        List<Tick> barTicks = barAxis.ticks(6);
        double barLabels = barTicks.stream()
                .mapToDouble(tick -> Text.width(Theme.TICK, tick.label()))
                .max()
                .orElse(0);
        if (barAxis.factorExponent() != 0) {
            barLabels = Math.max(
                    barLabels, Text.width(Theme.TICK, TickLabel.power("×", barAxis.factorExponent())) - BAR_WIDTH);
        }
        Frame frame = frame(xLabel, yLabel);
        frame.x = new Axis.Categories(names("column", columnNames, columns()), false);
        frame.y = new Axis.Categories(names("row", rowNames, rows()), true);
        frame.xGrid = false;
        frame.yGrid = false;
        frame.right = BAR_GAP + BAR_WIDTH + 8 + barLabels;
        double ratio = rows() / (double) columns();
        if (ratio > 0.3 && ratio < 3) {
            frame.aspect = ratio;
        }
        frame.layout(width, height, () -> new double[0]);
        frame.paintBack(g);
        paintCells(g, frame, scale, colours);
        frame.paintFront(g);
        paintBar(g, frame.plot(), barAxis, barTicks, colours);
    }

    private void paintCells(Graphics2D g, Frame frame, double[] scale, ColourMap colours) {
        boolean write = format != null && fits(frame);
        for (int i = 0; i < rows(); i++) {
            for (int j = 0; j < columns(); j++) {
                double left = Frame.sharp(frame.px(j));
                double right = Frame.sharp(frame.px(j + 1));
                double top = Frame.sharp(frame.py(i));
                double bottom = Frame.sharp(frame.py(i + 1));
                double value = values[i][j];
                Rectangle2D.Double cell = new Rectangle2D.Double(left, top, right - left, bottom - top);
                Color colour =
                        Double.isNaN(value) ? Theme.CARD : colours.at((value - scale[0]) / (scale[1] - scale[0]));
                g.setColor(colour);
                g.fill(cell);
                if (Double.isNaN(value)) {
                    g.setColor(Theme.AXIS);
                    g.setStroke(new BasicStroke(1));
                    g.draw(new Line2D.Double(left, bottom, right, top));
                } else if (write) {
                    g.setColor(ColourMap.contrasting(colour));
                    Text.draw(
                            g,
                            Theme.TICK,
                            text(value),
                            (left + right) / 2,
                            (top + bottom) / 2 + Text.ascent(Theme.TICK) / 2,
                            0.5);
                }
            }
        }
    }

    private String text(double value) {
        return Numbers.minus(String.format(Locale.ROOT, format, value));
    }

    /** Values that do not fit their cells are left out rather than written over each other. */
    private boolean fits(Frame frame) {
        double cellWidth = frame.plot().width / columns();
        double cellHeight = frame.plot().height / rows();
        double widest = Arrays.stream(values)
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .map(value -> Text.width(Theme.TICK, text(value)))
                .max()
                .orElse(0);
        return widest + 2 <= cellWidth && Text.ascent(Theme.TICK) + 3 <= cellHeight;
    }

    private static void paintBar(
            Graphics2D g, Rectangle2D.Double plot, Axis.Linear axis, List<Tick> ticks, ColourMap colours) {
        double x = plot.x + plot.width + BAR_GAP;
        int steps = (int) (plot.height * Theme.RESOLUTION);
        for (int i = 0; i < steps; i++) {
            g.setColor(colours.at(1 - (i + 0.5) / steps));
            g.fill(new Rectangle2D.Double(
                    x, plot.y + i / (double) Theme.RESOLUTION, BAR_WIDTH, 1.0 / Theme.RESOLUTION));
        }
        g.setStroke(new BasicStroke(1));
        g.setColor(Theme.AXIS);
        g.draw(new Rectangle2D.Double(x, plot.y, BAR_WIDTH, plot.height));
        double right = x + BAR_WIDTH;
        for (Tick tick : ticks) {
            double y = plot.y + plot.height * (1 - axis.at(tick.value()));
            g.setColor(Theme.AXIS);
            g.draw(new Line2D.Double(right, Frame.sharp(y), right + 3, Frame.sharp(y)));
            g.setColor(Theme.SOFT_TEXT);
            Text.draw(g, Theme.TICK, tick.label(), right + 6, y + Text.ascent(Theme.TICK) / 2, 0);
        }
        if (axis.factorExponent() != 0) {
            Text.draw(g, Theme.TICK, TickLabel.power("×", axis.factorExponent()), x, plot.y - 7, 0);
        }
    }

    @Override
    String sentence() {
        requireValues();
        double[] finite = Arrays.stream(values)
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .toArray();
        StringBuilder text = new StringBuilder(called("Heat map"))
                .append(": ")
                .append(rows())
                .append(rows() == 1 ? " row" : " rows")
                .append(yLabel.isBlank() ? "" : " (" + yLabel + ")")
                .append(" by ")
                .append(columns())
                .append(columns() == 1 ? " column" : " columns")
                .append(xLabel.isBlank() ? "" : " (" + xLabel + ")")
                .append(", values from ")
                .append(Numbers.significant(Arrays.stream(finite).min().orElse(0), 3))
                .append(" to ")
                .append(Numbers.significant(Arrays.stream(finite).max().orElse(0), 3))
                .append('.');
        int missing = rows() * columns() - finite.length;
        if (missing > 0) {
            text.append(' ')
                    .append(missing)
                    .append(missing == 1 ? " cell is" : " cells are")
                    .append(" not finite (NaN or infinite).");
        }
        return text.toString();
    }
}
