package d2j.train;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What one training step found, with the parameters as they were before it changed them.
 *
 * @param loss    the mean loss of the batch
 * @param weight  what the loss is a mean of: the number of examples, or of time steps that a mask leaves; epochs
 *                average over it. NaN for the number of examples in the batch
 * @param outputs the model's outputs for the batch, which training metrics are computed from; none where there are none
 */
public record Step(double loss, double weight, List<INDArray> outputs) {

    /** A step on a batch all of whose examples count, {@code return new Step(loss, scores)}. */
    public Step(double loss, INDArray... outputs) {
        this(loss, Double.NaN, List.of(outputs));
    }
}
