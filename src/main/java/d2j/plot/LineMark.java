package d2j.plot;

import java.util.List;

/**
 * A line through data points, or a continuous curve through computed ones; values that are not finite leave gaps.
 * Markers stand only at data points.
 */
class LineMark extends Mark {

    /** Whether the points are data, and what the caller asked for. */
    enum Style {
        DATA,
        DASHED_DATA,
        CURVE
    }

    /** Series of at most this many points show each point. */
    private static final int FEW = 25;

    private static final int MARKERS_ON_A_LONG_LINE = 8;

    private final double[] x;
    private final double[] y;
    private final Style style;

    LineMark(String name, double[] x, double[] y, Style style) {
        super(name);
        this.x = x;
        this.y = y;
        this.style = style;
    }

    @Override
    final Layer layer() {
        return Layer.LINE;
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

    private double[] y() {
        return ys().get(0);
    }

    @Override
    int missing() {
        return Values.countNotFinite(x, y);
    }

    private boolean hasPoints() {
        return style != Style.CURVE;
    }

    /**
     * A line's marker: at every point where there are few, here and there where lines must be told apart without
     * colour; else none.
     */
    private SeriesMarker marker(Look look) {
        boolean few = hasPoints() && xs().length <= FEW;
        return few || hasPoints() && look.amongLines() && !isNoisy() ? SeriesMarker.of(look.index(), 6.5, true) : null;
    }

    /**
     * Whether the line goes up and down so often that it fills an area: it is drawn thin, and markers would be lost on
     * it.
     */
    private boolean isNoisy() {
        double travelled = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double previous = Double.NaN;
        for (double value : y()) {
            if (Double.isFinite(value)) {
                travelled += Double.isNaN(previous) ? 0 : Math.abs(value - previous);
                min = Math.min(min, value);
                max = Math.max(max, value);
                previous = value;
            }
        }
        return hasPoints() && xs().length > 100 && travelled > 20 * (max - min);
    }

    private double width() {
        return !isNoisy() ? 2 : xs().length > 1000 ? 0.9 : 1.3;
    }

    private float[] dash(Look look) {
        return switch (style) {
            case DASHED_DATA -> Theme.DASHED;
            case DATA -> Theme.dash(look.index());
            // Several curves are told apart by their dashes, as lines of data are by their markers.
            case CURVE -> look.amongLines() ? Theme.curveDash(look.index()) : Theme.dash(look.index());
        };
    }

    @Override
    LegendEntry legendEntry(Look look) {
        return new LegendEntry(
                name(), Theme.series(look.index()), width() < 2 ? 1.5 : 2, dash(look), marker(look), null);
    }

    @Override
    void paint(SeriesPainter painter, Frame frame, Look look) {
        double[] pixels = SeriesPainter.pixels(frame, xs(), y());
        painter.line(Thinning.line(pixels), Theme.series(look.index()), width(), dash(look));
        SeriesMarker marker = marker(look);
        if (marker != null) {
            boolean all = hasPoints() && xs().length <= FEW;
            painter.markers(
                    all ? pixels : Thinning.spread(pixels, MARKERS_ON_A_LONG_LINE, look.index()),
                    Theme.series(look.index()),
                    marker);
        }
    }

    @Override
    double[] avoidedByNotes(Frame frame) {
        return hasPoints() ? Thinning.along(SeriesPainter.pixels(frame, x, y), 12) : new double[0];
    }

    @Override
    void occupy(PixelList places, Frame frame) {
        places.addAll(Thinning.along(Thinning.line(SeriesPainter.pixels(frame, xs(), y())), 4));
    }
}
