package d2j.data;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Examples that a linear model with known parameters made, so that one can see whether learning finds them again.
 *
 * <p>The data set of Zhang, Lipton, Li, Smola, "Dive into Deep Learning" (2023), section 3.3.
 */
public final class SyntheticRegression {
    private final INDArray features;
    private final INDArray targets;

    private SyntheticRegression(INDArray features, INDArray targets) {
        this.features = features;
        this.targets = targets;
    }

    /**
     * Draws X with independent standard normal elements and makes y = Xw + b + noise.
     *
     * @param trueWeights w, of any shape with d elements
     * @param trueBias    b
     * @param n           how many examples
     * @param noise       the standard deviation of the normal noise; 0 for none
     * @param seed        the same seed gives the same examples
     * @throws IllegalArgumentException if n is not positive or the noise negative
     */
    public static SyntheticRegression linear(INDArray trueWeights, double trueBias, int n, double noise, long seed) {
        if (n <= 0 || noise < 0) {
            throw new IllegalArgumentException("n = " + n + " must be positive, noise = " + noise + " not negative");
        }
        double[] w = trueWeights.reshape(trueWeights.length()).toDoubleVector();
        RandomGenerator random = new SplittableRandom(seed);
        float[] x = new float[n * w.length];
        float[] y = new float[n];
        for (int i = 0; i < n; i++) {
            double sum = trueBias;
            for (int j = 0; j < w.length; j++) {
                float value = (float) random.nextGaussian();
                x[i * w.length + j] = value;
                sum += w[j] * value;
            }
            y[i] = (float) (sum + noise * random.nextGaussian());
        }
        return new SyntheticRegression(
                Nd4j.create(x, new long[] {n, w.length}, DataType.FLOAT),
                Nd4j.create(y, new long[] {n, 1}, DataType.FLOAT));
    }

    /** X, float {@code [n, d]}. */
    public INDArray features() {
        return features;
    }

    /** y, float {@code [n, 1]}. */
    public INDArray targets() {
        return targets;
    }

    /** The examples in mini-batches, in their order. */
    public MiniBatches batches(int batchSize) {
        return MiniBatches.of(features, targets, batchSize);
    }
}
