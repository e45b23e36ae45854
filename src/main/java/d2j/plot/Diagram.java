package d2j.plot;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Boxes joined by arrows: a computational graph, or the layers of a network. Boxes stand on a grid of columns (to the
 * right) and rows (downward), and a note may stand above and below each of them.
 *
 * <pre>{@code
 * Diagram.titled("A product").notes("value", "gradient")
 *         .box("x", 0, 0, "x", "3", "-4")
 *         .box("y", 0, 1, "y", "-4", "3")
 *         .box("f", 1, 0.5, "×", "-12", "1")
 *         .arrow("x", "f").arrow("y", "f")
 * }</pre>
 */
public final class Diagram extends Figure {

    private static final double BOX_HEIGHT = 24;
    private static final double COLUMN = 98;
    private static final double ROW = 66;
    private static final double NOTE_GAP = 5;

    private record Box(double column, double row, String text, String above, String below) {}

    private record Arrow(String from, String to) {}

    private final Map<String, Box> boxes = new LinkedHashMap<>();
    private final List<Arrow> arrows = new ArrayList<>();
    private String aboveName = "";
    private String belowName = "";

    private Diagram(String title) {
        super(title);
    }

    /** A diagram without boxes yet. */
    public static Diagram titled(String title) {
        return new Diagram(title);
    }

    /** Says in a legend what the notes above and below the boxes are. */
    public Diagram notes(String above, String below) {
        aboveName = above == null ? "" : above;
        belowName = below == null ? "" : below;
        return this;
    }

    /** A box without notes. */
    public Diagram box(String id, double column, double row, String text) {
        return box(id, column, row, text, "", "");
    }

    /**
     * A box.
     *
     * @param id     by which arrows find it
     * @param column where it stands, from left to right; fractions are allowed
     * @param row    where it stands, from top to bottom; fractions are allowed
     * @param text   what it says
     * @param above  the note above it, empty for none
     * @param below  the note below it, empty for none
     * @throws IllegalArgumentException if there is a box of this id already
     */
    public Diagram box(String id, double column, double row, String text, String above, String below) {
        if (!Double.isFinite(column) || !Double.isFinite(row)) {
            throw new IllegalArgumentException("box '" + id + "' needs a finite column and row");
        }
        if (boxes.putIfAbsent(id, new Box(column, row, text, above, below)) != null) {
            throw new IllegalArgumentException("there is a box '" + id + "' already");
        }
        return this;
    }

    /**
     * An arrow from one box to another; the boxes may be added later.
     *
     * @return this figure
     */
    public Diagram arrow(String from, String to) {
        arrows.add(new Arrow(from, to));
        return this;
    }

    @Override
    public Diagram size(int width, int height) {
        super.size(width, height);
        return this;
    }

    @Override
    public Diagram describe(String alternativeText) {
        super.describe(alternativeText);
        return this;
    }

    @Override
    Dimension naturalSize() {
        double columns = last(true) - first(true) + 1;
        double rows = last(false) - first(false) + 1;
        int width = (int) Math.min(840, Math.max(300, 2 * Theme.PADDING + columns * COLUMN));
        return new Dimension(width, (int) (head() + rows * ROW + Theme.PADDING));
    }

    @Override
    void paint(Graphics2D g, int width, int height) {
        g.setColor(Theme.TEXT);
        Text.draw(g, Theme.TITLE, title(), width / 2.0, 26, 0.5);
        paintLegend(g, width);
        double cell = (width - 2.0 * Theme.PADDING) / (last(true) - first(true) + 1);
        double line = (height - head() - Theme.PADDING) / (last(false) - first(false) + 1);
        for (Arrow arrow : arrows) {
            paintArrow(g, place(box(arrow.from), cell, line), place(box(arrow.to), cell, line));
        }
        for (Box box : boxes.values()) {
            RoundRectangle2D.Double place = place(box, cell, line);
            g.setColor(Theme.mix(Theme.CARD, Theme.GRID, 0.7));
            g.fill(place);
            g.setColor(Theme.AXIS);
            g.setStroke(Theme.line(1.2));
            g.draw(place);
            g.setColor(Theme.TEXT);
            double x = place.getCenterX();
            double bottom = place.y + place.height;
            Text.draw(g, Theme.LABEL, box.text, x, place.getCenterY() + Text.ascent(Theme.LABEL) / 2, 0.5);
            note(g, box.above, x, place.y - NOTE_GAP, Theme.series(0));
            note(g, box.below, x, bottom + NOTE_GAP + Text.ascent(Theme.NOTE), Theme.series(1));
        }
    }

    @Override
    String sentence() {
        StringBuilder text = new StringBuilder(called("Diagram"));
        String separator = ": ";
        for (Arrow arrow : arrows) {
            text.append(separator).append(box(arrow.from).text).append(" to ").append(box(arrow.to).text);
            separator = ", ";
        }
        return text.append('.').toString();
    }

    private void paintLegend(Graphics2D g, int width) {
        String above = aboveName.isEmpty() ? "" : "above: " + aboveName;
        String below = belowName.isEmpty() ? "" : "below: " + belowName;
        double gap = above.isEmpty() || below.isEmpty() ? 0 : 16;
        double x = (width - Text.width(Theme.NOTE, above) - gap - Text.width(Theme.NOTE, below)) / 2;
        g.setColor(Theme.series(0));
        Text.draw(g, Theme.NOTE, above, x, 45, 0);
        g.setColor(Theme.series(1));
        Text.draw(g, Theme.NOTE, below, x + Text.width(Theme.NOTE, above) + gap, 45, 0);
    }

    private static void note(Graphics2D g, String text, double x, double y, Color colour) {
        if (text != null && !text.isEmpty()) {
            Text.drawWithHalo(g, Theme.NOTE, text, x - Text.width(Theme.NOTE, text) / 2, y, colour);
        }
    }

    /** Draws from edge to edge of the two boxes, along the line between their centres. */
    private static void paintArrow(Graphics2D g, RoundRectangle2D.Double from, RoundRectangle2D.Double to) {
        double dx = to.getCenterX() - from.getCenterX();
        double dy = to.getCenterY() - from.getCenterY();
        double length = Math.hypot(dx, dy);
        if (length < 1) {
            return;
        }
        double ux = dx / length;
        double uy = dy / length;
        double begin = edge(from, ux, uy) + 2;
        double end = length - edge(to, ux, uy) - 2;
        if (end <= begin) {
            return;
        }
        double x0 = from.getCenterX() + begin * ux;
        double y0 = from.getCenterY() + begin * uy;
        double x1 = from.getCenterX() + end * ux;
        double y1 = from.getCenterY() + end * uy;
        double head = Math.min(8, end - begin);
        g.setColor(Theme.REFERENCE);
        g.setStroke(Theme.line(1.3));
        g.draw(new Line2D.Double(x0, y0, x1 - ux * head * 0.8, y1 - uy * head * 0.8));
        Path2D.Double tip = new Path2D.Double();
        tip.moveTo(x1, y1);
        tip.lineTo(x1 - ux * head - uy * head * 0.42, y1 - uy * head + ux * head * 0.42);
        tip.lineTo(x1 - ux * head + uy * head * 0.42, y1 - uy * head - ux * head * 0.42);
        tip.closePath();
        g.fill(tip);
    }

    /** The distance from a box's centre to its edge in the direction (ux, uy). */
    private static double edge(RoundRectangle2D.Double box, double ux, double uy) {
        double across = ux == 0 ? Double.POSITIVE_INFINITY : box.width / 2 / Math.abs(ux);
        double along = uy == 0 ? Double.POSITIVE_INFINITY : box.height / 2 / Math.abs(uy);
        return Math.min(across, along);
    }

    private RoundRectangle2D.Double place(Box box, double cell, double line) {
        double width = Math.max(30, Text.width(Theme.LABEL, box.text) + 14);
        double x = Theme.PADDING + (box.column - first(true) + 0.5) * cell;
        double y = head() + (box.row - first(false) + 0.5) * line;
        return new RoundRectangle2D.Double(x - width / 2, y - BOX_HEIGHT / 2, width, BOX_HEIGHT, 10, 10);
    }

    private Box box(String id) {
        Box box = boxes.get(id);
        if (box == null) {
            throw new IllegalArgumentException(
                    "an arrow leads to or from the box '" + id + "', which is not in the diagram");
        }
        return box;
    }

    private double head() {
        return (title().isEmpty() ? Theme.PADDING : 36) + (aboveName.isEmpty() && belowName.isEmpty() ? 0 : 18);
    }

    private double first(boolean column) {
        return boxes.values().stream()
                .mapToDouble(box -> column ? box.column : box.row)
                .min()
                .orElse(0);
    }

    private double last(boolean column) {
        return boxes.values().stream()
                .mapToDouble(box -> column ? box.column : box.row)
                .max()
                .orElse(0);
    }
}
