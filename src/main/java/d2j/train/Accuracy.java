package d2j.train;

import d2j.data.MiniBatches;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** The share of examples whose highest score is that of the right class. */
public final class Accuracy extends MeanMetric {

    /** Named "accuracy". */
    public Accuracy() {
        super("accuracy");
    }

    /**
     * The accuracy on one batch, between 0 and 1.
     *
     * @param scores {@code [batch, classes]}: probabilities, logits or any other scores, the highest wins
     * @param labels {@code [batch, classes]}, one-hot, or class numbers {@code [batch]}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static double of(INDArray scores, INDArray labels) {
        return (double) correct(scores, labels) / scores.size(0);
    }

    /** The accuracy on all examples of {@code batches}. */
    public static double of(Trainable model, MiniBatches batches) {
        Accuracy accuracy = new Accuracy();
        for (DataSet batch : batches) {
            accuracy.add(model.predict(batch.getFeatures()), batch.getLabels());
        }
        return accuracy.value();
    }

    @Override
    public void add(INDArray scores, INDArray labels) {
        add(correct(scores, labels), scores.size(0));
    }

    @Override
    public boolean higherIsBetter() {
        return true;
    }

    private static long correct(INDArray scores, INDArray labels) {
        long[] expected = Rows.classes(scores, labels);
        long[] predicted = scores.argMax(1).toLongVector();
        long correct = 0;
        for (int i = 0; i < predicted.length; i++) {
            if (predicted[i] == expected[i]) {
                correct++;
            }
        }
        return correct;
    }
}
