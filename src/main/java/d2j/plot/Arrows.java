package d2j.plot;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;

/** Arrows with a filled head, for plots and diagrams. */
final class Arrows {

    private Arrows() {}

    /** Draws from the first point to the second in the current colour and stroke. */
    static void draw(Graphics2D g, double x0, double y0, double x1, double y1, double head) {
        double length = Math.hypot(x1 - x0, y1 - y0);
        double ux = (x1 - x0) / length;
        double uy = (y1 - y0) / length;
        g.draw(new Line2D.Double(x0, y0, x1 - ux * head * 0.8, y1 - uy * head * 0.8));
        tip(g, x1, y1, ux, uy, head);
    }

    /** Draws a head whose point is at (x, y), in the direction (ux, uy) of length 1. */
    static void tip(Graphics2D g, double x, double y, double ux, double uy, double head) {
        Path2D.Double tip = new Path2D.Double();
        tip.moveTo(x, y);
        tip.lineTo(x - ux * head - uy * head * 0.42, y - uy * head + ux * head * 0.42);
        tip.lineTo(x - ux * head + uy * head * 0.42, y - uy * head - ux * head * 0.42);
        tip.closePath();
        g.fill(tip);
    }
}
