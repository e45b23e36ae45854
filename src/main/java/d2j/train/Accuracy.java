package d2j.train;

import d2j.data.MiniBatches;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** The share of examples whose highest score is that of the right class. */
public final class Accuracy {

    private Accuracy() {}

    /**
     * The accuracy on one batch, between 0 and 1.
     *
     * @param scores {@code [batch, classes]}: probabilities, logits or any other scores, the highest wins
     * @param labels {@code [batch, classes]}, one-hot
     * @throws IllegalArgumentException if the shapes differ
     */
    public static double of(INDArray scores, INDArray labels) {
        return (double) correct(scores, labels) / scores.size(0);
    }

    /** The accuracy on all examples of {@code batches}. */
    public static double of(Trainable model, MiniBatches batches) {
        long correct = 0;
        long examples = 0;
        for (DataSet batch : batches) {
            INDArray scores = model.predict(batch.getFeatures());
            correct += correct(scores, batch.getLabels());
            examples += scores.size(0);
        }
        return (double) correct / examples;
    }

    /** How many rows of {@code scores} have their highest value where {@code labels} have theirs. */
    static long correct(INDArray scores, INDArray labels) {
        if (!scores.equalShapes(labels) || scores.rank() != 2) {
            throw new IllegalArgumentException("scores and one-hot labels should both be [batch, classes], and are "
                    + scores.shapeInfoToString() + " and " + labels.shapeInfoToString());
        }
        long[] predicted = scores.argMax(1).toLongVector();
        long[] expected = labels.argMax(1).toLongVector();
        long correct = 0;
        for (int i = 0; i < predicted.length; i++) {
            if (predicted[i] == expected[i]) {
                correct++;
            }
        }
        return correct;
    }
}
