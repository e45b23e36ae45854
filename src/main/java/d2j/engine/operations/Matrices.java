package d2j.engine.operations;

import d2j.engine.onednn.Gemm;
import d2j.engine.onednn.MatrixProduct;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Primitive;
import d2j.engine.onednn.RecentlyUsed;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Matrices at equal distances from each other, as many as the leading dimensions of an array say; strides in elements.
 */
record Matrices(long address, long count, long rows, long columns, long stride, long rowStride, long columnStride) {

    private static final ThreadLocal<RecentlyUsed<List<Long>, Primitive>> BATCHED = RecentlyUsed.perThread(64);

    /** The last two dimensions are those of the matrices; null where the layout is not covered. */
    static Matrices of(INDArray array, boolean transposed) {
        int rank = array.rank();
        if (rank < 2) {
            return null;
        }
        long count = 1;
        long stride = 0;
        for (int i = rank - 3; i >= 0; i--) {
            if (array.size(i) != 1) {
                if (count > 1 && array.stride(i) != count * stride) {
                    return null;
                }
                stride = count == 1 ? array.stride(i) : stride;
                count *= array.size(i);
            }
        }
        Matrices matrices = new Matrices(
                OneDnn.address(array),
                count,
                array.size(rank - 2),
                array.size(rank - 1),
                stride,
                array.stride(rank - 2),
                array.stride(rank - 1));
        boolean isReadable = Gemm.reads(matrices.rows, matrices.columns, matrices.strides())
                && (count == 1 || stride >= matrices.rows * matrices.columns);
        return !isReadable ? null : transposed ? matrices.transposed() : matrices;
    }

    Matrices transposed() {
        return new Matrices(address, count, columns, rows, stride, columnStride, rowStride);
    }

    long[] strides() {
        return new long[] {rowStride, columnStride};
    }

    /** Writes the products, pair by pair, of matrices whose counts and sizes fit. */
    static void multiply(Matrices left, Matrices right, Matrices result) {
        if (left.count == 1) {
            Gemm.multiply(
                    left.rows,
                    left.columns,
                    right.columns,
                    left.address,
                    left.strides(),
                    right.address,
                    right.strides(),
                    result.address);
            return;
        }
        List<Long> key = List.of(
                left.count,
                left.rows,
                left.columns,
                right.columns,
                left.stride,
                left.rowStride,
                left.columnStride,
                right.stride,
                right.rowStride,
                right.columnStride);
        BATCHED.get()
                .get(
                        key,
                        () -> MatrixProduct.batched(
                                left.count,
                                left.rows,
                                left.columns,
                                right.columns,
                                new long[] {left.stride, left.rowStride, left.columnStride},
                                new long[] {right.stride, right.rowStride, right.columnStride}))
                .run(left.address, right.address, result.address);
    }
}
