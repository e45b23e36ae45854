package d2j.plot;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** The legend of a figure with axes: in a corner that covers no data, else in rows above them. */
final class Legend {

    private static final double ROW = 18;
    private static final double GAP = 6;
    private static final double SPACING = 16;

    /** Whether it may stand inside of the data's area. */
    boolean inside = true;

    private final List<LegendEntry> entries = new ArrayList<>();
    private Rectangle2D.Double box;
    private List<List<LegendEntry>> rows = List.of();
    private boolean isInside;
    /** The width of all entries where they stand in columns, else 0. */
    private double column;

    void add(LegendEntry entry) {
        entries.add(entry);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    void clearPlace() {
        box = null;
        rows = List.of();
    }

    private static double width(LegendEntry entry) {
        return LegendEntry.SAMPLE_WIDTH + GAP + Text.width(Theme.NOTE, entry.name());
    }

    /** Tries the corners and edges of the data's area, and takes the first that covers none of the points. */
    boolean placeInside(Rectangle2D.Double plot, double[] occupied) {
        double boxWidth = entries.stream().mapToDouble(Legend::width).max().orElse(0) + 14;
        double boxHeight = entries.size() * ROW + 6;
        if (boxWidth > 0.5 * plot.width || boxHeight > 0.6 * plot.height) {
            return false;
        }
        double margin = 7;
        double spareX = plot.width - boxWidth;
        double spareY = plot.height - boxHeight;
        double[] lefts = {plot.x + spareX - margin, plot.x + margin, plot.x + spareX / 2};
        double[] tops = {plot.y + margin, plot.y + spareY - margin, plot.y + spareY / 2};
        for (int across = 0; across < 3; across++) {
            for (int down = 0; down < 3; down++) {
                Rectangle2D.Double place = new Rectangle2D.Double(lefts[across], tops[down], boxWidth, boxHeight);
                if (!(across == 2 && down == 2) && isFree(place, occupied)) {
                    box = place;
                    isInside = true;
                    rows = entries.stream().map(List::of).toList();
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isFree(Rectangle2D.Double place, double[] points) {
        double gap = 5;
        for (int i = 0; i < points.length; i += 2) {
            if (points[i] > place.x - gap
                    && points[i] < place.x + place.width + gap
                    && points[i + 1] > place.y - gap
                    && points[i + 1] < place.y + place.height + gap) {
                return false;
            }
        }
        return true;
    }

    /**
     * Lays the entries out in rows for a place above the data.
     *
     * @return the height that they take
     */
    double flow(double figureWidth) {
        double available = figureWidth - 2 * Theme.PADDING;
        entries.replaceAll(entry ->
                entry.called(Text.shorten(Theme.NOTE, entry.name(), available - LegendEntry.SAMPLE_WIDTH - GAP)));
        column = 0;
        if (rowWidth(entries) <= available) {
            rows = List.of(entries);
        } else {
            // In more than one row the entries stand in columns.
            double widest = entries.stream().mapToDouble(Legend::width).max().orElse(0);
            int most = (int) Math.max(1, (available + SPACING) / (widest + SPACING));
            int count = (entries.size() + most - 1) / most;
            int perRow = (entries.size() + count - 1) / count;
            column = widest;
            rows = new ArrayList<>();
            for (int i = 0; i < entries.size(); i += perRow) {
                rows.add(entries.subList(i, Math.min(entries.size(), i + perRow)));
            }
        }
        return rows.size() * ROW + 4;
    }

    void placeAbove(double top, double figureWidth, double height) {
        box = new Rectangle2D.Double(0, top, figureWidth, height);
        isInside = false;
    }

    private double entryWidth(LegendEntry entry) {
        return Math.max(column, width(entry));
    }

    private double rowWidth(List<LegendEntry> row) {
        return row.stream().mapToDouble(this::entryWidth).sum() + (row.size() - 1) * SPACING;
    }

    /** The rows of a legend that stands above the data; 0 where it is inside or there is none. */
    int rowsAbove() {
        return box != null && !isInside ? rows.size() : 0;
    }

    void paint(Graphics2D g, Rectangle2D.Double plot, double figureWidth) {
        if (box == null) {
            return;
        }
        double centre = box.y + ROW / 2 + (isInside ? 3 : 0);
        if (isInside) {
            g.setColor(Theme.CARD);
            g.fill(box);
            g.setColor(Theme.GRID);
            g.setStroke(new BasicStroke(1));
            g.draw(box);
        }
        double rowWidth = isInside ? 0 : rowWidth(rows.get(0));
        for (List<LegendEntry> row : rows) {
            double at = isInside
                    ? box.x + 7
                    : Math.max(
                            Theme.PADDING,
                            Math.min(plot.x + (plot.width - rowWidth) / 2, figureWidth - Theme.PADDING - rowWidth));
            for (LegendEntry entry : row) {
                entry.paintSample(g, at, centre);
                g.setColor(Theme.TEXT);
                double left = at + LegendEntry.SAMPLE_WIDTH + GAP;
                Text.draw(g, Theme.NOTE, entry.name(), left, centre + Text.ascent(Theme.NOTE) / 2, 0);
                at += entryWidth(entry) + SPACING;
            }
            centre += ROW;
        }
    }
}
