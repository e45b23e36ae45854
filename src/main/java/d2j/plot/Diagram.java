package d2j.plot;

import d2j.plot.DiagramLayout.Box;
import d2j.plot.DiagramLayout.Skip;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Boxes joined by arrows: a computational graph, or the layers of a network. Boxes stand on a grid of columns (to the
 * right) and rows (downward), and a note may stand above and below each of them.
 *
 * <pre>{@code
 * Diagram.titled("A residual block")
 *         .box("in", 0, 0, "input", "", "64 × 56 × 56")
 *         .box("c1", 1, 0, "3 × 3 conv").box("c2", 2, 0, "3 × 3 conv")
 *         .operation("add", 3, 0, "+")
 *         .chain("in", "c1", "c2", "add")
 *         .skip("in", "add", "identity")
 *         .kind("convolution", "c1", "c2")
 * }</pre>
 *
 * <p>Over 400 lines because boxes, their arrows and what is drawn around them are laid out together.
 */
public final class Diagram extends Figure {

    private static final double LINE = 14;
    private static final double NOTE_GAP = 5;
    private static final int WIDEST = 840;
    /** More columns or rows than this no reader could follow. */
    private static final int MOST_PLACES = 60;

    private record Arrow(String from, String to, String label) {}

    private record Group(String name, List<String> members) {}

    private final Map<String, Box> boxes = new LinkedHashMap<>();
    private final List<Arrow> arrows = new ArrayList<>();
    private final List<Skip> skips = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private final Map<String, List<String>> kinds = new LinkedHashMap<>();
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
        return add(new Box(id, column, row, plain(text), plain(above), plain(below), false));
    }

    /** A small circle with a symbol, such as + or ×, where arrows meet. */
    public Diagram operation(String id, double column, double row, String symbol) {
        return add(new Box(id, column, row, plain(symbol), "", "", true));
    }

    private static String plain(String text) {
        return text == null ? "" : text.strip();
    }

    private Diagram add(Box box) {
        if (!Double.isFinite(box.column()) || !Double.isFinite(box.row())) {
            throw new IllegalArgumentException("box '" + box.id() + "' needs a finite column and row");
        }
        if (boxes.putIfAbsent(box.id(), box) != null) {
            throw new IllegalArgumentException("there is a box '" + box.id() + "' already");
        }
        return this;
    }

    /** Colours boxes of one kind, such as all convolutions, and names the kind in the legend. */
    public Diagram kind(String name, String... ids) {
        kinds.computeIfAbsent(name, it -> new ArrayList<>()).addAll(List.of(ids));
        return this;
    }

    /** A dashed frame around boxes, with a name such as "encoder, 6 times". */
    public Diagram group(String name, String... ids) {
        if (ids.length == 0) {
            throw new IllegalArgumentException("the group '" + name + "' needs at least one box");
        }
        groups.add(new Group(plain(name), List.of(ids)));
        return this;
    }

    /**
     * An arrow from one box to another; the boxes may be added later.
     *
     * @return this figure
     */
    public Diagram arrow(String from, String to) {
        return arrow(from, to, "");
    }

    /** An arrow with a word beside it. */
    public Diagram arrow(String from, String to, String label) {
        arrows.add(new Arrow(from, to, plain(label)));
        return this;
    }

    /** Arrows from each box to the next: the way through a network. */
    public Diagram chain(String... ids) {
        for (int i = 1; i < ids.length; i++) {
            arrow(ids[i - 1], ids[i]);
        }
        return this;
    }

    /** An arrow that leads around the boxes between: a skip connection. */
    public Diagram skip(String from, String to) {
        return skip(from, to, "");
    }

    /** An arrow with a word beside it that leads around the boxes between: over those of a row, else at their right. */
    public Diagram skip(String from, String to, String label) {
        skips.add(new Skip(from, to, plain(label)));
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
        int width = (int) Math.min(WIDEST, Math.max(300, layout(WIDEST).naturalWidth()));
        return new Dimension(width, (int) layout(width).naturalHeight(width));
    }

    private DiagramLayout layout(double width) {
        arrows.forEach(it -> List.of(it.from, it.to).forEach(this::box));
        skips.forEach(it -> List.of(it.from(), it.to()).forEach(this::box));
        groups.forEach(it -> it.members.forEach(this::box));
        kinds.values().forEach(it -> it.forEach(this::box));
        requireFew("columns", boxes.values().stream().mapToDouble(Box::column).toArray());
        requireFew("rows", boxes.values().stream().mapToDouble(Box::row).toArray());
        return new DiagramLayout(boxes.values(), skips, head(width), groups.isEmpty() ? 0 : 12);
    }

    private void requireFew(String what, double[] places) {
        double min = Arrays.stream(places).min().orElse(0);
        double max = Arrays.stream(places).max().orElse(0);
        if (!(max - min <= MOST_PLACES)) {
            throw new IllegalArgumentException(called("diagram") + " has boxes in the " + what + " "
                    + Numbers.brief(min)
                    + " to " + Numbers.brief(max) + ", but there is room for " + MOST_PLACES + " " + what
                    + ": neighbouring boxes stand 1 apart");
        }
    }

    @Override
    void paint(Graphics2D g, int width, int height) {
        DiagramLayout layout = layout(width);
        layout.arrange(width, height);
        double baseline = 26;
        g.setColor(Theme.TEXT);
        for (String line : titleLines(width)) {
            Text.draw(g, Theme.TITLE, line, width / 2.0, baseline, 0.5);
            baseline += Text.lineHeight(Theme.TITLE);
        }
        paintLegend(g, width);
        groups.forEach(group -> paintGroup(g, layout, group));
        for (Arrow arrow : arrows) {
            paintArrow(g, layout.place(arrow.from), layout.place(arrow.to), arrow.label);
        }
        skips.forEach(skip -> paintSkip(g, layout, skip));
        boxes.values().forEach(box -> paintBox(g, layout, box));
    }

    private List<String> titleLines(double width) {
        return Frame.titleLines(title(), width);
    }

    private void paintBox(Graphics2D g, DiagramLayout layout, Box box) {
        Rectangle2D.Double place = layout.place(box.id());
        Shape shape = box.round()
                ? new Ellipse2D.Double(place.x, place.y, place.width, place.height)
                : new RoundRectangle2D.Double(place.x, place.y, place.width, place.height, 10, 10);
        g.setColor(fill(box));
        g.fill(shape);
        g.setColor(Theme.AXIS);
        g.setStroke(Theme.line(1.2));
        g.draw(shape);
        g.setColor(Theme.TEXT);
        double x = place.getCenterX();
        List<String> lines = layout.lines(box);
        double baseline = place.getCenterY() + Text.ascent(Theme.LABEL) / 2 - (lines.size() - 1) * LINE / 2;
        for (String line : lines) {
            Text.draw(g, Theme.LABEL, line, x, baseline, 0.5);
            baseline += LINE;
        }
        note(g, box.above(), x, place.y - NOTE_GAP, Theme.series(0));
        note(
                g,
                box.below(),
                x,
                place.y + place.height + NOTE_GAP + Text.ascent(Theme.NOTE),
                aboveName.isEmpty() && belowName.isEmpty() ? Theme.SOFT_TEXT : Theme.series(1));
    }

    private Color fill(Box box) {
        int index = 0;
        for (List<String> members : kinds.values()) {
            if (members.contains(box.id())) {
                return kindColour(index);
            }
            index++;
        }
        return box.round() ? Theme.CARD : Theme.mix(Theme.CARD, Theme.GRID, 0.7);
    }

    private static Color kindColour(int index) {
        return Theme.mix(Theme.series(index), Theme.CARD, 0.72);
    }

    private void paintGroup(Graphics2D g, DiagramLayout layout, Group group) {
        Rectangle2D.Double around =
                layout.around(group.members.stream().map(this::box).toList());
        g.setColor(Theme.AXIS);
        g.setStroke(Strokes.of(1.1, Theme.DASHED));
        g.draw(new RoundRectangle2D.Double(around.x, around.y, around.width, around.height, 14, 14));
        // On the side that the arrows of its way do not cross.
        boolean high = around.height > around.width;
        String name = Text.shorten(Theme.NOTE, group.name, (high ? around.height : around.width) - 24);
        double length = Text.width(Theme.NOTE, name) + 8;
        AffineTransform saved = g.getTransform();
        g.translate(around.x, around.y + around.height);
        if (high) {
            g.rotate(-Math.PI / 2);
        }
        Text.drawOnPatch(g, Theme.NOTE, name, 12 + length / 2, 0, Theme.SOFT_TEXT);
        g.setTransform(saved);
    }

    private static void paintSkip(Graphics2D g, DiagramLayout layout, Skip skip) {
        double[] way = layout.way(skip);
        int last = way.length - 2;
        double length = Math.hypot(way[last] - way[last - 2], way[last + 1] - way[last - 1]);
        g.setColor(Theme.REFERENCE);
        g.setStroke(Theme.line(1.3));
        g.draw(DiagramLayout.rounded(way, 6));
        if (length > 0) {
            double ux = (way[last] - way[last - 2]) / length;
            double uy = (way[last + 1] - way[last - 1]) / length;
            Arrows.tip(g, way[last], way[last + 1], ux, uy, 8);
        }
        boolean above = way[3] == way[5];
        double x = (way[2] + way[4]) / 2;
        double y = (way[3] + way[5]) / 2;
        double left = above ? x - Text.width(Theme.NOTE, skip.label()) / 2 : x + 5;
        note(g, skip.label(), left, above ? y - 6 : y + Text.ascent(Theme.NOTE) / 2);
    }

    @Override
    String sentence() {
        StringBuilder text = new StringBuilder(called("Diagram"));
        String separator = ": ";
        for (Arrow arrow : arrows) {
            text.append(separator).append(words(arrow.from)).append(" to ").append(words(arrow.to));
            separator = ", ";
        }
        for (Skip skip : skips) {
            text.append(separator)
                    .append(words(skip.from()))
                    .append(" around to ")
                    .append(words(skip.to()));
            separator = ", ";
        }
        return text.append('.').toString();
    }

    private String words(String id) {
        return box(id).text().replaceAll("\\s+", " ");
    }

    private void paintLegend(Graphics2D g, int width) {
        String above = aboveName.isEmpty() ? "" : "above: " + aboveName;
        String below = belowName.isEmpty() ? "" : "below: " + belowName;
        double baseline = titleHeight(width) + 9;
        double gap = above.isEmpty() || below.isEmpty() ? 0 : 16;
        double x = (width - Text.width(Theme.NOTE, above) - gap - Text.width(Theme.NOTE, below)) / 2;
        g.setColor(Theme.series(0));
        Text.draw(g, Theme.NOTE, above, x, baseline, 0);
        g.setColor(Theme.series(1));
        Text.draw(g, Theme.NOTE, below, x + Text.width(Theme.NOTE, above) + gap, baseline, 0);
        paintKinds(g, width);
    }

    private void paintKinds(Graphics2D g, int width) {
        double total = -18;
        for (String name : kinds.keySet()) {
            total += 18 + 18 + Text.width(Theme.NOTE, name);
        }
        double x = Math.max(Theme.PADDING, (width - total) / 2);
        double y = head(width) - 14;
        int index = 0;
        for (String name : kinds.keySet()) {
            g.setColor(kindColour(index++));
            g.fill(new RoundRectangle2D.Double(x, y - 4, 13, 11, 4, 4));
            g.setColor(Theme.TEXT);
            Text.draw(g, Theme.NOTE, name, x + 18, y + 5.5, 0);
            x += 36 + Text.width(Theme.NOTE, name);
        }
    }

    private static void note(Graphics2D g, String text, double x, double y, Color colour) {
        if (!text.isEmpty()) {
            Text.drawWithHalo(g, Theme.NOTE, text, x - Text.width(Theme.NOTE, text) / 2, y, colour);
        }
    }

    private static void note(Graphics2D g, String text, double left, double y) {
        if (!text.isEmpty()) {
            Text.drawWithHalo(g, Theme.NOTE, text, left, y, Theme.SOFT_TEXT);
        }
    }

    /** Draws from edge to edge of the two boxes, along the line between their centres. */
    private static void paintArrow(Graphics2D g, Rectangle2D.Double from, Rectangle2D.Double to, String label) {
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
        Arrows.draw(g, x0, y0, x1, y1, head);
        double lean = Math.abs(ux) > Math.abs(uy) ? Text.width(Theme.NOTE, label) / 2 : -6;
        double rise = Math.abs(ux) > Math.abs(uy) ? 5 : -Text.ascent(Theme.NOTE) / 2;
        note(g, label, (x0 + x1) / 2 - lean, (y0 + y1) / 2 - rise);
    }

    /** The distance from a box's centre to its edge in the direction (ux, uy). */
    private static double edge(Rectangle2D.Double box, double ux, double uy) {
        double across = ux == 0 ? Double.POSITIVE_INFINITY : box.width / 2 / Math.abs(ux);
        double along = uy == 0 ? Double.POSITIVE_INFINITY : box.height / 2 / Math.abs(uy);
        return Math.min(across, along);
    }

    private Box box(String id) {
        Box box = boxes.get(id);
        if (box == null) {
            throw new IllegalArgumentException(
                    "an arrow leads to or from the box '" + id + "', which is not in the diagram");
        }
        return box;
    }

    private double titleHeight(double width) {
        int lines = title().isEmpty() ? 0 : titleLines(width).size();
        return lines == 0 ? Theme.PADDING : 36 + (lines - 1) * Text.lineHeight(Theme.TITLE);
    }

    private double head(double width) {
        return titleHeight(width) + (aboveName.isEmpty() && belowName.isEmpty() ? 0 : 18) + (kinds.isEmpty() ? 0 : 22);
    }
}
