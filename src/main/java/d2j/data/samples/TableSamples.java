package d2j.data.samples;

import java.util.Locale;
import java.util.SplittableRandom;

/** Tables that stand in for those that cannot be had: the same columns, units and habits, but generated. */
public final class TableSamples {
    private TableSamples() {}

    /**
     * Airfoil noise as tab-separated text without a header, 1,503 rows. The level follows the shape of Brooks, Pope,
     * Marcolini (1989): a hump over the logarithm of the Strouhal number, and the fifth power of the speed.
     */
    public static String airfoil(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] chords = {0.0254, 0.0508, 0.1016, 0.1524, 0.2286, 0.3048};
        double[] speeds = {31.7, 39.6, 55.5, 71.3};
        double[] bands = {
            200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150, 4000, 5000, 6300, 8000, 10000, 12500,
            16000, 20000
        };
        StringBuilder text = new StringBuilder();
        int rows = 0;
        while (rows < 1_503) {
            double chord = chords[random.nextInt(chords.length)];
            double speed = speeds[random.nextInt(speeds.length)];
            double angle = Math.round(10 * random.nextDouble(0, chord > 0.2 ? 12.6 : 22.2)) / 10.0;
            double thickness = chord
                    * 0.022
                    * Math.exp(0.118 * angle)
                    * Math.pow(71.3 / speed, 0.2)
                    * Math.exp(0.1 * random.nextGaussian());
            int first = random.nextInt(6);
            for (int band = first; band < first + 14 && rows < 1_503; band++, rows++) {
                double frequency = bands[band];
                double strouhal = Math.log10(frequency * thickness / speed);
                double away = strouhal + 0.6;
                double level = 133
                        + 50 * Math.log10(speed / 71.3) * 0.5
                        + 10 * Math.log10(thickness / 0.01) * 0.6
                        - (away < 0 ? 6 : 12) * away * away
                        - 0.15 * angle
                        + 2.2 * random.nextGaussian();
                text.append(String.format(
                        Locale.ROOT,
                        "%.0f\t%s\t%s\t%s\t%.8f\t%.3f%n",
                        frequency,
                        plain(angle),
                        plain(chord),
                        plain(speed),
                        thickness,
                        Math.max(103, Math.min(141, level))));
            }
        }
        return text.toString();
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /**
     * House sales as comma-separated text with a header.
     *
     * @param firstId   the Id of the first row
     * @param withPrice whether to end each row with its price
     */
    public static String housePrices(long seed, int firstId, int rows, boolean withPrice) {
        StringBuilder text = new StringBuilder();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < rows; i++) {
            GeneratedHouse house = new GeneratedHouse(firstId + i, random.split());
            if (i == 0) {
                text.append(house.line(true, withPrice));
            }
            text.append(house.line(false, withPrice));
        }
        return text.toString();
    }
}
