package d2j.plot;

import java.awt.Color;
import java.util.List;

/** Separate points; many of them are smaller and shine through each other, so that their density shows. */
final class PointsMark extends Mark {

    /** More points than this are a cloud. */
    private static final int MANY = 60;
    /** Above this number of points their overlaps no longer show a density. */
    private static final int SOLID = 20_000;

    private final double[] x;
    private final double[] y;

    PointsMark(String name, double[] x, double[] y) {
        super(name);
        this.x = x;
        this.y = y;
    }

    @Override
    Layer layer() {
        return Layer.POINTS;
    }

    /** Curves are drawn over clouds of points, but single points, such as an optimum, over the curve. */
    @Override
    Layer paintedWith() {
        return x.length > MANY ? Layer.REFERENCE : Layer.POINTS;
    }

    @Override
    Places places() {
        return Values.areWhole(x) ? Places.WHOLE : Places.CONTINUOUS;
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
    boolean isCut() {
        return false;
    }

    @Override
    int missing() {
        return Values.countNotFinite(x, y);
    }

    private SeriesMarker marker(int index) {
        int n = x.length;
        return SeriesMarker.of(index, n <= 100 ? 7 : n <= 600 ? 5.5 : n <= 5000 ? 4 : 3, n <= 300);
    }

    private Color colour(int index) {
        int n = x.length;
        Color colour = Theme.series(index);
        return n > 300 && n <= SOLID ? Theme.transparent(colour, n > 2000 ? 0.45 : 0.65) : colour;
    }

    @Override
    LegendEntry legendEntry(Look look) {
        SeriesMarker marker = SeriesMarker.of(look.index(), 7, false);
        return new LegendEntry(name(), Theme.series(look.index()), 0, null, marker, null);
    }

    @Override
    void paint(SeriesPainter painter, Frame frame, Look look) {
        double[] shown = Thinning.inside(SeriesPainter.pixels(frame, x, y), frame.plot());
        painter.markers(Thinning.points(shown), colour(look.index()), marker(look.index()));
    }

    @Override
    void occupy(PixelList places, Frame frame) {
        places.addAll(SeriesPainter.pixels(frame, x, y));
    }
}
