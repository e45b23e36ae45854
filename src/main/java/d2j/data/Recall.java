package d2j.data;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Sequences whose first step says something that is asked for after the last one, with noise between them: how long
 * can a recurrent network remember? A small relative of the tasks of Hochreiter and Schmidhuber, <i>Long short-term
 * memory</i>, 1997.
 */
public final class Recall {

    private final int steps;
    private final SplittableRandom random;

    private Recall(int steps, long seed) {
        this.steps = steps;
        random = new SplittableRandom(seed);
    }

    /**
     * A source of sequences.
     *
     * @param steps how many time steps each has
     * @param seed the same seed gives the same sequences
     * @throws IllegalArgumentException if there are fewer than 2 steps, between which nothing could be forgotten
     */
    public static Recall over(int steps, long seed) {
        if (steps < 2) {
            throw new IllegalArgumentException("recalling takes at least 2 steps, not " + steps);
        }
        return new Recall(steps, seed);
    }

    /**
     * New sequences in DL4J's recurrent format. The first feature is -1 or 1 in the first step and 0 after it, the
     * second one is standard normal noise. The labels are one-hot, {@code [examples, 2, steps]}, of which a mask
     * {@code [examples, steps]} leaves the last step: class 0 for -1, class 1 for 1.
     *
     * @return features {@code [examples, 2, steps]}, labels, no mask of the features, and that of the labels
     * @throws IllegalArgumentException if {@code examples} is below 1
     */
    public DataSet next(int examples) {
        if (examples < 1) {
            throw new IllegalArgumentException("examples are at least 1, not " + examples);
        }
        float[] features = new float[examples * 2 * steps];
        float[] labels = new float[examples * 2 * steps];
        float[] mask = new float[examples * steps];
        for (int i = 0; i < examples; i++) {
            int bit = random.nextInt(2);
            features[2 * i * steps] = 2 * bit - 1;
            for (int t = 0; t < steps; t++) {
                features[(2 * i + 1) * steps + t] = (float) random.nextGaussian();
                labels[(2 * i + bit) * steps + t] = 1;
            }
            mask[(i + 1) * steps - 1] = 1;
        }
        return new DataSet(
                array(features, examples, 2, steps),
                array(labels, examples, 2, steps),
                null,
                array(mask, examples, steps));
    }

    private static INDArray array(float[] values, long... shape) {
        return Nd4j.create(values, shape, DataType.FLOAT);
    }
}
