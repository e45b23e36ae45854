package d2j.engine.layers;

import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Looks at gradients that come from above, or from a caller, before native code reads them. */
public final class OutputGradient {

    private OutputGradient() {}

    /**
     * @param gradient of a layer's output
     * @param shape    of that output
     * @param layer    names the layer in the message
     * @throws DL4JInvalidInputException if the gradient has another shape
     */
    public static void check(INDArray gradient, long[] shape, String layer) {
        if (!Arrays.equals(gradient.shape(), shape)) {
            throw new DL4JInvalidInputException("A gradient (error) of the shape " + Arrays.toString(gradient.shape())
                    + " came back to a layer whose output has the shape " + Arrays.toString(shape)
                    + "; both have to be the same " + layer);
        }
    }
}
