package d2j.plot;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Several figures side by side in one picture; those that do not fit into the row go to the next one. */
public final class FigureRow extends Figure {

    private static final int WIDTH = 840;
    private static final int NARROWEST = 264;

    private record Place(Figure figure, int x, int y, int width, int height) {}

    private final List<Figure> figures;
    private boolean sharedX;

    private FigureRow(List<Figure> figures) {
        super("");
        this.figures = figures;
    }

    /**
     * A row of figures. Figures whose size was not set share the row's width; the others keep their size as far as the
     * row is wide enough.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static FigureRow of(Figure... figures) {
        if (figures.length == 0) {
            throw new IllegalArgumentException("a row of figures needs at least one figure");
        }
        return new FigureRow(List.of(figures));
    }

    @Override
    public FigureRow size(int width, int height) {
        super.size(width, height);
        return this;
    }

    @Override
    public FigureRow describe(String alternativeText) {
        super.describe(alternativeText);
        return this;
    }

    /**
     * Gives all plots of the row the same horizontal axis: loss and accuracy, each on an axis of its own, over the same
     * epochs.
     */
    public FigureRow sharedX() {
        sharedX = true;
        return this;
    }

    /** The ends that hold the horizontal axes of all plots; null where each has its own. */
    private double[] sharedEnds() {
        List<double[]> spans = figures.stream()
                .filter(Plot.class::isInstance)
                .map(figure -> ((Plot) figure).xSpan())
                .toList();
        return !sharedX || spans.isEmpty()
                ? null
                : new double[] {
                    spans.stream().mapToDouble(it -> it[0]).min().orElseThrow(),
                    spans.stream().mapToDouble(it -> it[1]).max().orElseThrow()
                };
    }

    /** Places the figures in rows of the given width. */
    private List<Place> places(int width) {
        int perRow = Math.max(1, Math.min(figures.size(), width / NARROWEST));
        // Four figures look better as two and two than as three and one.
        int rows = (figures.size() + perRow - 1) / perRow;
        perRow = (figures.size() + rows - 1) / rows;
        int share = width / perRow;
        List<Place> places = new ArrayList<>();
        int y = 0;
        List<Place> row = new ArrayList<>();
        int x = 0;
        for (Figure figure : figures) {
            Dimension size = fitted(figure, share, width);
            if (!row.isEmpty() && x + size.width > width) {
                y += finish(row, places, width, x);
                row = new ArrayList<>();
                x = 0;
            }
            row.add(new Place(figure, x, y, size.width, size.height));
            x += size.width;
        }
        finish(row, places, width, x);
        return places;
    }

    /** Centres a row, gives its figures one height where they can take it, and returns that height. */
    private static int finish(List<Place> row, List<Place> places, int width, int used) {
        int height = row.stream().mapToInt(Place::height).max().orElse(0);
        int shift = (width - used) / 2;
        for (Place place : row) {
            boolean stretches = !place.figure.hasSize() && !(place.figure instanceof ImageGrid);
            places.add(new Place(
                    place.figure,
                    place.x + shift,
                    place.y + (stretches ? 0 : (height - place.height) / 2),
                    place.width,
                    stretches ? height : place.height));
        }
        return height;
    }

    private static Dimension fitted(Figure figure, int share, int width) {
        Dimension natural = figure.dimension();
        if (figure.hasSize() || figure instanceof ImageGrid || figure instanceof FigureRow) {
            double shrink = Math.min(1, Math.max(share, figure.hasSize() ? width : share) / (double) natural.width);
            return new Dimension((int) (natural.width * shrink), (int) (natural.height * shrink));
        }
        int height = share >= 420 ? 300 : 256;
        if (figure instanceof HeatMap) {
            height = Math.max(height, (int) (natural.height * Math.min(1, share / (double) natural.width)));
        }
        return new Dimension(share, height);
    }

    @Override
    int fewestColours() {
        return figures.stream().mapToInt(Figure::fewestColours).max().orElseThrow();
    }

    @Override
    Dimension naturalSize() {
        List<Place> places = places(WIDTH);
        int left = places.stream().mapToInt(Place::x).min().orElse(0);
        int right =
                places.stream().mapToInt(place -> place.x + place.width).max().orElse(0);
        int height =
                places.stream().mapToInt(place -> place.y + place.height).max().orElse(0);
        return new Dimension(Math.max(80, right - left), Math.max(60, height));
    }

    @Override
    void paint(Graphics2D g, int width, int height) {
        List<Place> places = places(hasSize() ? width : WIDTH);
        int left = places.stream().mapToInt(Place::x).min().orElse(0);
        int right =
                places.stream().mapToInt(place -> place.x + place.width).max().orElse(width);
        int bottom =
                places.stream().mapToInt(place -> place.y + place.height).max().orElse(height);
        double shrink = Math.min(1, Math.min(width / (double) (right - left), height / (double) bottom));
        double[] ends = sharedEnds();
        AffineTransform saved = g.getTransform();
        g.translate((width - (right - left) * shrink) / 2, (height - bottom * shrink) / 2);
        g.scale(shrink, shrink);
        for (Place place : places) {
            AffineTransform row = g.getTransform();
            g.translate(place.x - left, place.y);
            place.figure.reserveTitleLines(titleLines(places, place.y));
            if (place.figure instanceof Plot plot) {
                plot.shareX(ends);
                plot.paint(g, place.width, place.height);
                plot.shareX(null);
            } else {
                place.figure.paint(g, place.width, place.height);
            }
            place.figure.reserveTitleLines(0);
            g.setTransform(row);
        }
        g.setTransform(saved);
    }

    /** The lines of the longest title of the figures that begin at one height. */
    private static int titleLines(List<Place> places, int y) {
        return places.stream()
                .filter(place -> place.y == y && !(place.figure instanceof ImageGrid))
                .mapToInt(place ->
                        Frame.titleLines(place.figure.title(), place.width).size())
                .max()
                .orElse(0);
    }

    @Override
    String sentence() {
        return figures.stream().map(Figure::alternativeText).collect(Collectors.joining(" "));
    }
}
