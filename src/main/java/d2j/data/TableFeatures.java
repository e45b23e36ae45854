package d2j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Turns rows of a table into features: quantities are standardised, a gap becoming the mean; categories are one-hot
 * encoded, a gap being a value of its own. Means, deviations and lists of values are those of the training rows.
 *
 * <pre>{@code
 * TableFeatures features = TableFeatures.of(train, List.of("area"), List.of("kind"));
 * INDArray X = features.apply(train), testX = features.apply(test);
 * }</pre>
 */
public final class TableFeatures {
    private final Map<String, double[]> scales = new LinkedHashMap<>();
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private TableFeatures() {}

    /**
     * Learns from training rows. A quantity that never varies is only centred; one without a known value is 0.
     *
     * @param quantities names of columns of numbers
     * @param categories names of columns of words or codes
     * @throws IllegalArgumentException if there is no column of a name
     */
    public static TableFeatures of(Table train, List<String> quantities, List<String> categories) {
        TableFeatures features = new TableFeatures();
        for (String name : quantities) {
            double[] known = Arrays.stream(numbers(train, name))
                    .filter(x -> !Double.isNaN(x))
                    .toArray();
            double mean = Arrays.stream(known).average().orElse(0);
            double variance = Arrays.stream(known)
                    .map(x -> (x - mean) * (x - mean))
                    .average()
                    .orElse(0);
            features.scales.put(name, new double[] {mean, variance > 0 ? Math.sqrt(variance) : 1});
        }
        for (String name : categories) {
            features.values.put(name, List.copyOf(new TreeSet<>(words(train, name))));
        }
        return features;
    }

    /**
     * The features of any rows: the quantities first, then the categories, as {@link #names()} says. A value that the
     * training rows do not have leaves all columns of its category at zero.
     *
     * @return {@code [rows, width]}, of doubles
     */
    public INDArray apply(Table table) {
        double[][] all = new double[table.rowCount()][width()];
        int first = 0;
        for (Map.Entry<String, double[]> quantity : scales.entrySet()) {
            double[] column = numbers(table, quantity.getKey());
            double mean = quantity.getValue()[0];
            double deviation = quantity.getValue()[1];
            for (int row = 0; row < all.length; row++) {
                all[row][first] = Double.isNaN(column[row]) ? 0 : (column[row] - mean) / deviation;
            }
            first++;
        }
        for (Map.Entry<String, List<String>> category : values.entrySet()) {
            List<String> words = words(table, category.getKey());
            for (int row = 0; row < all.length; row++) {
                int value = category.getValue().indexOf(words.get(row));
                if (value >= 0) {
                    all[row][first + value] = 1;
                }
            }
            first += category.getValue().size();
        }
        return Nd4j.create(all);
    }

    /** The number of features. */
    public int width() {
        return scales.size() + values.values().stream().mapToInt(List::size).sum();
    }

    /** The names of the features, for example "area" and "kind = flat"; a gap is the empty word. */
    public List<String> names() {
        List<String> names = new ArrayList<>(scales.keySet());
        values.forEach((category, words) -> words.forEach(word -> names.add(category + " = " + word)));
        return names;
    }

    private static double[] numbers(Table table, String name) {
        NumericColumn<?> column = table.numberColumn(name);
        return IntStream.range(0, table.rowCount())
                .mapToDouble(row -> column.isMissing(row) ? Double.NaN : column.getDouble(row))
                .toArray();
    }

    private static List<String> words(Table table, String name) {
        Column<?> column = table.column(name);
        return IntStream.range(0, table.rowCount())
                .mapToObj(row -> column.isMissing(row) ? "" : column.getString(row))
                .toList();
    }
}
