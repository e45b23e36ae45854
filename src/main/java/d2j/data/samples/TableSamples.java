package d2j.data.samples;

import java.util.List;
import java.util.Locale;

/** Tables that stand in for those that cannot be had: the same columns, units and habits, but generated. */
public final class TableSamples {
    private static final double[] BANDS = {
        200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150, 4000, 5000, 6300, 8000, 10000, 12500,
        16000, 20000
    };

    private TableSamples() {}

    /**
     * Airfoil noise as tab-separated text without a header, 1,503 rows. The level follows the shape of Brooks, Pope,
     * Marcolini (1989): a hump over the logarithm of the Strouhal number, and the fifth power of the speed.
     */
    public static String airfoil(long seed) {
        return new TableDrawer()
                .shares(
                        """
                        chord = 0.0254:1 0.0508:1 0.1016:1 0.1524:1 0.2286:1 0.3048:1
                        speed = 31.7:1 39.6:1 55.5:1 71.3:1
                        """)
                .with("c", row -> Double.valueOf(row.text("chord")))
                .with("v", row -> Double.valueOf(row.text("speed")))
                .with("angle", row -> row.between(0, row.number("c") > 0.2 ? 127 : 223) / 10.0)
                .with(
                        "d",
                        row -> row.number("c")
                                * 0.022
                                * Math.exp(0.118 * row.number("angle") + 0.1 * row.normal())
                                * Math.pow(71.3 / row.number("v"), 0.2))
                .with("thickness", row -> String.format(Locale.ROOT, "%.8f", row.number("d")))
                .with("frequency", row -> (int) BANDS[row.between(0, 6) + row.between(0, 14)])
                .with("away", row -> Math.log10(row.number("frequency") * row.number("d") / row.number("v")) + 0.6)
                .with(
                        "level",
                        row -> String.format(
                                Locale.ROOT,
                                "%.3f",
                                row.normal(
                                        133
                                                + 25 * Math.log10(row.number("v") / 71.3)
                                                + 6 * Math.log10(row.number("d") / 0.01)
                                                - (row.number("away") < 0 ? 6 : 12) * Math.pow(row.number("away"), 2)
                                                - 0.15 * row.number("angle"),
                                        2.2,
                                        103,
                                        141)))
                .text(List.of("frequency", "angle", "chord", "speed", "thickness", "level"), false, '\t', 1_503, seed);
    }

    /**
     * House sales as comma-separated text with a header.
     *
     * @param columns the columns of the Ames house prices to give, in their order
     * @param firstId the Id of the first row
     */
    public static String housePrices(List<String> columns, int firstId, int rows, long seed) {
        return HouseTable.after(firstId - 1).text(columns, true, ',', rows, seed);
    }
}
