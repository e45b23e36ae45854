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
     * written, which the text alternative says.
     *
     * @throws IllegalArgumentException if the format is not one for a single number with a decimal point
     */
    public HeatMap showValues(String format) {
        this.format = Numbers.checkedFormat("showValues", format);
        return this;
    }

    /** The values of the colour scale's ends; a range centred on 0 takes the diverging colours. */
    public HeatMap range(double min, double max) {
        range = Axis.range("the heat map's range", min, max);
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
        if (Axis.isOneValue(min, max)) {
            // As wide as rounding lets it be seen: 0.5 is nothing beside 1e17.
            double half = Math.max(0.5, 0.1 * Math.max(Math.abs(min), Math.abs(max)));
            half = Math.max(Math.abs(min), Math.abs(max)) < 1e6 ? 0.5 : half;
            return new double[] {Axis.finite(min - half), Axis.finite(max + half)};
        }
        return new double[] {min, max};
    }

    private static ColourMap colours(double[] scale) {
        boolean centred = Math.abs(scale[0] + scale[1]) < 1e-9 * scale[1] - 1e-9 * scale[0];
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
        ColourBar bar = new ColourBar(scale, colours);
        Frame frame = frame(width, height, bar);
        frame.paintBack(g);
        if (HeatRaster.suits(rows(), columns(), frame.plot())) {
            HeatRaster.paint(g, frame.plot(), values, value -> colour(value, scale, colours));
        } else {
            paintCells(g, frame, scale, colours);
        }
        frame.paintFront(g);
        bar.paint(g, frame.plot());
    }

    private Frame frame(int width, int height, ColourBar bar) {
        Frame frame = frame(xLabel, yLabel);
        frame.x = new Axis.Categories(names("column", columnNames, columns()), false);
        frame.y = new Axis.Categories(names("row", rowNames, rows()), true);
        frame.xGrid = false;
        frame.yGrid = false;
        frame.right = bar.width();
        double ratio = rows() / (double) columns();
        if (ratio > 0.3 && ratio < 3) {
            frame.aspect = ratio;
        }
        frame.layout(width, height, () -> new double[0]);
        return frame;
    }

    /** A value's colour; what is not a number is left as light as the card, and what is infinite is grey. */
    private static Color colour(double value, double[] scale, ColourMap colours) {
        if (Double.isNaN(value)) {
            return Theme.CARD;
        }
        return Double.isInfinite(value)
                ? value > 0 ? Theme.INFINITE : Theme.MINUS_INFINITE
                : colours.at(Values.share(scale[0], scale[1], value));
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
                Color colour = colour(value, scale, colours);
                g.setColor(colour);
                g.fill(new Rectangle2D.Double(left, top, right - left, bottom - top));
                if (Double.isNaN(value)) {
                    g.setColor(Theme.AXIS);
                    g.setStroke(new BasicStroke(1));
                    g.draw(new Line2D.Double(left, bottom, right, top));
                } else if (write || Double.isInfinite(value)) {
                    String text = Double.isInfinite(value) ? Numbers.infinity(value > 0) : text(value);
                    g.setColor(ColourMap.contrasting(colour));
                    if (write
                            || Text.width(Theme.TICK, text) < right - left && Text.ascent(Theme.TICK) < bottom - top) {
                        double baseline = (top + bottom) / 2 + Text.ascent(Theme.TICK) / 2;
                        Text.draw(g, Theme.TICK, text, (left + right) / 2, baseline, 0.5);
                    }
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
        // Small cells are refused before millions of values are formatted.
        if (Text.ascent(Theme.TICK) + 3 > cellHeight || Text.width(Theme.TICK, "0") + 2 > cellWidth) {
            return false;
        }
        double widest = Arrays.stream(values)
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .map(value -> Text.width(Theme.TICK, text(value)))
                .max()
                .orElse(0);
        return widest + 2 <= cellWidth;
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
        if (format != null && Fonts.problem().isEmpty()) {
            Dimension size = dimension();
            double[] scale = scale();
            if (!fits(frame(size.width, size.height, new ColourBar(scale, colours(scale))))) {
                text.append(" The values are not written, since they do not fit into the cells.");
            }
        }
        return text.toString();
    }
}
