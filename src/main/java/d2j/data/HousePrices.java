package d2j.data;

import d2j.data.samples.TableSamples;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.DatasetStore;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/**
 * Houses sold in Ames, Iowa, from 2006 to 2010 (D. De Cock, Journal of Statistics Education 19(3), 2011), as in the
 * Kaggle competition "House Prices: Advanced Regression Techniques".
 *
 * <p>Numbers are integer columns, everything else is text; "NA" in the files is a missing value, "None" is not.
 * {@code Catalog.standard().entry("house-prices").columns()} explains the columns. Where the data set is not here and
 * cannot be downloaded, generated tables with the same columns stand in for it; the line that is printed says so.
 *
 * @param train  sales with their {@code SalePrice}: the real table has 1,460 rows and 81 columns
 * @param test   sales without: the real table has 1,459 rows and 80 columns
 * @param origin what the tables are and where they are from, in words
 * @param isReal false where the tables were generated
 */
public record HousePrices(Table train, Table test, String origin, boolean isReal) {
    private static final String NAME = "house-prices";
    private static final String TRAIN = "house prices, training";
    private static final String TEST = "house prices, test";

    /** The columns that describe a house by words or codes, such as the zone or the type of dwelling. */
    public static List<String> categories() {
        return describing()
                .filter(column -> !isAmount(column))
                .map(Catalog.Column::name)
                .toList();
    }

    /** The columns that describe a house by an amount, such as an area, a year or a number of rooms. */
    public static List<String> quantities() {
        return describing()
                .filter(HousePrices::isAmount)
                .map(Catalog.Column::name)
                .toList();
    }

    private static Stream<Catalog.Column> describing() {
        return Catalog.standard().entry(NAME).columns().stream()
                .filter(column -> !column.name().equals("Id") && !column.name().equals("SalePrice"));
    }

    private static boolean isAmount(Catalog.Column column) {
        return !column.type().equals("text") && !"code".equals(column.unit());
    }

    /**
     * Both tables. Prints one line that says what they are and where they are from.
     *
     * @throws DatasetException if the files are damaged
     */
    public static HousePrices load() {
        return load(DatasetStore.standard());
    }

    static HousePrices load(DatasetStore store) {
        Catalog.Entry entry = store.catalog().entry(NAME);
        List<Catalog.Column> columns = entry.columns();
        List<Catalog.Column> testColumns = columns.subList(0, columns.size() - 1);
        DatasetStore.Answer answer = store.obtain(NAME);
        Optional<DatasetStore.Found> found = answer.found();
        boolean real = found.isPresent();
        Table train;
        Table test;
        if (real) {
            train = TableReader.read(found.get().file("kaggle_house_pred_train.csv"), TRAIN, columns, true, ',');
            test = TableReader.read(found.get().file("kaggle_house_pred_test.csv"), TEST, testColumns, true, ',');
        } else {
            train = TableReader.read(
                    new StringReader(TableSamples.housePrices(names(columns), 1, 1460, 1)),
                    "the sample",
                    TRAIN,
                    columns,
                    true,
                    ',');
            test = TableReader.read(
                    new StringReader(TableSamples.housePrices(names(testColumns), 1461, 1459, 2)),
                    "the sample",
                    TEST,
                    testColumns,
                    true,
                    ',');
        }
        String origin = Origin.of(
                entry,
                answer,
                String.format(Locale.ROOT, "%,d training and %,d test rows", train.rowCount(), test.rowCount()),
                String.format(
                        Locale.ROOT,
                        "%,d + %,d generated sales with the same columns",
                        train.rowCount(),
                        test.rowCount()));
        System.out.println(origin);
        return new HousePrices(train, test, origin, real);
    }

    private static List<String> names(List<Catalog.Column> columns) {
        return columns.stream().map(Catalog.Column::name).toList();
    }
}
