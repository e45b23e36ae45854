package d2j.engine.operations;

import d2j.engine.onednn.Acceleration;
import d2j.engine.onednn.Gemm;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Placement;
import java.lang.ref.Reference;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ProfilingMode;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@link INDArray#mmul(INDArray)} and its kin on oneDNN. ND4J's own way computes in column order and then copies the
 * result, element by element, into the row order that nearly every array has; the copy takes longer than the product.
 * And its OpenBLAS brings threads of its own, which get in the way of those of all other operations.
 */
public final class ArrayProduct {

    /** Elements of a result from which on its copy takes longer than to turn three arrays. */
    private static final int WORTH_TURNING = 256;

    private ArrayProduct() {}

    /**
     * Called by ND4J at the start of {@link INDArray#mmuli(INDArray, INDArray)}.
     *
     * @param left   {@code [rows, inner]}
     * @param right  {@code [inner, columns]} or {@code [inner]}
     * @param result where to write, {@code [rows, columns]} or {@code [rows]}
     * @return the result; null where ND4J has to do the work (other types and orders, or a message about what is wrong)
     */
    public static INDArray multiply(INDArray left, INDArray right, INDArray result) {
        if (!Acceleration.isOn() || !isCovered(left, right, result)) {
            return null;
        }
        if (result.dataType() != DataType.FLOAT) {
            // (left · right)' = right' · left', and the transpose of a row-order array is what ND4J writes at once.
            return result.length() >= WORTH_TURNING
                            && isInOrder(result, 'c')
                            && right.rank() == 2
                            && right.size(1) > 1
                            && left.size(0) > 1
                            && right.transpose().mmuli(left.transpose(), result.transpose()) != null
                    ? result
                    : null;
        }
        INDArray a = readable(left);
        INDArray b = readable(right);
        if (isInOrder(result, 'c')) {
            Gemm.multiply(
                    left.size(0),
                    left.size(1),
                    columns(right),
                    OneDnn.address(a),
                    a.stride(),
                    OneDnn.address(b),
                    strides(b),
                    OneDnn.address(result));
        } else {
            Gemm.multiply(
                    columns(right),
                    left.size(1),
                    left.size(0),
                    OneDnn.address(b),
                    swapped(strides(b)),
                    OneDnn.address(a),
                    swapped(a.stride()),
                    OneDnn.address(result));
        }
        // Either may be a copy that nobody else refers to.
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
        return right.rank() == 1 && result.rank() != 1 ? result.reshape(result.length()) : result;
    }

    /** The array, or a copy if neither its rows nor its columns are runs of neighbours. */
    private static INDArray readable(INDArray array) {
        return Gemm.reads(array.size(0), columns(array), strides(array)) ? array : array.dup('c');
    }

    private static boolean isCovered(INDArray left, INDArray right, INDArray result) {
        DataType type = result.dataType();
        return (type == DataType.FLOAT || type == DataType.DOUBLE)
                && left.dataType() == type
                && right.dataType() == type
                && left.rank() == 2
                && (right.rank() == 2 || right.rank() == 1)
                && (result.rank() == 2 || result.rank() == 1 && right.rank() == 1)
                && !left.isEmpty()
                && !right.isEmpty()
                && !result.isEmpty()
                && OneDnn.isLive(left)
                && OneDnn.isLive(right)
                && OneDnn.isLive(result)
                && left.size(1) == right.size(0)
                && result.size(0) == left.size(0)
                && (result.rank() == 1 || result.size(1) == columns(right))
                && (isInOrder(result, 'c') || isInOrder(result, 'f'))
                && !Placement.overlap(result, left)
                && !Placement.overlap(result, right)
                && !isWatched();
    }

    /** True when ND4J was asked to look at every operation, for example for values that are not numbers. */
    private static boolean isWatched() {
        ProfilingMode mode = Nd4j.getExecutioner().getProfilingMode();
        return mode != ProfilingMode.DISABLED && mode != ProfilingMode.SCOPE_PANIC;
    }

    private static long columns(INDArray array) {
        return array.rank() == 1 ? 1 : array.size(1);
    }

    private static long[] strides(INDArray array) {
        return array.rank() == 1 ? new long[] {array.stride(0), 1} : array.stride();
    }

    private static long[] swapped(long[] strides) {
        return new long[] {strides[1], strides[0]};
    }

    /** True when the elements lie one after the other, by rows for 'c', by columns for 'f'. */
    private static boolean isInOrder(INDArray array, char order) {
        long rows = array.size(0);
        long columns = columns(array);
        long[] strides = strides(array);
        return order == 'c'
                ? (columns == 1 || strides[1] == 1) && (rows == 1 || strides[0] == columns)
                : (rows == 1 || strides[0] == 1) && (columns == 1 || strides[1] == rows);
    }
}
