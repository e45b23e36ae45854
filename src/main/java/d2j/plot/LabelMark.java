package d2j.plot;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** A short text beside a point, over the axes; it stays inside of the plot. */
final class LabelMark extends Mark {

    private static final double OFFSET = 6;

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
        Rectangle2D.Double plot = frame.plot();
        double width = Text.width(Theme.NOTE, text);
        double left = frame.px(x) + OFFSET;
        double baseline = frame.py(y) - OFFSET;
        if (left + width > plot.x + plot.width - 2) {
            left = Math.max(plot.x + 2, left - 2 * OFFSET - width);
        }
        if (baseline - Text.ascent(Theme.NOTE) < plot.y + 2) {
            baseline += 2 * OFFSET + Text.ascent(Theme.NOTE);
        }
        Text.drawWithHalo(g, Theme.NOTE, text, left, baseline, Theme.TEXT);
    }

    @Override
    void occupy(PixelList places, Frame frame) {
        for (double step = 0; step <= Text.width(Theme.NOTE, text); step += 4) {
            places.add(frame.px(x) + step, frame.py(y) - 10);
        }
    }
}
