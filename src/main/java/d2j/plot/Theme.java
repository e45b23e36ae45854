package d2j.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;

/** The one look of every figure: an opaque, nearly white card that reads well on light and on dark pages. */
final class Theme {

    static final int WIDTH = 600;
    static final int HEIGHT = 360;
    /** Pixels of the PNG for one CSS pixel. */
    static final int RESOLUTION = 2;

    static final Color CARD = new Color(0xFCFCFD);
    static final Color BORDER = new Color(0xD5D9DF);
    static final Color GRID = new Color(0xE6E8EC);
    static final Color MINOR_GRID = new Color(0xF1F2F5);
    static final Color AXIS = new Color(0x8A919C);
    /** A cell of a heat map that is infinite: no colour of either scale. */
    static final Color INFINITE = new Color(0x2E3440);

    static final Color MINUS_INFINITE = new Color(0x9AA1AB);
    static final Color TEXT = new Color(0x1F2430);
    static final Color SOFT_TEXT = new Color(0x454C59);
    static final Color REFERENCE = new Color(0x555B66);

    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 14);
    static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    static final Font TICK = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    static final Font NOTE = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    static final int PADDING = 12;

    /**
     * Okabe and Ito's colours (Color Universal Design, 2008), without their yellow, which is too light for lines on
     * white. Ordered so that neighbours differ in lightness as well as in hue.
     */
    private static final Color[] SERIES = {
        new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7),
        new Color(0xE69F00), new Color(0x333333), new Color(0x56B4E9), new Color(0x8C6D31)
    };

    private static final float[][] DASHES = {null, {7, 3.5f}, {2, 2.5f}, {8, 3, 2, 3}};

    /** The pattern of a line that the caller asked to be dashed. */
    static final float[] DASHED = {6, 4};

    private Theme() {}

    static Color series(int index) {
        return SERIES[index % SERIES.length];
    }

    /** Solid for the first round of colours, then dashed, dotted and dash-dotted. */
    static float[] dash(int index) {
        return DASHES[index / SERIES.length % DASHES.length];
    }

    static float[] curveDash(int index) {
        return DASHES[index % DASHES.length];
    }

    static float[] referenceDash(int index) {
        return DASHES[1 + index % (DASHES.length - 1)];
    }

    static BasicStroke line(double width) {
        return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    static Color mix(Color colour, Color with, double share) {
        return new Color(
                (int) Math.round(colour.getRed() * (1 - share) + with.getRed() * share),
                (int) Math.round(colour.getGreen() * (1 - share) + with.getGreen() * share),
                (int) Math.round(colour.getBlue() * (1 - share) + with.getBlue() * share));
    }

    static Color transparent(Color colour, double opacity) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), (int) Math.round(255 * opacity));
    }

    static void quality(Graphics2D g) {
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
    }
}
