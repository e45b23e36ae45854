package d2j.train;

import d2j.autograd.Tensor;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model written with tensors that has several inputs or outputs, or masks. Others need only two lambdas, see
 * {@link Trainable}.
 */
public interface TensorModel {

    /**
     * The outputs.
     *
     * @param inputs   the features, one tensor for each
     * @param training whether this is a training step: dropout, batch normalisation
     */
    List<Tensor> outputs(List<Tensor> inputs, boolean training);

    /**
     * The mean loss over what counts, a scalar.
     *
     * @param labels one for each output
     * @param masks  one for each output, 1 for what counts and 0 for what does not; null where all counts
     */
    Tensor loss(List<Tensor> outputs, List<Tensor> labels, INDArray[] masks);
}
