package d2j.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import org.knowm.xchart.style.markers.Marker;

/**
 * A marker with its own size and a thin light edge, which keeps overlapping markers apart. XChart has one marker size
 * for a whole chart, so this one ignores the size it is given.
 */
final class SeriesMarker extends Marker {

    private static final Shape[] SHAPES = {
        new Ellipse2D.Double(-0.5, -0.5, 1, 1),
        new Rectangle2D.Double(-0.45, -0.45, 0.9, 0.9),
        polygon(0, -0.6, 0.6, 0.45, -0.6, 0.45),
        polygon(0, -0.65, 0.65, 0, 0, 0.65, -0.65, 0),
        polygon(0, 0.6, 0.6, -0.45, -0.6, -0.45),
        cross(0.18),
        polygon(0, -0.6, 0.57, -0.19, 0.35, 0.49, -0.35, 0.49, -0.57, -0.19),
        rotated(cross(0.18))
    };

    private final Shape shape;
    private final boolean edged;

    private SeriesMarker(Shape shape, boolean edged) {
        this.shape = shape;
        this.edged = edged;
    }

    static SeriesMarker of(int index, double size, boolean edged) {
        Shape shape = SHAPES[index % SHAPES.length];
        return new SeriesMarker(AffineTransform.getScaleInstance(size, size).createTransformedShape(shape), edged);
    }

    @Override
    public void paint(Graphics2D g, double x, double y, int ignoredSize) {
        AffineTransform saved = g.getTransform();
        g.translate(x, y);
        Color colour = g.getColor();
        if (edged) {
            g.setColor(Theme.CARD);
            g.setStroke(new BasicStroke(1.6f));
            g.draw(shape);
            g.setColor(colour);
        }
        g.fill(shape);
        g.setTransform(saved);
    }

    private static Shape polygon(double... xy) {
        Path2D.Double path = new Path2D.Double();
        path.moveTo(xy[0], xy[1]);
        for (int i = 2; i < xy.length; i += 2) {
            path.lineTo(xy[i], xy[i + 1]);
        }
        path.closePath();
        return path;
    }

    private static Shape cross(double arm) {
        double a = arm;
        double r = 0.6;
        return polygon(-a, -r, a, -r, a, -a, r, -a, r, a, a, a, a, r, -a, r, -a, a, -r, a, -r, -a, -a, -a);
    }

    private static Shape rotated(Shape shape) {
        return AffineTransform.getRotateInstance(Math.PI / 4).createTransformedShape(shape);
    }
}
