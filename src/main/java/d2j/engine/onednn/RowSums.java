package d2j.engine.onednn;

import java.util.Arrays;

/** The sums of a matrix's rows. */
public final class RowSums {

    private static final ThreadLocal<Floats> ONES = new ThreadLocal<>();

    private RowSums() {}

    /**
     * Adds up the columns of a dense matrix, as a product with a column of ones.
     *
     * @param matrix the address of {@code [rows, columns]}
     * @param sums   the address of the result, {@code [rows]}
     */
    public static void of(long rows, long columns, long matrix, long sums) {
        Gemm.multiply(
                rows, columns, 1, matrix, new long[] {columns, 1}, ones(columns).address(), new long[] {1, 1}, sums);
    }

    private static Floats ones(long count) {
        Floats ones = ONES.get();
        if (ones == null || ones.capacity() < count) {
            float[] values = new float[Math.toIntExact(Math.max(count, 1024))];
            Arrays.fill(values, 1);
            ones = Floats.allocate(values.length);
            Floats.write(ones.address(), values, values.length);
            ONES.set(ones);
        }
        return ones;
    }
}
