package d2j.plot;

import java.awt.geom.Rectangle2D;
import java.util.List;

/** A dashed grey line across the whole plot, at a value of x or of y. */
final class ReferenceMark extends Mark {

    private final double value;
    private final boolean horizontal;

    ReferenceMark(String name, double value, boolean horizontal) {
        super(name);
        this.value = value;
        this.horizontal = horizontal;
    }

    @Override
    Layer layer() {
        return Layer.REFERENCE;
    }

    @Override
    Numbering numbering() {
        return Numbering.REFERENCES;
    }

    @Override
    double[] xs() {
        return horizontal ? new double[0] : new double[] {value};
    }

    @Override
    List<double[]> ys() {
        return List.of(horizontal ? new double[] {value} : new double[0]);
    }

    @Override
    boolean isPaired() {
        return false;
    }

    @Override
    LegendEntry legendEntry(Look look) {
        return new LegendEntry(name(), Theme.REFERENCE, 1.5, Theme.referenceDash(look.index()), null, null);
    }

    private double[] pixels(Frame frame) {
        Rectangle2D.Double plot = frame.plot();
        double at = horizontal ? frame.py(value) : frame.px(value);
        return horizontal
                ? new double[] {plot.x, at, plot.x + plot.width, at}
                : new double[] {at, plot.y, at, plot.y + plot.height};
    }

    @Override
    void paint(SeriesPainter painter, Frame frame, Look look) {
        painter.line(pixels(frame), Theme.REFERENCE, 1.5, Theme.referenceDash(look.index()));
    }

    @Override
    void occupy(PixelList places, Frame frame) {
        places.addAll(Thinning.along(pixels(frame), 4));
    }
}
