package d2j.autograd;

import d2j.engine.arrays.BinaryFunction;
import d2j.engine.arrays.DenseArray;
import d2j.engine.arrays.ElementwiseLoops;
import d2j.engine.arrays.MatrixProducts;
import d2j.engine.arrays.MovingLoops;
import d2j.engine.arrays.ReductionLoops;
import d2j.engine.arrays.UnaryFunction;
import java.util.Arrays;

/** The numbers of the operations: dense arrays in, new dense arrays out. */
final class Compute {

    private static final long[] ONE_STEP = {1};
    private static final long[] NO_STEP = {0};

    private Compute() {}

    static DenseArray apply(UnaryFunction f, DenseArray a) {
        DenseArray result = a.blank();
        ElementwiseLoops.apply(f, a, result);
        return result;
    }

    /** Both operands are repeated to {@code shape} where they have size 1. */
    static DenseArray apply(BinaryFunction f, DenseArray a, DenseArray b, long[] shape) {
        if (a.isChannelsLast() || b.isChannelsLast()) {
            boolean fullA = Arrays.equals(a.shape(), shape);
            boolean fullB = Arrays.equals(b.shape(), shape);
            if (fullA && (fullB || b.length() == 1) || fullB && a.length() == 1) {
                DenseArray result = DenseArray.images(shape);
                long[] flat = {result.length()};
                ElementwiseLoops.apply(
                        f,
                        flat,
                        fullA ? a.channelsLast() : a,
                        fullA ? ONE_STEP : NO_STEP,
                        fullB ? b.channelsLast() : b,
                        fullB ? ONE_STEP : NO_STEP,
                        result);
                return result;
            }
            // From here on in row order.
            a.address();
            b.address();
        }
        DenseArray result = DenseArray.uninitialized(a.dataType(), shape);
        ElementwiseLoops.apply(
                f,
                shape,
                a,
                Shapes.broadcastStrides(a.shape(), shape),
                b,
                Shapes.broadcastStrides(b.shape(), shape),
                result);
        return result;
    }

    /** Elements of {@code a} where the mask is not 0, of {@code b} elsewhere, all repeated to {@code shape}. */
    static DenseArray select(DenseArray mask, DenseArray a, DenseArray b, long[] shape) {
        DenseArray result = broadcast(b, shape);
        DenseArray marks = broadcast(mask, shape);
        DenseArray chosen = broadcast(a, shape);
        ElementwiseLoops.replace(result, marks, chosen);
        return result;
    }

    /** Sums over dimensions in rising order, which the result no longer has. */
    static DenseArray sum(DenseArray a, int[] dimensions) {
        DenseArray result = a;
        for (int end = dimensions.length; end > 0; ) {
            int begin = end - 1;
            while (begin > 0 && dimensions[begin - 1] == dimensions[begin] - 1) {
                begin--;
            }
            DenseArray before = result;
            int first = dimensions[begin];
            int last = dimensions[end - 1];
            result = DenseArray.uninitialized(a.dataType(), without(before.shape(), first, last));
            ReductionLoops.sum(
                    before,
                    length(before.shape(), 0, first),
                    (int) length(before.shape(), first, last + 1),
                    (int) length(before.shape(), last + 1, before.rank()),
                    result);
            end = begin;
        }
        return result == a ? a.copy() : result;
    }

    /**
     * Maxima over neighbouring dimensions.
     *
     * @param mask zeros of the shape of {@code a}, in which the first of each is marked by 1; or null
     */
    static DenseArray maximum(DenseArray a, int first, int last, DenseArray mask) {
        DenseArray result = DenseArray.uninitialized(a.dataType(), without(a.shape(), first, last));
        ReductionLoops.maximum(
                a,
                length(a.shape(), 0, first),
                (int) length(a.shape(), first, last + 1),
                (int) length(a.shape(), last + 1, a.rank()),
                mask,
                result);
        return result;
    }

    private static long[] without(long[] shape, int first, int last) {
        long[] result = new long[shape.length - (last - first + 1)];
        System.arraycopy(shape, 0, result, 0, first);
        System.arraycopy(shape, last + 1, result, first, shape.length - last - 1);
        return result;
    }

    static long length(long[] shape, int from, int to) {
        long length = 1;
        for (int i = from; i < to; i++) {
            length *= shape[i];
        }
        return length;
    }

    static DenseArray broadcast(DenseArray a, long[] shape) {
        DenseArray result = DenseArray.uninitialized(a.dataType(), shape);
        MovingLoops.copy(
                shape, a, 0, Shapes.broadcastStrides(a.shape(), shape), result, 0, Shapes.strides(shape), false);
        return result;
    }

    static DenseArray permute(DenseArray a, int[] order) {
        long[] shape = new long[order.length];
        long[] from = new long[order.length];
        long[] strides = Shapes.strides(a.shape());
        for (int i = 0; i < order.length; i++) {
            shape[i] = a.size(order[i]);
            from[i] = strides[order[i]];
        }
        DenseArray result = DenseArray.uninitialized(a.dataType(), shape);
        MovingLoops.copy(shape, a, 0, from, result, 0, Shapes.strides(shape), false);
        return result;
    }

    /** The product of matrices, or of equally many pairs of them, with either or both transposed. */
    static DenseArray product(DenseArray a, DenseArray b, boolean transposeA, boolean transposeB) {
        int rank = a.rank();
        long[] shape = a.shape().clone();
        shape[rank - 2] = a.size(transposeA ? rank - 1 : rank - 2);
        shape[rank - 1] = b.size(transposeB ? rank - 2 : rank - 1);
        DenseArray result = DenseArray.uninitialized(a.dataType(), shape);
        MatrixProducts.multiply(a, transposeA, b, transposeB, result);
        return result;
    }

    /** Adds one array to another of its shape. */
    static void addTo(DenseArray sum, DenseArray part) {
        long[] flat = {sum.length()};
        DenseArray other = sum.isChannelsLast() ? part.channelsLast() : part;
        if (!sum.isChannelsLast()) {
            other.address();
        }
        ElementwiseLoops.apply(BinaryFunction.ADD, flat, sum, ONE_STEP, other, ONE_STEP, sum);
    }

    /** Subtracts {@code rate} times a direction, whatever its shape. */
    static void descend(DenseArray values, DenseArray direction, double rate) {
        ElementwiseLoops.descend(values, direction, rate);
    }

    static DenseArray gather(DenseArray a, int dimension, int[] indices) {
        long[] shape = a.shape().clone();
        shape[dimension] = indices.length;
        DenseArray result = DenseArray.uninitialized(a.dataType(), shape);
        MovingLoops.gather(
                a,
                length(a.shape(), 0, dimension),
                a.size(dimension),
                length(a.shape(), dimension + 1, a.rank()),
                indices,
                result);
        return result;
    }

    /** The transpose of {@link #gather}: adds the slices of {@code a} into zeros of the given shape. */
    static DenseArray scatterAdd(DenseArray a, int dimension, int[] indices, long[] shape) {
        DenseArray result = DenseArray.filled(a.dataType(), 0, shape);
        MovingLoops.scatterAdd(
                a,
                length(shape, 0, dimension),
                shape[dimension],
                length(shape, dimension + 1, shape.length),
                indices,
                result);
        return result;
    }
}
