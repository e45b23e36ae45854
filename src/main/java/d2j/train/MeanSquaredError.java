package d2j.train;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The mean of the squared differences between outputs and labels, over examples and outputs. */
public final class MeanSquaredError extends MeanMetric {

    /** Named "mean squared error". */
    public MeanSquaredError() {
        super("mean squared error");
    }

    /**
     * The mean squared error of one batch.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public static double of(INDArray outputs, INDArray labels) {
        return sum(outputs, labels) / outputs.length();
    }

    @Override
    public void add(INDArray outputs, INDArray labels) {
        add(sum(outputs, labels), outputs.length());
    }

    private static double sum(INDArray outputs, INDArray labels) {
        if (!outputs.equalShapes(labels)) {
            throw new IllegalArgumentException("outputs and labels should have one shape, and have "
                    + Rows.shape(outputs) + " and " + Rows.shape(labels));
        }
        INDArray error = outputs.sub(labels.castTo(outputs.dataType()));
        return error.muli(error).sumNumber().doubleValue();
    }
}
