package d2j.engine.onednn;

import java.util.Arrays;
import java.util.Locale;
import org.bytedeco.dnnl.global.dnnl;

/**
 * The product of two matrices as BLAS knows it, for shapes that change from call to call: unlike a
 * {@link MatrixProduct}, nothing has to be prepared.
 */
public final class Gemm {

    private Gemm() {}

    /**
     * {@code result[rows, columns] = left[rows, inner] · right[inner, columns]}, the result in row order. All arrays
     * are given by the address of their first element.
     *
     * @param leftStrides  distances between rows and between columns, in elements; one of them has to be one
     * @param rightStrides likewise
     * @throws IllegalArgumentException if an operand lies in memory in a way that BLAS cannot read; see {@link #reads}
     */
    public static void multiply(
            long rows,
            long inner,
            long columns,
            long left,
            long[] leftStrides,
            long right,
            long[] rightStrides,
            long result) {
        long leftDistance = distance(rows, inner, leftStrides);
        long rightDistance = distance(inner, columns, rightStrides);
        if (leftDistance == 0 || rightDistance == 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "neither rows nor columns are contiguous: strides %s and %s",
                    Arrays.toString(leftStrides),
                    Arrays.toString(rightStrides)));
        }
        int threads = Threads.isSmallProduct(rows, inner, columns) ? Threads.alone() : 1;
        int status = dnnl.dnnl_sgemm(
                letter(leftDistance),
                letter(rightDistance),
                rows,
                columns,
                inner,
                1,
                Floats.at(left),
                Math.abs(leftDistance),
                Floats.at(right),
                Math.abs(rightDistance),
                0,
                Floats.at(result),
                columns);
        Threads.share(threads);
        if (status != dnnl.dnnl_success) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "oneDNN cannot multiply [%d, %d] by [%d, %d]: status %d",
                    rows,
                    inner,
                    inner,
                    columns,
                    status));
        }
    }

    /** Whether a matrix of these strides, in elements, can be an operand: rows or columns are runs of neighbours. */
    public static boolean reads(long rows, long columns, long[] strides) {
        return distance(rows, columns, strides) != 0;
    }

    /** The distance between rows, or minus the distance between columns, or zero when neither order fits. */
    private static long distance(long rows, long columns, long[] strides) {
        if ((columns == 1 || strides[1] == 1) && (rows == 1 || strides[0] >= columns)) {
            return rows == 1 ? columns : strides[0];
        }
        if ((rows == 1 || strides[0] == 1) && (columns == 1 || strides[1] >= rows)) {
            return -(columns == 1 ? rows : strides[1]);
        }
        return 0;
    }

    private static byte letter(long distance) {
        return (byte) (distance > 0 ? 'N' : 'T');
    }
}
