package d2j.plot;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;

/** A closed shape, such as the circle of a constraint: its outline in the colour of a series, lightly filled. */
final class RegionMark extends Mark {

    private static final int CIRCLE_POINTS = 240;

    private final double[] x;
    private final double[] y;

    /** The corners in their order; the last is joined to the first. */
    RegionMark(String name, double[] x, double[] y) {
        super(name);
        this.x = closed(x);
        this.y = closed(y);
    }

    static RegionMark circle(String name, double x, double y, double radius) {
        double[] xs = new double[CIRCLE_POINTS];
        double[] ys = new double[CIRCLE_POINTS];
        Arrays.setAll(xs, i -> x + radius * Math.cos(2 * Math.PI * i / CIRCLE_POINTS));
        Arrays.setAll(ys, i -> y + radius * Math.sin(2 * Math.PI * i / CIRCLE_POINTS));
        return new RegionMark(name, xs, ys);
    }

    private static double[] closed(double[] corners) {
        double[] closed = Arrays.copyOf(corners, corners.length + 1);
        closed[corners.length] = corners[0];
        return closed;
    }

    /** Over level lines, which it is often drawn together with. */
    @Override
    Layer layer() {
        return Layer.REFERENCE;
    }

    @Override
    Places places() {
        return Places.CONTINUOUS;
    }

    @Override
    double[] xs() {
        return x;
    }

    @Override
    List<double[]> ys() {
        return List.of(y);
    }

    private static Color fill(Look look) {
        return Theme.transparent(Theme.series(look.index()), 0.14);
    }

    @Override
    LegendEntry legendEntry(Look look) {
        return new LegendEntry(name(), Theme.series(look.index()), 2, null, null, fill(look));
    }

    @Override
    void paint(SeriesPainter painter, Frame frame, Look look) {
        double[] outline = SeriesPainter.pixels(frame, x, y);
        double[] area = Arrays.copyOf(outline, outline.length + 2);
        area[outline.length] = Double.NaN;
        area[outline.length + 1] = Double.NaN;
        painter.area(area, fill(look));
        painter.line(outline, Theme.series(look.index()), 2, null);
    }

    @Override
    double[] avoidedByNotes(Frame frame) {
        return Thinning.along(SeriesPainter.pixels(frame, x, y), 12);
    }

    @Override
    void occupy(PixelList places, Frame frame) {
        places.addAll(Thinning.along(SeriesPainter.pixels(frame, x, y), 4));
    }
}
