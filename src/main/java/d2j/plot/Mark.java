package d2j.plot;

import java.awt.Graphics2D;
import java.util.List;

/**
 * One thing that a {@link Plot} draws, in data coordinates: the values that the axes must hold, how it is painted, what
 * it covers, and its legend entry. A new kind of mark extends this class in a file of its own and gets a method in
 * {@link Plot} that adds it; nothing else has to know of it.
 */
abstract class Mark {

    /** What lies over what, from the bottom to the top; arrows and labels lie over the axes too. */
    enum Layer {
        AREA,
        CONTOURS,
        REFERENCE,
        LINE,
        POINTS,
        ARROW,
        LABEL
    }

    /** In which order of looks a mark takes a place: colours by name, the dashes of reference lines, or none. */
    enum Numbering {
        NONE,
        COLOURS,
        REFERENCES
    }

    /** Where a mark has its places on the horizontal axis, which decides whether the axis has whole ticks alone. */
    enum Places {
        UNKNOWN,
        WHOLE,
        CONTINUOUS
    }

    /**
     * How a mark is to look among the others.
     *
     * @param index place in the order of {@link #numbering()}; -1 without one
     * @param amongLines whether there are several lines, which must be told apart without colour
     */
    record Look(int index, boolean amongLines) {}

    private final String name;

    Mark(String name) {
        this.name = name == null ? "" : name.strip();
    }

    /** What the legend calls it; empty for nothing. */
    final String name() {
        return name;
    }

    /** How messages call it. */
    String called() {
        return Values.series(name);
    }

    abstract Layer layer();

    /** The layer that it is painted with, which may differ from its own. */
    Layer paintedWith() {
        return layer();
    }

    Numbering numbering() {
        return Numbering.COLOURS;
    }

    Places places() {
        return Places.UNKNOWN;
    }

    /** Computes what depends on the kinds of the axes; called before anything else is asked for. */
    void prepare(boolean xLogarithmic, boolean yLogarithmic) {}

    /** The values that the horizontal axis must hold. */
    abstract double[] xs();

    /** The values that the vertical axis must hold: one array, or several over the same x. */
    abstract List<double[]> ys();

    /** Whether xs and ys are the two coordinates of the same points. */
    boolean isPaired() {
        return true;
    }

    /** Whether it fills the rectangle of its values, so that air around it would look like a frame. */
    boolean fillsItsRectangle() {
        return false;
    }

    /** Whether it is cut at the axes where they have fixed ends; else what lies outside is left out. */
    boolean isCut() {
        return true;
    }

    /** The points that are left out because they are not finite. */
    int missing() {
        return 0;
    }

    /** The entry in the legend; asked for only where there is a name. */
    LegendEntry legendEntry(Look look) {
        return null;
    }

    /** Adds to what XChart paints into the data's area. */
    void paint(SeriesPainter painter, Frame frame, Look look) {}

    /**
     * Writes into the data's area, under the axes.
     *
     * @param taken places to keep away from, as points of x and y; what is written is added to them
     */
    void paintNotes(Graphics2D g, Frame frame, List<double[]> taken) {}

    /** Draws over the axes. */
    void paintOver(Graphics2D g, Frame frame) {}

    /** What other marks' notes keep away from, as alternating x and y in pixels. */
    double[] avoidedByNotes(Frame frame) {
        return new double[0];
    }

    /** Adds the points in pixels that the legend must not cover. */
    abstract void occupy(PixelList places, Frame frame);
}
