package d2j.plot;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * A short text beside a point, over the axes; it stays inside of the plot. At the right above the point, unless that
 * would cover another label or more points than it would elsewhere.
 */
final class LabelMark extends Mark {

    private static final double OFFSET = 6;
    /** Where a label may begin, as a share of its width to the left and in lines downward, the best place first. */
    private static final double[][] PLACES = {
        {0, 0}, {0, 1}, {1, 0}, {1, 1}, {0.5, 0}, {0.5, 1}, {0, -1}, {1, -1}, {0, 2}, {1, 2}, {0.5, -1}, {0.5, 2}
    };

    private final double x;
    private final double y;
    private final String text;

    LabelMark(double x, double y, String text) {
        super("");
        this.x = x;
        this.y = y;
        this.text = text == null ? "" : text.strip();
    }

    @Override
    String called() {
        return "label '" + text + "'";
    }

    @Override
    Layer layer() {
        return Layer.LABEL;
    }

    @Override
    Numbering numbering() {
        return Numbering.NONE;
    }

    @Override
    double[] xs() {
        return new double[] {x};
    }

    @Override
    List<double[]> ys() {
        return List.of(new double[] {y});
    }

    @Override
    void paintOver(Graphics2D g, Frame frame) {
        Rectangle2D.Double best = box(frame, 0, 0);
        double least = Double.POSITIVE_INFINITY;
        for (double[] place : PLACES) {
            Rectangle2D.Double box = box(frame, place[0], place[1]);
            double cost = 0;
            for (Rectangle2D other : frame.covered) {
                Rectangle2D common = box.createIntersection(other);
                cost += common.isEmpty() ? 0 : common.getWidth() * common.getHeight();
            }
            if (cost < least) {
                best = box;
                least = cost;
            }
            if (cost == 0) {
                break;
            }
        }
        frame.covered.add(best);
        Text.drawWithHalo(g, Theme.NOTE, text, best.x, best.y + Text.ascent(Theme.NOTE), Theme.TEXT);
    }

    private Rectangle2D.Double box(Frame frame, double leftward, double downward) {
        Rectangle2D.Double plot = frame.plot();
        double width = Text.width(Theme.NOTE, text);
        double ascent = Text.ascent(Theme.NOTE);
        double left = frame.px(x) + OFFSET - leftward * (width + 2 * OFFSET);
        double baseline = frame.py(y) - OFFSET + downward * (2 * OFFSET + ascent);
        if (left + width > plot.x + plot.width - 2) {
            left = Math.max(plot.x + 2, frame.px(x) - OFFSET - width);
        }
        left = Math.max(plot.x + 2, left);
        if (baseline - ascent < plot.y + 2) {
            baseline += 2 * OFFSET + ascent;
        }
        return new Rectangle2D.Double(left, baseline - ascent, width, ascent + Text.descent(Theme.NOTE));
    }

    @Override
    void occupy(PixelList places, Frame frame) {
        for (double step = 0; step <= Text.width(Theme.NOTE, text); step += 4) {
            places.add(frame.px(x) + step, frame.py(y) - 10);
        }
    }
}
