package d2j.engine.operations;

import d2j.engine.onednn.Acceleration;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.nativeblas.NativeOps;

/**
 * The operations that take most of the time of a SameDiff graph, on oneDNN, and those in which ND4J errs. ND4J's own
 * native code runs whatever is not covered: other types, arrays with gaps, results that overlap operands; and whatever
 * is wrong, so that the message is ND4J's.
 */
public final class Operations {

    /** By ND4J's names. */
    private static final Map<String, Operation> OPERATIONS = Map.of(
            "matmul", new ProductOperation(),
            "matmul_bp", new ProductGradient(),
            "layer_norm", new LayerNormalization(),
            "layer_norm_bp", new LayerNormalizationGradient(),
            "add_bp", new AdditionGradient(),
            "thresholdedrelu_bp", new ReluGradient(),
            "softmax", new SoftmaxOperation(),
            "softmax_bp", new InRowOrder("softmax_bp"),
            "batchnorm", new InRowOrder("batchnorm"),
            "permute", new Permutation());

    private Operations() {}

    /** The names of the operations that do not always reach ND4J's own code. */
    static Set<String> names() {
        return OPERATIONS.keySet();
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
        return Acceleration.isOn() && isDone(operation.opName(), context)
                ? 0
                : library.execCustomOp2(extras, hash, nativeContext);
    }

    private static boolean isDone(String name, OpContext context) {
        Operation operation = OPERATIONS.get(name);
        Arguments arguments = operation == null ? null : Arguments.of(context);
        return arguments != null && isDone(operation, arguments);
    }

    /**
     * Runs an operation if its arguments are what it declares. Nothing is written otherwise.
     *
     * @return whether it was run
     */
    static boolean isDone(Operation operation, Arguments arguments) {
        Signature signature = operation.signature(arguments);
        if (signature == null || !signature.hasShapesOf(arguments)) {
            return false;
        }
        // ND4J's own softmax of no rows ends the process.
        return arguments.isAllEmpty() || signature.hasPlacementsOf(arguments) && operation.run(arguments);
    }
}
