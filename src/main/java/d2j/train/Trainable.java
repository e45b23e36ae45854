package d2j.train;

import d2j.autograd.Optimiser;
import d2j.autograd.Tensor;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model that learns from mini-batches: what {@link Trainer} needs to know of it, whether its gradients were written
 * by hand, come from {@link Tensor}, or from DL4J.
 *
 * <pre>{@code
 * class Mine implements Trainable {
 *     public Step step(INDArray x, INDArray y) {
 *         INDArray scores = predict(x);
 *         ... update the parameters ...
 *         return new Step(loss, scores);
 *     }
 *
 *     public INDArray predict(INDArray x) { return x.mmul(W).addRowVector(b); }
 * }
 * }</pre>
 */
public interface Trainable {

    /**
     * Updates the parameters once.
     *
     * @param x {@code [batch, features]}, or any shape whose first dimension is the batch
     * @param y {@code [batch, outputs]}
     * @return the mean loss of the batch and the outputs for it, with the parameters as they were before the update
     */
    Step step(INDArray x, INDArray y);

    /**
     * The model's outputs, {@code [batch, outputs]}: class scores or probabilities, or values of a regression. Layers
     * that behave differently while training, such as dropout, are in their test mode.
     */
    INDArray predict(INDArray x);

    /**
     * The mean loss of a batch, which stays as it is; NaN, which this method gives where it is not overridden, for a
     * model that cannot say it.
     */
    default double testLoss(INDArray x, INDArray y) {
        return Double.NaN;
    }

    /**
     * Sets the learning rate of the next steps; needed for {@link Trainer#schedule}.
     *
     * @throws UnsupportedOperationException unless it is overridden
     */
    default void setLearningRate(double rate) {
        throw new UnsupportedOperationException("a schedule needs a model whose learning rate can be set; let "
                + getClass().getSimpleName() + " override setLearningRate(double)");
    }

    /** Is told when an epoch is over. */
    default void nextEpoch() {}

    /**
     * A DL4J network of layers in a row. Its loss is DL4J's score, which includes penalties of the weights; the outputs
     * of a step are those that the step itself computed, so with dropout and batch statistics as they were in training.
     */
    static Trainable of(MultiLayerNetwork network) {
        return new NetworkTraining(network);
    }

    /** A DL4J network that is a graph, as {@link #of(MultiLayerNetwork)}. */
    static Trainable of(ComputationGraph network) {
        return new GraphTraining(network);
    }

    /**
     * A model written with tensors:
     *
     * <pre>{@code
     * Trainable.of(x -> relu(x.mmul(W1).add(b1)).mmul(W2).add(b2), (scores, y) -> crossEntropy(scores, y), optimiser)
     * }</pre>
     *
     * @param forward   from the features to the outputs
     * @param loss      from outputs and labels to a scalar
     * @param optimiser of the parameters
     */
    static Trainable of(
            Function<Tensor, Tensor> forward, BiFunction<Tensor, Tensor, Tensor> loss, Optimiser optimiser) {
        return new TensorTraining((x, training) -> forward.apply(x), loss, optimiser);
    }

    /**
     * A model written with tensors that computes otherwise in training than in evaluation:
     * {@code Trainable.of((x, training) -> dropout(relu(x.mmul(W)), 0.5, training), ...)}.
     *
     * @param forward   from the features, and whether this is training, to the outputs
     * @param loss      from outputs and labels to a scalar
     * @param optimiser of the parameters
     */
    static Trainable of(
            BiFunction<Tensor, Boolean, Tensor> forward, BiFunction<Tensor, Tensor, Tensor> loss, Optimiser optimiser) {
        return new TensorTraining(forward, loss, optimiser);
    }
}
