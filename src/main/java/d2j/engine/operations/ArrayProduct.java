package d2j.engine.operations;

import d2j.engine.onednn.Acceleration;
import d2j.engine.onednn.Gemm;
import d2j.engine.onednn.OneDnn;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ProfilingMode;
import org.nd4j.linalg.exception.ND4JIllegalStateException;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@link INDArray#mmul(INDArray)} and its kin on oneDNN. ND4J's own way computes in column order and then copies the
 * result, element by element, into the row order that nearly every array has; the copy takes longer than the product.
 * And its OpenBLAS brings threads of its own, which get in the way of those of all other operations.
 */
public final class ArrayProduct implements Operation {

    /** Elements of a result from which on its copy takes longer than to turn three arrays. */
    private static final int WORTH_TURNING = 256;

    private ArrayProduct() {}

    private static final Operation PRODUCT = new ArrayProduct();
    private static final Operation TURNED = new Turned();
    private static final Signature MATRIX = new Signature()
            .readsStrided("rows inner")
            .readsStrided("inner columns")
            .writesStrided("rows columns");
    private static final Signature VECTOR =
            new Signature().readsStrided("rows inner").readsStrided("inner").writesStrided("rows");
    private static final Signature COLUMN =
            new Signature().readsStrided("rows inner").readsStrided("inner").writesStrided("rows 1");

    /**
     * Called by ND4J at the start of {@link INDArray#mmuli(INDArray, INDArray)}.
     *
     * @param left   {@code [rows, inner]}
     * @param right  {@code [inner, columns]} or {@code [inner]}
     * @param result where to write, {@code [rows, columns]} or {@code [rows]}
     * @return the result; null where ND4J has to do the work (other types and orders, or a message about what is wrong)
     */
    public static INDArray multiply(INDArray left, INDArray right, INDArray result) {
        if (!Acceleration.isOn() || isWatched()) {
            return null;
        }
        Operation product = result.dataType() == DataType.DOUBLE ? TURNED : PRODUCT;
        if (!Operations.isDone(product, Arguments.of(new INDArray[] {left, right}, result)) || result.isEmpty()) {
            return null;
        }
        return right.rank() == 1 && result.rank() != 1 ? result.reshape(result.length()) : result;
    }

    /**
     * Called by ND4J at the start of {@link INDArray#mmul(INDArray, char)}, which multiplies the first elements of two
     * vectors of different lengths and ignores the rest.
     *
     * @return null: the work is ND4J's
     * @throws ND4JIllegalStateException if two vectors differ in length
     */
    public static INDArray requireEqualLengths(INDArray left, INDArray right, char order) {
        boolean row = left.rank() == 1 || left.rank() == 2 && left.size(0) == 1;
        boolean column = right.rank() == 1 || right.rank() == 2 && right.size(1) == 1;
        if (row && column && left.length() != right.length()) {
            throw new ND4JIllegalStateException("mmul: " + Arrays.toString(left.shape()) + " times "
                    + Arrays.toString(right.shape()) + ": the product of two vectors needs as many elements in both");
        }
        return null;
    }

    @Override
    public Signature signature(Arguments arguments) {
        return arguments.input(1).rank() == 2 ? MATRIX : arguments.output(0).rank() == 1 ? VECTOR : COLUMN;
    }

    @Override
    public boolean run(Arguments arguments) {
        INDArray left = arguments.input(0);
        INDArray right = arguments.input(1);
        INDArray result = arguments.output(0);
        boolean inRows = isInOrder(result, 'c');
        if (!inRows && !isInOrder(result, 'f')) {
            return false;
        }
        INDArray a = readable(left);
        INDArray b = readable(right);
        if (inRows) {
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
        return true;
    }

    /**
     * ND4J's own product in the form {@code (left · right)' = right' · left'}: the transpose of a row-order array is
     * what it writes at once.
     */
    private static final class Turned implements Operation {

        private static final Signature DOUBLES = new Signature(DataType.DOUBLE)
                .readsStrided("rows inner")
                .readsStrided("inner columns")
                .writesStrided("rows columns");

        @Override
        public Signature signature(Arguments arguments) {
            return DOUBLES;
        }

        @Override
        public boolean run(Arguments arguments) {
            INDArray left = arguments.input(0);
            INDArray right = arguments.input(1);
            INDArray result = arguments.output(0);
            return result.length() >= WORTH_TURNING
                    && right.size(1) > 1
                    && left.size(0) > 1
                    && isInOrder(result, 'c')
                    && right.transpose().mmuli(left.transpose(), result.transpose()) != null;
        }
    }

    /** The array, or a copy if neither its rows nor its columns are runs of neighbours. */
    private static INDArray readable(INDArray array) {
        return Gemm.reads(array.size(0), columns(array), strides(array)) ? array : array.dup('c');
    }

    /** True when ND4J was asked to look at every operation, for example for values that are not numbers. */
    static boolean isWatched() {
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
