package d2j.plot;

import java.awt.Color;
import java.util.List;

/** The filled area between two curves over the same x; values that are not finite leave gaps. */
final class BandMark extends Mark {

    private final double[] x;
    private final double[] lower;
    private final double[] upper;

    BandMark(String name, double[] x, double[] lower, double[] upper) {
        super(name);
        this.x = x;
        this.lower = lower;
        this.upper = upper;
    }

    @Override
    Layer layer() {
        return Layer.AREA;
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
        return List.of(lower, upper);
    }

    @Override
    int missing() {
        return Values.countNotFinite(x, lower, upper);
    }

    private static Color colour(Look look) {
        return Theme.mix(Theme.series(look.index()), Theme.CARD, 0.75);
    }

    @Override
    LegendEntry legendEntry(Look look) {
        return new LegendEntry(name(), Theme.series(look.index()), 0, null, null, colour(look));
    }

    @Override
    void paint(SeriesPainter painter, Frame frame, Look look) {
        double[] below = SeriesPainter.pixels(frame, x, lower);
        double[] above = SeriesPainter.pixels(frame, x, upper);
        PixelList outline = new PixelList();
        int start = 0;
        // Each run without a gap is a polygon: along the lower curve and back along the upper one.
        for (int i = 0; i <= x.length; i++) {
            boolean gap = i == x.length || Double.isNaN(below[2 * i]) || Double.isNaN(above[2 * i]);
            if (!gap) {
                continue;
            }
            for (int j = start; j < i; j++) {
                outline.add(below[2 * j], below[2 * j + 1]);
            }
            for (int j = i - 1; j >= start; j--) {
                outline.add(above[2 * j], above[2 * j + 1]);
            }
            outline.add(Double.NaN, Double.NaN);
            start = i + 1;
        }
        painter.area(outline.toArray(), colour(look));
    }

    @Override
    void occupy(PixelList places, Frame frame) {
        for (double[] curve : ys()) {
            places.addAll(Thinning.along(Thinning.line(SeriesPainter.pixels(frame, x, curve)), 4));
        }
    }
}
