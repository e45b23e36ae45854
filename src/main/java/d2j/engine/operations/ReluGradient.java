package d2j.engine.operations;

import d2j.engine.onednn.Elementwise;
import d2j.engine.onednn.Magnitude;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Primitive;
import d2j.engine.onednn.RecentlyUsed;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code thresholdedrelu_bp}: input and gradient of the result; gives the gradient of the input. */
final class ReluGradient implements Operation {

    private static final Signature SIGNATURE =
            new Signature().reads("...").reads("...").writes("...");
    private static final ThreadLocal<RecentlyUsed<Long, Primitive>> GRADIENTS = RecentlyUsed.perThread(32);

    @Override
    public Signature signature(Arguments arguments) {
        return arguments.numbers().isEmpty() || arguments.numbers().get(0) == 0 ? SIGNATURE : null;
    }

    @Override
    public boolean run(Arguments arguments) {
        INDArray input = arguments.input(0);
        long length = input.length();
        long from = OneDnn.address(input);
        long gradient = OneDnn.address(arguments.input(1));
        // oneDNN multiplies with the slope where ND4J chooses, and zero times NaN is NaN.
        if (!Magnitude.isOrdinary(from, length) || !Magnitude.isOrdinary(gradient, length)) {
            return false;
        }
        // The primitive asks which outputs are positive; that is where inputs are.
        GRADIENTS
                .get()
                .get(length, () -> Elementwise.RELU.backward(length))
                .run(from, gradient, OneDnn.address(arguments.output(0)));
        return true;
    }
}
