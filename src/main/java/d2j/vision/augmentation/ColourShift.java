package d2j.vision.augmentation;

/** One change of all colours of a picture; grey pictures only become brighter and richer in contrast. */
record ColourShift(double brightness, double contrast, double saturation, double hue) {

    /** How bright red, green and blue look (ITU-R BT.601). */
    private static final double[] LUMA = {0.299, 0.587, 0.114};

    void apply(float[] values, long channels) {
        boolean coloured = channels == 3;
        int plane = coloured ? values.length / 3 : values.length;
        double mean = 0;
        for (int i = 0; i < plane; i++) {
            mean += luma(values, i, plane, coloured) / plane;
        }
        double cos = Math.cos(2 * Math.PI * hue);
        double sin = Math.sin(2 * Math.PI * hue);
        for (int i = 0; i < plane; i++) {
            double grey = luma(values, i, plane, coloured);
            double newGrey = brightness * (mean + contrast * (grey - mean));
            if (!coloured) {
                values[i] = clip(newGrey);
                continue;
            }
            double strength = brightness * contrast * saturation;
            // The chrominances are turned (YIQ's plane), the luminance stays.
            double red = values[i] - grey;
            double green = values[i + plane] - grey;
            double blue = values[i + 2 * plane] - grey;
            double inPhase = 0.595716 * red - 0.274453 * green - 0.321263 * blue;
            double quadrature = 0.211456 * red - 0.522591 * green + 0.311135 * blue;
            double first = strength * (cos * inPhase - sin * quadrature);
            double second = strength * (sin * inPhase + cos * quadrature);
            values[i] = clip(newGrey + 0.9563 * first + 0.6210 * second);
            values[i + plane] = clip(newGrey - 0.2721 * first - 0.6474 * second);
            values[i + 2 * plane] = clip(newGrey - 1.1070 * first + 1.7046 * second);
        }
    }

    private static double luma(float[] values, int i, int plane, boolean coloured) {
        return coloured
                ? LUMA[0] * values[i] + LUMA[1] * values[i + plane] + LUMA[2] * values[i + 2 * plane]
                : values[i];
    }

    private static float clip(double value) {
        return (float) Math.max(0, Math.min(1, value));
    }
}
