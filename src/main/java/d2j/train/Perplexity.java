package d2j.train;

/**
 * e to the power of the mean cross-entropy of the right classes: among how many equally likely ones a language model
 * hesitates.
 *
 * <p>Rows of outputs that are not negative and add up to 1 are taken for probabilities, others for scores before the
 * softmax.
 */
public final class Perplexity extends ClassMetric {

    /** Named "perplexity". */
    public Perplexity() {
        super("perplexity");
    }

    @Override
    double ofRow(double[] outputs, int from, int classes, int expected) {
        return -logProbability(outputs, from, classes, expected);
    }

    private static double logProbability(double[] values, int from, int classes, int expected) {
        double sum = 0;
        double largest = Double.NEGATIVE_INFINITY;
        boolean negative = false;
        for (int i = from; i < from + classes; i++) {
            sum += values[i];
            negative |= values[i] < 0;
            largest = Math.max(largest, values[i]);
        }
        if (!negative && Math.abs(sum - 1) < 1e-3) {
            return Math.log(Math.max(values[from + expected], Float.MIN_NORMAL));
        }
        double exponentials = 0;
        for (int i = from; i < from + classes; i++) {
            exponentials += Math.exp(values[i] - largest);
        }
        return values[from + expected] - largest - Math.log(exponentials);
    }

    @Override
    public double value() {
        return Math.exp(super.value());
    }
}
