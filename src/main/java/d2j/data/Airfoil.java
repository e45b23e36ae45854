package d2j.data;

import d2j.data.samples.TableSamples;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.DatasetStore;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;

/**
 * The noise of airfoil sections in a wind tunnel (T. F. Brooks, D. S. Pope, M. A. Marcolini, NASA Reference
 * Publication 1218, 1989).
 *
 * <p>The columns, all real numbers: "frequency (Hz)", "angle of attack (degrees)", "chord length (m)",
 * "free-stream velocity (m/s)", "displacement thickness (m)" and, to be predicted, "sound pressure level (dB)". Where
 * the data set is not here and cannot be downloaded, a generated table with the same columns stands in for it; the
 * line that is printed says so.
 *
 * @param table  the real one has 1,503 rows
 * @param origin what the table is and where it is from, in words
 * @param isReal false where the table was generated
 */
public record Airfoil(Table table, String origin, boolean isReal) {
    private static final String NAME = "airfoil";

    /**
     * The table. Prints one line that says what it is and where it is from.
     *
     * @throws DatasetException if the file is damaged
     */
    public static Airfoil load() {
        return load(DatasetStore.standard());
    }

    static Airfoil load(DatasetStore store) {
        Catalog.Entry entry = store.catalog().entry(NAME);
        DatasetStore.Answer answer = store.obtain(NAME);
        Optional<DatasetStore.Found> found = answer.found();
        boolean real = found.isPresent();
        String name = "airfoil self-noise";
        Table table = real
                ? TableReader.read(found.get().file("airfoil_self_noise.dat"), name, entry.columns(), false, '\t')
                : TableReader.read(
                        new StringReader(TableSamples.airfoil(1)), "the sample", name, entry.columns(), false, '\t');
        for (int i = 0; i < entry.columns().size(); i++) {
            Catalog.Column column = entry.columns().get(i);
            table.column(i).setName(column.name() + " (" + column.unit() + ")");
        }
        String rows = String.format(Locale.ROOT, "%,d ", table.rowCount());
        String origin = Origin.of(entry, answer, rows + "rows", rows + "generated rows with the same columns");
        System.out.println(origin);
        return new Airfoil(table, origin, real);
    }

    /** All columns but the last, in their units: a new float array {@code [rows, 5]}. */
    public INDArray features() {
        return columns(0, table.columnCount() - 1);
    }

    /** The sound pressure level in dB: a new float array {@code [rows, 1]}. */
    public INDArray targets() {
        return columns(table.columnCount() - 1, table.columnCount());
    }

    private INDArray columns(int from, int to) {
        List<double[]> columns = table.columns().subList(from, to).stream()
                .map(column -> ((NumericColumn<?>) column).asDoubleArray())
                .toList();
        float[] values = new float[table.rowCount() * columns.size()];
        for (int row = 0, at = 0; row < table.rowCount(); row++) {
            for (double[] column : columns) {
                values[at++] = (float) column[row];
            }
        }
        return Nd4j.create(values, new long[] {table.rowCount(), columns.size()}, DataType.FLOAT);
    }
}
