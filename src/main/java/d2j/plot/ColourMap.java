package d2j.plot;

import java.awt.Color;

/** Maps shares between 0 and 1 to colours of even perceptual steps. */
enum ColourMap {

    /** Viridis (van der Walt and Smith, 2015): dark to light. */
    SEQUENTIAL(
            0x440154, 0x482475, 0x414487, 0x355F8D, 0x2A788E, 0x21918C, 0x22A884, 0x44BF70, 0x7AD151, 0xBDDF26,
            0xFDE725),

    /**
     * Blue through white to red, for values about 0 (ColorBrewer's RdBu, Brewer 2003, reversed), safe for colour-blind
     * readers.
     */
    DIVERGING(0x2166AC, 0x4393C3, 0x92C5DE, 0xD1E5F0, 0xF7F7F7, 0xFDDBC7, 0xF4A582, 0xD6604D, 0xB2182B);

    private final int[] stops;

    ColourMap(int... stops) {
        this.stops = stops;
    }

    Color at(double share) {
        double place = Math.max(0, Math.min(1, share)) * (stops.length - 1);
        int index = Math.min(stops.length - 2, (int) place);
        return Theme.mix(new Color(stops[index]), new Color(stops[index + 1]), place - index);
    }

    /** Black or white, whichever contrasts more with the colour (relative luminance of WCAG 2). */
    static Color contrasting(Color colour) {
        double luminance = 0.2126 * linear(colour.getRed())
                + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
        return luminance > 0.18 ? Theme.TEXT : Color.WHITE;
    }

    private static double linear(int channel) {
        double share = channel / 255.0;
        return share <= 0.03928 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
