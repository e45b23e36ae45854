package d2j.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Comparator;
import java.util.List;

/**
 * Level lines of a function of two variables: without a name each in its own colour with its level written on it, with
 * a name all in the colour of a series, with an entry in the legend.
 */
final class ContourMark extends Mark {

    private static final double NEAREST_NOTE = 26;
    private static final double FAR_ENOUGH = 90;

    private final Contours contours;
    private final double[] levels;
    private final double[] xEnds;
    private final double[] yEnds;

    ContourMark(String name, Contours contours, double[] levels, double[] xEnds, double[] yEnds) {
        super(name);
        this.contours = contours;
        this.levels = levels;
        this.xEnds = xEnds;
        this.yEnds = yEnds;
    }

    @Override
    Layer layer() {
        return Layer.CONTOURS;
    }

    @Override
    Numbering numbering() {
        return name().isEmpty() ? Numbering.NONE : Numbering.COLOURS;
    }

    @Override
    Places places() {
        return Places.CONTINUOUS;
    }

    @Override
    double[] xs() {
        return xEnds;
    }

    @Override
    List<double[]> ys() {
        return List.of(yEnds);
    }

    @Override
    boolean isPaired() {
        return false;
    }

    @Override
    boolean fillsItsRectangle() {
        return true;
    }

    private Color levelColour(int level) {
        double share = levels.length == 1 ? 0.4 : level / (levels.length - 1.0);
        return ColourMap.SEQUENTIAL.at(0.1 + 0.65 * share);
    }

    private static double[] pixels(Frame frame, double[] xy) {
        double[] pixels = new double[xy.length];
        for (int i = 0; i < xy.length; i += 2) {
            pixels[i] = frame.px(xy[i]);
            pixels[i + 1] = frame.py(xy[i + 1]);
        }
        return pixels;
    }

    @Override
    LegendEntry legendEntry(Look look) {
        return new LegendEntry(name(), Theme.series(look.index()), 2, Theme.dash(look.index()), null, null);
    }

    @Override
    void paint(SeriesPainter painter, Frame frame, Look look) {
        for (int level = 0; level < levels.length; level++) {
            for (double[] line : contours.lines(levels[level])) {
                if (look.index() >= 0) {
                    painter.line(pixels(frame, line), Theme.series(look.index()), 2, Theme.dash(look.index()));
                } else {
                    painter.line(pixels(frame, line), levelColour(level), 1.4, null);
                }
            }
        }
    }

    /** Writes each level on its longest line, as far as can be from curves and from the levels already written. */
    @Override
    void paintNotes(Graphics2D g, Frame frame, List<double[]> taken) {
        if (!name().isEmpty()) {
            return;
        }
        for (int level = 0; level < levels.length; level++) {
            String text = Numbers.minus(Numbers.brief(levels[level]));
            double[] longest = contours.lines(levels[level]).stream()
                    .max(Comparator.comparingInt(line -> line.length))
                    .orElse(null);
            double[] place = longest == null
                    ? null
                    : place(pixels(frame, longest), Text.width(Theme.NOTE, text), frame.plot(), taken);
            if (place != null) {
                taken.add(place);
                Text.drawOnPatch(
                        g, Theme.NOTE, text, place[0], place[1], Theme.mix(levelColour(level), Theme.TEXT, 0.35));
            }
        }
    }

    /** The point of a line that is farthest from what is taken, with the text inside of the plot; null for none. */
    private static double[] place(double[] line, double width, Rectangle2D.Double plot, List<double[]> taken) {
        double[] best = null;
        double bestDistance = NEAREST_NOTE;
        for (int i = 0; i < line.length; i += 2) {
            // Not from the start: a closed line's is its lowest point, which is where many have a corner.
            int place = (i + line.length / 6 * 2) % line.length;
            double x = line[place];
            double y = line[place + 1];
            boolean inside = x > plot.x + width / 2 + 4
                    && x < plot.x + plot.width - width / 2 - 4
                    && y > plot.y + 10
                    && y < plot.y + plot.height - 10;
            double distance = taken.stream()
                    .mapToDouble(it -> Math.hypot(it[0] - x, it[1] - y))
                    .min()
                    .orElse(1e3);
            if (inside && Math.min(distance, FAR_ENOUGH) > bestDistance) {
                bestDistance = Math.min(distance, FAR_ENOUGH);
                best = new double[] {x, y};
            }
        }
        return best;
    }

    @Override
    void occupy(PixelList places, Frame frame) {
        for (double level : levels) {
            for (double[] line : contours.lines(level)) {
                places.addAll(pixels(frame, line));
            }
        }
    }
}
