package d2j.train;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A model that learns from mini-batches: what {@link Trainer} needs to know of it, whether its gradients were written
 * by hand or come from DL4J.
 */
public interface Trainable {

    /**
     * Updates the parameters once.
     *
     * @param features {@code [batch, features]}, or any shape whose first dimension is the batch
     * @param labels   {@code [batch, outputs]}
     * @return the mean loss of the batch, with the parameters as they were before the update
     */
    double trainStep(INDArray features, INDArray labels);

    /**
     * The model's outputs, {@code [batch, outputs]}: class scores or probabilities, or values of a regression. Layers
     * that behave differently while training, such as dropout, are in their test mode.
     */
    INDArray predict(INDArray features);

    /** A DL4J network as a {@code Trainable}; its loss includes its penalties. */
    static Trainable of(MultiLayerNetwork network) {
        return new Trainable() {
            @Override
            public double trainStep(INDArray features, INDArray labels) {
                network.fit(new DataSet(features, labels));
                return network.score();
            }

            @Override
            public INDArray predict(INDArray features) {
                return network.output(features);
            }
        };
    }
}
