package d2j.train;

import java.util.function.ToDoubleBiFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What {@link Trainer} measures on the training and the test data, accumulated batch by batch. A chapter's own takes
 * ten lines:
 *
 * <pre>{@code
 * class LargestError implements Metric {
 *     private double largest;
 *
 *     public String name() { return "largest error"; }
 *     public void reset() { largest = 0; }
 *     public void add(INDArray outputs, INDArray labels) {
 *         largest = Math.max(largest, outputs.sub(labels).amaxNumber().doubleValue());
 *     }
 *     public double value() { return largest; }
 * }
 * }</pre>
 *
 * <p>or one, where it is a mean over examples: {@code Metric.mean("absolute error", (outputs, labels) -> ...)}.
 *
 * <p>Sequences and images reach a metric as rows: {@code [examples · time steps, outputs]}, without what the label mask
 * hides, so that it needs to know neither shapes nor masks.
 */
public interface Metric {

    /** What is measured, in words that follow "train" and "test": {@code "accuracy"}. */
    String name();

    /** Forgets what was added. */
    void reset();

    /**
     * Adds a batch.
     *
     * @param outputs {@code [examples, outputs]}
     * @param labels  of the same shape, or class numbers {@code [examples]} where the data set holds those
     */
    void add(INDArray outputs, INDArray labels);

    /** The value over everything that was added since {@link #reset()}; NaN where nothing was. */
    double value();

    /** Whether more is better, which early stopping needs to know; otherwise less is. */
    default boolean higherIsBetter() {
        return true;
    }

    /** This metric under another name, for models with several outputs. */
    default Metric named(String name) {
        return new NamedMetric(name, this);
    }

    /**
     * A metric that is a mean over examples; less is better.
     *
     * @param ofBatch from outputs and labels of a batch to their mean
     */
    static Metric mean(String name, ToDoubleBiFunction<INDArray, INDArray> ofBatch) {
        return new MeanMetric(name) {
            @Override
            public void add(INDArray outputs, INDArray labels) {
                add(ofBatch.applyAsDouble(outputs, labels) * outputs.size(0), outputs.size(0));
            }
        };
    }
}
