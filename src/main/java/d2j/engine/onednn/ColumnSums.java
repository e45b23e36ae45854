package d2j.engine.onednn;

import java.util.Arrays;

/** The sums of a matrix's columns, such as the gradient of a bias. */
public final class ColumnSums {

    private ColumnSums() {}

    /**
     * Adds up the rows of a dense matrix, as a product with a row of ones.
     *
     * @param matrix the address of {@code [rows, columns]}
     * @param sums   the address of the result, {@code [columns]}
     */
    public static void of(long rows, long columns, long matrix, long sums) {
        int count = Math.toIntExact(rows);
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        long row = Scratch.address(Scratch.Slot.ROWS, rows * Float.BYTES);
        Floats.write(row, ones, count);
        Gemm.multiply(1, rows, columns, row, new long[] {rows, 1}, matrix, new long[] {columns, 1}, sums);
    }
}
