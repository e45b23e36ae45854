package d2j.autograd;

import d2j.engine.arrays.BinaryFunction;
import d2j.engine.arrays.DenseArrays;
import d2j.engine.arrays.ElementwiseLoops;
import d2j.engine.arrays.MovingLoops;
import d2j.engine.arrays.ReductionLoops;
import d2j.engine.arrays.UnaryFunction;
import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.factory.Nd4j;

/** The numbers of the operations: dense arrays in, new dense arrays out. */
final class Compute {

    private Compute() {}

    static INDArray apply(UnaryFunction f, INDArray a) {
        INDArray result = DenseArrays.uninitialized(a.dataType(), a.shape());
        ElementwiseLoops.apply(f, a, result);
        return result;
    }

    /** Both operands are repeated to {@code shape} where they have size 1. */
    static INDArray apply(BinaryFunction f, INDArray a, INDArray b, long[] shape) {
        INDArray result = DenseArrays.uninitialized(a.dataType(), shape);
        ElementwiseLoops.apply(
                f, a, Shapes.broadcastStrides(a.shape(), shape), b, Shapes.broadcastStrides(b.shape(), shape), result);
        return result;
    }

    /** Elements of {@code a} where the mask is not 0, of {@code b} elsewhere, all repeated to {@code shape}. */
    static INDArray select(INDArray mask, INDArray a, INDArray b, long[] shape) {
        INDArray result = broadcast(b, shape);
        INDArray marks = broadcast(mask, shape);
        INDArray chosen = broadcast(a, shape);
        ElementwiseLoops.replace(result, marks, chosen);
        return result;
    }

    /** Sums over dimensions in rising order, which the result no longer has. */
    static INDArray sum(INDArray a, int[] dimensions) {
        INDArray result = a;
        for (int end = dimensions.length; end > 0; ) {
            int begin = end - 1;
            while (begin > 0 && dimensions[begin - 1] == dimensions[begin] - 1) {
                begin--;
            }
            INDArray before = result;
            int first = dimensions[begin];
            int last = dimensions[end - 1];
            result = DenseArrays.uninitialized(a.dataType(), without(before.shape(), first, last));
            ReductionLoops.sum(
                    before,
                    length(before.shape(), 0, first),
                    (int) length(before.shape(), first, last + 1),
                    (int) length(before.shape(), last + 1, before.rank()),
                    result);
            end = begin;
        }
        return result == a ? DenseArrays.copy(a) : result;
    }

    /** Maxima over neighbouring dimensions; {@code mask} (of the shape of {@code a}, zeros; or null) marks the first of each. */
    static INDArray maximum(INDArray a, int first, int last, INDArray mask) {
        INDArray result = DenseArrays.uninitialized(a.dataType(), without(a.shape(), first, last));
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

    static INDArray broadcast(INDArray a, long[] shape) {
        INDArray result = DenseArrays.uninitialized(a.dataType(), shape);
        MovingLoops.copy(
                shape, a, 0, Shapes.broadcastStrides(a.shape(), shape), result, 0, Shapes.strides(shape), false);
        return result;
    }

    static INDArray permute(INDArray a, int[] order) {
        long[] shape = new long[order.length];
        long[] from = new long[order.length];
        long[] strides = Shapes.strides(a.shape());
        for (int i = 0; i < order.length; i++) {
            shape[i] = a.size(order[i]);
            from[i] = strides[order[i]];
        }
        INDArray result = DenseArrays.uninitialized(a.dataType(), shape);
        MovingLoops.copy(shape, a, 0, from, result, 0, Shapes.strides(shape), false);
        return result;
    }

    /** The product of matrices, or of equally many pairs of them, with either or both transposed. */
    static INDArray product(INDArray a, INDArray b, boolean transposeA, boolean transposeB) {
        int rank = a.rank();
        long[] shape = a.shape().clone();
        shape[rank - 2] = a.size(transposeA ? rank - 1 : rank - 2);
        shape[rank - 1] = b.size(transposeB ? rank - 2 : rank - 1);
        INDArray result = DenseArrays.uninitialized(a.dataType(), shape);
        Nd4j.exec(new Mmul(
                a,
                b,
                result,
                MMulTranspose.builder()
                        .transposeA(transposeA)
                        .transposeB(transposeB)
                        .build()));
        return result;
    }

    static INDArray gather(INDArray a, int dimension, int[] indices) {
        long[] shape = a.shape().clone();
        shape[dimension] = indices.length;
        INDArray result = DenseArrays.uninitialized(a.dataType(), shape);
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
    static INDArray scatterAdd(INDArray a, int dimension, int[] indices, long[] shape) {
        INDArray result = DenseArrays.filled(a.dataType(), 0, shape);
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
