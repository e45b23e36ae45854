package d2j.train;

import d2j.autograd.Optimiser;
import d2j.autograd.Tensor;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

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
     * As {@link #step(INDArray, INDArray)}, for a batch that may have several inputs and outputs, and masks. Models
     * that know such batches override it, and {@link #predict(MultiDataSet)}.
     *
     * @throws IllegalArgumentException unless it is overridden, for a batch that has them
     */
    default Step step(MultiDataSet batch) {
        requireSimple(batch);
        return step(batch.getFeatures(0), batch.getLabels(0));
    }

    /** As {@link #predict(INDArray)}: one array for each output. */
    default INDArray[] predict(MultiDataSet batch) {
        requireSimple(batch);
        return new INDArray[] {predict(batch.getFeatures(0))};
    }

    /**
     * Whether steps are to give their outputs, which only metrics need. A model for which they cost nothing need not
     * override it and gives them always.
     */
    default void setOutputsWanted(boolean wanted) {}

    private void requireSimple(MultiDataSet batch) {
        if (batch.numFeatureArrays() != 1 || batch.numLabelsArrays() != 1 || batch.hasMaskArrays()) {
            throw new IllegalArgumentException("this batch has " + batch.numFeatureArrays() + " features and "
                    + batch.numLabelsArrays() + " labels"
                    + (batch.hasMaskArrays() ? " with masks" : "") + "; let "
                    + getClass().getSimpleName()
                    + " override step(MultiDataSet) and predict(MultiDataSet)");
        }
    }

    /**
     * The mean loss of a batch in test mode, which changes nothing; NaN, where it is not overridden, for a model that
     * cannot say it.
     */
    default double testLoss(MultiDataSet batch) {
        return Double.NaN;
    }

    /**
     * The dimension of outputs that holds the classes or values; the others count examples, time steps, pixels. The
     * last one unless it is overridden; DL4J's networks have it second: {@code [batch, classes, time steps]}.
     */
    default int outputDimension() {
        return -1;
    }

    /**
     * The arrays that training changes, themselves and not copies: parameters first, then what an optimiser remembers.
     * Keeping the best weights and {@link Trainer#checkpoint} need them.
     *
     * @throws UnsupportedOperationException unless it is overridden
     */
    default List<INDArray> state() {
        throw new UnsupportedOperationException("to keep weights, the arrays that hold them must be known; let "
                + getClass().getSimpleName() + " override state(): return List.of(W, b);");
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
     * A DL4J network of layers in a row. Its loss is DL4J's score, which includes penalties of the weights; for
     * sequences divided by the time steps that count.
     *
     * <p>The outputs of a step are those of the step's own forward pass: with the weights before the update, units
     * dropped at random, and batch normalisation by the batch. A training accuracy made of them is a little lower than
     * what a second pass over the training data in test mode would give, and costs nothing.
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

    /** A model written with tensors that has several inputs or outputs, or masks. */
    static Trainable of(TensorModel model, Optimiser optimiser) {
        return new TensorTraining(model, optimiser);
    }
}
