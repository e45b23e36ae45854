package d2j.plot;

import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the boxes of a diagram stand, and the ways of arrows that lead around them. */
final class DiagramLayout {

    /** A box as its diagram describes it. */
    record Box(String id, double column, double row, String text, String above, String below, boolean round) {}

    /** An arrow around the boxes between two others. */
    record Skip(String from, String to, String label) {}

    private static final double BOX_HEIGHT = 24;
    private static final double LINE = 14;
    private static final double COLUMN = 98;
    private static final double ROW = 66;
    private static final double BETWEEN = 26;
    private static final double NOTE = 17;
    private static final double SKIP_STEP = 16;
    private static final double WIDEST_TEXT = 150;
    private static final double MARGIN = 14;
    private static final double CORNER = 9;

    private final Collection<Box> boxes;
    private final List<Skip> skips;
    private final double firstColumn;
    private final double firstRow;
    private final double columns;
    private final double rows;
    private final double head;
    private final double rim;
    private double cell;
    private double line;
    private final Map<String, Rectangle2D.Double> places = new HashMap<>();

    /**
     * @param head the pixels above all boxes, for title and legend
     * @param rim  the pixels kept free around all boxes, for frames around groups
     */
    DiagramLayout(Collection<Box> boxes, List<Skip> skips, double head, double rim) {
        this.boxes = boxes;
        this.skips = skips;
        this.head = head;
        this.rim = rim;
        firstColumn = boxes.stream().mapToDouble(Box::column).min().orElse(0);
        firstRow = boxes.stream().mapToDouble(Box::row).min().orElse(0);
        columns = boxes.stream().mapToDouble(Box::column).max().orElse(0) - firstColumn + 1;
        rows = boxes.stream().mapToDouble(Box::row).max().orElse(0) - firstRow + 1;
    }

    private static List<String> lines(Box box, double width) {
        return box.text
                .lines()
                .flatMap(it -> Text.wrap(Theme.LABEL, it, width, 3).stream())
                .toList();
    }

    private static double textWidth(Box box, double most) {
        return lines(box, most).stream()
                .mapToDouble(it -> Text.width(Theme.LABEL, it))
                .max()
                .orElse(0);
    }

    private static double noteWidth(Box box) {
        return Math.max(Text.width(Theme.NOTE, box.above), Text.width(Theme.NOTE, box.below));
    }

    private static double height(Box box, double width) {
        return BOX_HEIGHT + (Math.max(1, lines(box, width).size()) - 1) * LINE;
    }

    /** The pixels that arrows around boxes need above the boxes, or at their right. */
    private double skipRoom(boolean above) {
        double room = 0;
        for (Skip skip : skips) {
            if (isAcross(skip) == above) {
                double label = skip.label.isEmpty() ? 0 : above ? 10 : Text.width(Theme.NOTE, skip.label) + 6;
                room = Math.max(room, (above ? 0 : 12) + SKIP_STEP * (level(skip) + 1) + label);
            }
        }
        return room;
    }

    double naturalWidth() {
        double widest = boxes.stream()
                .mapToDouble(it -> Math.max(textWidth(it, WIDEST_TEXT) + 14, noteWidth(it)))
                .max()
                .orElse(0);
        return 2 * (Theme.PADDING + rim) + columns * Math.max(COLUMN, widest + BETWEEN) + skipRoom(false);
    }

    /** The height that suits a width, in which texts may take several lines. */
    double naturalHeight(double width) {
        cell = cell(width);
        double highest = boxes.stream()
                .mapToDouble(it -> height(it, mostText()) + (it.above.isEmpty() && it.below.isEmpty() ? 0 : NOTE))
                .max()
                .orElse(0);
        return head + 2 * rim + rows * Math.max(ROW, highest + BETWEEN - 1) + Theme.PADDING + skipRoom(true);
    }

    void arrange(double width, double height) {
        cell = cell(width);
        line = (height - head - 2 * rim - Theme.PADDING - skipRoom(true)) / rows;
        for (Box box : boxes) {
            double x = Theme.PADDING + rim + (box.column - firstColumn + 0.5) * cell;
            double y = head + rim + skipRoom(true) + (box.row - firstRow + 0.5) * line;
            double wide = box.round ? BOX_HEIGHT : Math.max(30, textWidth(box, mostText()) + 14);
            double high = box.round ? BOX_HEIGHT : height(box, mostText());
            places.put(box.id, new Rectangle2D.Double(x - wide / 2, y - high / 2, wide, high));
        }
    }

    private double cell(double width) {
        return (width - 2.0 * (Theme.PADDING + rim) - skipRoom(false)) / columns;
    }

    private double mostText() {
        return Math.max(20, Math.min(WIDEST_TEXT, cell - BETWEEN));
    }

    /** The lines of a box's text as they fit into its column. */
    List<String> lines(Box box) {
        return lines(box, mostText());
    }

    Rectangle2D.Double place(String id) {
        return places.get(id);
    }

    /** A rectangle around boxes, their notes, and the arrows beside them. */
    Rectangle2D.Double around(Collection<Box> some) {
        List<String> ids = some.stream().map(Box::id).toList();
        Rectangle2D.Double all = null;
        for (Box box : some) {
            Rectangle2D place = withNotes(box);
            all = all == null ? (Rectangle2D.Double) place : (Rectangle2D.Double) all.createUnion(place);
        }
        for (Skip skip : skips) {
            boolean both = ids.contains(skip.from) && ids.contains(skip.to);
            boolean beside = !isAcross(skip) && (ids.contains(skip.from) || ids.contains(skip.to));
            if (both || beside) {
                // The middle of its way, which runs along the frame.
                double[] way = way(skip);
                double x = Math.max(all.x, way[4]);
                double y = Math.max(all.y, Math.min(all.y + all.height, way[5]));
                all.add(both ? way[4] : x, both ? way[5] : y);
            }
        }
        return new Rectangle2D.Double(all.x - 10, all.y - 10, all.width + 20, all.height + 20);
    }

    private Rectangle2D.Double withNotes(Box box) {
        Rectangle2D.Double place = places.get(box.id);
        double above = box.above.isEmpty() ? 0 : NOTE;
        double below = box.below.isEmpty() ? 0 : NOTE;
        double wide = Math.max(place.width, noteWidth(box));
        return new Rectangle2D.Double(
                place.getCenterX() - wide / 2, place.y - above, wide, place.height + above + below);
    }

    private Box box(String id) {
        return boxes.stream().filter(it -> it.id.equals(id)).findFirst().orElseThrow();
    }

    /** Whether an arrow leads along a row, and so over the boxes between; else it passes them at their right. */
    private boolean isAcross(Skip skip) {
        Box from = box(skip.from);
        Box to = box(skip.to);
        return Math.abs(to.column - from.column) >= Math.abs(to.row - from.row);
    }

    private double[] span(Skip skip) {
        boolean across = isAcross(skip);
        double a = across ? box(skip.from).column : box(skip.from).row;
        double b = across ? box(skip.to).column : box(skip.to).row;
        return new double[] {Math.min(a, b), Math.max(a, b)};
    }

    /** How many shorter arrows of its direction lie under an arrow. */
    private int level(Skip skip) {
        double[] span = span(skip);
        return (int) skips.stream()
                .filter(it -> it != skip && isAcross(it) == isAcross(skip))
                .filter(it -> {
                    double[] other = span(it);
                    boolean overlaps = other[0] < span[1] && span[0] < other[1];
                    double longer = (span[1] - span[0]) - (other[1] - other[0]);
                    return overlaps && (longer > 0 || longer == 0 && skips.indexOf(it) < skips.indexOf(skip));
                })
                .count();
    }

    /** The way of an arrow around boxes: its corners, the first at one box and the last at the other. */
    double[] way(Skip skip) {
        Rectangle2D.Double from = places.get(skip.from);
        Rectangle2D.Double to = places.get(skip.to);
        double[] span = span(skip);
        double offset = MARGIN + SKIP_STEP * level(skip) + (isAcross(skip) && rim > 0 ? 6 : 0);
        if (isAcross(skip)) {
            double low = Math.min(box(skip.from).row, box(skip.to).row);
            double top = boxes.stream()
                    .filter(it -> it.column >= span[0] && it.column <= span[1] && it.row >= low - 0.75)
                    .map(this::withNotes)
                    .mapToDouble(it -> it.y)
                    .min()
                    .orElse(from.y);
            double y = top - offset;
            double direction = Math.signum(to.getCenterX() - from.getCenterX());
            double out = from.getCenterX() + direction * aside(skip.from);
            double in = to.getCenterX() - direction * aside(skip.to);
            return new double[] {out, from.y - 2, out, y, in, y, in, to.y - 2};
        }
        double left = Math.min(box(skip.from).column, box(skip.to).column);
        double edge = boxes.stream()
                .filter(it -> it.row >= span[0] && it.row <= span[1] && it.column <= left + 0.75)
                .map(this::withNotes)
                .max(Comparator.comparingDouble(it -> it.x + it.width))
                .map(it -> it.x + it.width)
                .orElse(from.x + from.width);
        double x = edge + offset;
        double direction = Math.signum(to.getCenterY() - from.getCenterY());
        double out = from.getCenterY() + direction * aside(skip.from);
        double in = to.getCenterY() - direction * aside(skip.to);
        return new double[] {from.x + from.width + 2, out, x, out, x, in, to.x + to.width + 2, in};
    }

    /** How far from a box's middle arrows around begin and end, so that those of one box do not run over each other. */
    private double aside(String id) {
        return box(id).round ? 0 : 6;
    }

    /** A line through corners that are rounded, which ends a little before the last one. */
    static Path2D.Double rounded(double[] corners, double shorter) {
        Path2D.Double path = new Path2D.Double();
        path.moveTo(corners[0], corners[1]);
        int last = corners.length - 2;
        for (int i = 2; i < last; i += 2) {
            double[] before = towards(corners, i, i - 2, CORNER);
            double[] after = towards(corners, i, i + 2, CORNER);
            path.lineTo(before[0], before[1]);
            path.quadTo(corners[i], corners[i + 1], after[0], after[1]);
        }
        double[] end = towards(corners, last, last - 2, shorter);
        path.lineTo(end[0], end[1]);
        return path;
    }

    private static double[] towards(double[] corners, int from, int to, double distance) {
        double dx = corners[to] - corners[from];
        double dy = corners[to + 1] - corners[from + 1];
        double length = Math.hypot(dx, dy);
        double share = length == 0 ? 0 : Math.min(0.5, distance / length);
        return new double[] {corners[from] + share * dx, corners[from + 1] + share * dy};
    }
}
