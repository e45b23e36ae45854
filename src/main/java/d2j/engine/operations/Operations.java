package d2j.engine.operations;

import d2j.engine.onednn.Acceleration;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Placement;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.nativeblas.NativeOps;

/**
 * The operations that take most of the time of a SameDiff graph, on oneDNN. ND4J's own native code runs whatever is not
 * covered: other types, arrays with gaps, results that overlap operands.
 */
public final class Operations {

    /** By ND4J's names. */
    private static final Map<String, Operation> FASTER = Map.of(
            "matmul", MatrixProducts::forward,
            "matmul_bp", MatrixProducts::backward,
            "layer_norm", LayerNormalization::forward,
            "layer_norm_bp", LayerNormalization::backward,
            "add_bp", ElementwiseOperations::additionGradient,
            "thresholdedrelu_bp", ElementwiseOperations::reluGradient,
            "softmax", ElementwiseOperations::softmax,
            "permute", ElementwiseOperations::permute);

    private Operations() {}

    /** An operation on dense or strided arrays of floats. */
    @FunctionalInterface
    interface Operation {
        /**
         * Writes the results.
         *
         * @param context operands and settings; all arrays are live and of floats, results are dense, in row order, and
         *                overlap nothing
         * @return false, without having written anything, when the case is not covered
         */
        boolean run(OpContext context);
    }

    /**
     * Called by ND4J in the place of {@link NativeOps#execCustomOp2}, whose arguments come first.
     *
     * @return zero, as the native call does when all went well
     */
    public static int execute(
            NativeOps library,
            PointerPointer<?> extras,
            long hash,
            Pointer nativeContext,
            CustomOp operation,
            OpContext context) {
        Operation faster = FASTER.get(operation.opName());
        return faster != null && Acceleration.isOn() && isCovered(context) && faster.run(context)
                ? 0
                : library.execCustomOp2(extras, hash, nativeContext);
    }

    private static boolean isCovered(OpContext context) {
        int inputs = context.numInputArguments();
        int outputs = context.numOutputArguments();
        for (int i = 0; i < inputs; i++) {
            if (!isUsable(context.getInputArray(i))) {
                return false;
            }
        }
        for (int i = 0; i < outputs; i++) {
            INDArray output = context.getOutputArray(i);
            if (!isUsable(output) || !Placement.isInRowOrder(output)) {
                return false;
            }
            for (int k = 0; k < inputs; k++) {
                if (Placement.overlap(output, context.getInputArray(k))) {
                    return false;
                }
            }
            for (int k = 0; k < i; k++) {
                if (Placement.overlap(output, context.getOutputArray(k))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isUsable(INDArray array) {
        return array != null && OneDnn.isFloat(array);
    }
}
