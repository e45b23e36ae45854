package d2j.engine.layers;

import d2j.engine.onednn.Floats;
import d2j.engine.onednn.OneDnn;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Looks for what is not a number in gradients. oneDNN multiplies with the slope of the rectifier where DL4J chooses,
 * and zero times NaN is NaN.
 */
final class Finite {

    private Finite() {}

    /**
     * Whether the gradients of a layer are numbers. One output's weights tell of its input, since NaN passes through
     * any product, and the biases of its output; without biases all weights are looked at.
     *
     * @param weights dense, where the first {@code inputs} elements belong to the first output
     * @param biases  dense, or null
     */
    static boolean areGradients(INDArray weights, long inputs, INDArray biases) {
        return biases == null
                ? isFinite(weights, weights.length())
                : isFinite(weights, inputs) && isFinite(biases, biases.length());
    }

    private static boolean isFinite(INDArray array, long count) {
        float[] values = new float[(int) count];
        Floats.read(OneDnn.address(array), values, values.length);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
