package d2j.engine.operations;

import d2j.engine.onednn.Gemm;
import d2j.engine.onednn.MatrixProduct;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Primitive;
import d2j.engine.onednn.RecentlyUsed;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;

/** Products of matrices, or of as many pairs of matrices as the leading dimensions say, and their gradients. */
final class MatrixProducts {

    private static final ThreadLocal<RecentlyUsed<List<Long>, Primitive>> BATCHED = RecentlyUsed.perThread(64);

    private MatrixProducts() {}

    /** {@code matmul}: left, right; the integers say which of left, right and result are transposed. */
    static boolean forward(OpContext context) {
        if (context.numInputArguments() != 2 || context.numOutputArguments() != 1 || !isPlain(context)) {
            return false;
        }
        Matrices left = Matrices.of(context.getInputArray(0), flag(context, 0));
        Matrices right = Matrices.of(context.getInputArray(1), flag(context, 1));
        Matrices result = Matrices.of(context.getOutputArray(0), false);
        if (!canMultiply(left, right, result)) {
            return false;
        }
        multiply(left, right, result);
        return true;
    }

    /** {@code matmul_bp}: left, right, gradient of their product; gives the gradients of left and right. */
    static boolean backward(OpContext context) {
        if (context.numInputArguments() != 3 || context.numOutputArguments() != 2 || !isPlain(context)) {
            return false;
        }
        boolean leftTransposed = flag(context, 0);
        boolean rightTransposed = flag(context, 1);
        Matrices left = Matrices.of(context.getInputArray(0), leftTransposed);
        Matrices right = Matrices.of(context.getInputArray(1), rightTransposed);
        Matrices gradient = Matrices.of(context.getInputArray(2), false);
        Matrices leftGradient = Matrices.of(context.getOutputArray(0), false);
        Matrices rightGradient = Matrices.of(context.getOutputArray(1), false);
        if (!canMultiply(left, right, gradient)) {
            return false;
        }
        // With Z = X Y: dX = dZ Y', dY = X' dZ; and (A B)' = B' A', since results are in row order.
        Matrices leftFirst = leftTransposed ? right : gradient;
        Matrices leftSecond = leftTransposed ? gradient.transposed() : right.transposed();
        Matrices rightFirst = rightTransposed ? gradient.transposed() : left.transposed();
        Matrices rightSecond = rightTransposed ? left : gradient;
        if (!canMultiply(leftFirst, leftSecond, leftGradient) || !canMultiply(rightFirst, rightSecond, rightGradient)) {
            return false;
        }
        multiply(leftFirst, leftSecond, leftGradient);
        multiply(rightFirst, rightSecond, rightGradient);
        return true;
    }

    /** True for a product that is neither scaled, nor added to something, nor transposed. */
    private static boolean isPlain(OpContext context) {
        List<Double> scales = context.getTArguments();
        return (scales.isEmpty() || scales.get(0) == 1)
                && (scales.size() < 2 || scales.get(1) == 0)
                && !flag(context, 2);
    }

    private static boolean flag(OpContext context, int index) {
        return context.numIArguments() > index && context.getIArguments().get(index) != 0;
    }

    private static boolean canMultiply(Matrices left, Matrices right, Matrices result) {
        return left != null
                && right != null
                && result != null
                && left.count == right.count
                && left.count == result.count
                && left.columns == right.rows
                && left.rows == result.rows
                && right.columns == result.columns;
    }

    private static void multiply(Matrices left, Matrices right, Matrices result) {
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

    /** Matrices at equal distances from each other; strides in elements. */
    private record Matrices(
            long address, long count, long rows, long columns, long stride, long rowStride, long columnStride) {

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
    }
}
