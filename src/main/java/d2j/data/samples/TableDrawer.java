package d2j.data.samples;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Draws tables row by row. A column is given by what its value in a row depends on: columns that were given before, and
 * chance. Columns that are not asked for serve the others. A row depends on the seed and its number alone.
 */
final class TableDrawer {
    /** One row that is being drawn. */
    static final class Row {
        private final RandomGenerator random;
        private final Map<String, Object> values = new HashMap<>();
        private final int number;

        private Row(int number, RandomGenerator random) {
            this.number = number;
            this.random = random;
        }

        /** The number of this row, from 0. */
        int row() {
            return number;
        }

        /** A column's value as a number. */
        double number(String column) {
            return ((Number) values.get(column)).doubleValue();
        }

        /** A column's value as text. */
        String text(String column) {
            return String.valueOf(values.get(column));
        }

        /** Whether a column's value is true. */
        boolean is(String column) {
            return (Boolean) values.get(column);
        }

        /** A standard normal number. */
        double normal() {
            return random.nextGaussian();
        }

        /** A normal number, no lower and no higher than this. */
        double normal(double mean, double deviation, double low, double high) {
            return Math.max(low, Math.min(high, mean + deviation * normal()));
        }

        /** The same, rounded. */
        int count(double mean, double deviation, int low, int high) {
            return (int) Math.round(normal(mean, deviation, low, high));
        }

        /** A whole number from low (inclusive) to high (exclusive). */
        int between(int low, int high) {
            return random.nextInt(low, high);
        }

        boolean chance(double probability) {
            return random.nextDouble() < probability;
        }

        /** One of several values by their shares: {@code "value:share value:share"}; values may have blanks. */
        String pick(String shares) {
            String[] parts = shares.strip().split(" +(?=[^ :]+:)");
            double[] share = new double[parts.length];
            double sum = 0;
            for (int i = 0; i < parts.length; i++) {
                share[i] = Double.parseDouble(parts[i].substring(parts[i].lastIndexOf(':') + 1));
                sum += share[i];
            }
            double at = random.nextDouble() * sum;
            int i = 0;
            while (i < parts.length - 1 && at >= share[i]) {
                at -= share[i++];
            }
            return parts[i].substring(0, parts[i].lastIndexOf(':')).replace('_', ' ');
        }
    }

    private final Map<String, Function<Row, Object>> columns = new LinkedHashMap<>();

    /** With one more column: numbers, texts or whether something holds. */
    TableDrawer with(String name, Function<Row, Object> value) {
        columns.put(name, value);
        return this;
    }

    /** With columns of texts that depend on nothing, one a line: {@code name = value:share value:share}. */
    TableDrawer shares(String lines) {
        lines.lines()
                .map(line -> line.split("=", 2))
                .forEach(sides -> with(sides[0].strip(), row -> row.pick(sides[1])));
        return this;
    }

    /**
     * Draws rows, as separated text.
     *
     * @param names  the columns to give, in their order
     * @param header whether the first line gives their names
     */
    String text(List<String> names, boolean header, char separator, int rows, long seed) {
        String between = String.valueOf(separator);
        StringBuilder text = new StringBuilder(header ? String.join(between, names) + "\n" : "");
        SplittableRandom seeds = new SplittableRandom(seed);
        for (int i = 0; i < rows; i++) {
            Row row = new Row(i, seeds.split());
            columns.forEach((name, value) -> row.values.put(name, value.apply(row)));
            text.append(names.stream().map(row::text).collect(Collectors.joining(between, "", "\n")));
        }
        return text.toString();
    }
}
