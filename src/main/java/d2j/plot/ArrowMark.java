package d2j.plot;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.util.List;

/** An arrow from one point to another, over the axes. */
final class ArrowMark extends Mark {

    private final double[] x;
    private final double[] y;

    ArrowMark(double x0, double y0, double x1, double y1) {
        super("");
        x = new double[] {x0, x1};
        y = new double[] {y0, y1};
    }

    @Override
    String called() {
        return "an arrow";
    }

    @Override
    Layer layer() {
        return Layer.ARROW;
    }

    @Override
    Numbering numbering() {
        return Numbering.NONE;
    }

    @Override
    double[] xs() {
        return x;
    }

    @Override
    List<double[]> ys() {
        return List.of(y);
    }

    @Override
    void paintOver(Graphics2D g, Frame frame) {
        double x0 = frame.px(x[0]);
        double y0 = frame.py(y[0]);
        double x1 = frame.px(x[1]);
        double y1 = frame.py(y[1]);
        double length = Math.hypot(x1 - x0, y1 - y0);
        if (length >= 1) {
            g.setColor(Theme.TEXT);
            g.setStroke(new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
            Arrows.draw(g, x0, y0, x1, y1, Math.min(9, length * 0.6));
        }
    }

    @Override
    void occupy(PixelList places, Frame frame) {
        places.addAll(Thinning.along(Thinning.line(SeriesPainter.pixels(frame, x, y)), 4));
    }
}
