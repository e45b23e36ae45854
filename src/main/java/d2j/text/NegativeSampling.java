package d2j.text;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains vectors by telling words that occurred from words that were drawn at random (T. Mikolov et al., <i>Distributed
 * representations of words and phrases and their compositionality</i>, 2013).
 *
 * <p>An example is a bag of inputs and a target. The mean of the inputs' vectors is <b>h</b>, and a step goes down the
 * gradient of {@code -log σ(h · u) - Σ log σ(-h · u')}, where <b>u</b> is the output vector of the target and each
 * <b>u'</b> that of a noise word. What the bag holds makes the model: the centre word gives the skip-gram, the words
 * around the target give CBOW, the centre word with its parts of words gives fastText.
 *
 * <pre>{@code
 * NegativeSampling skipGram = NegativeSampling.of(vocabulary.size(), noise, 100, 5, seed);
 * double loss = skipGram.step(centre, context, 0.025);
 * INDArray table = skipGram.inputs();
 * }</pre>
 *
 * <p>A step changes only the rows that it names, in plain arrays and on one thread: a few hundred numbers, too few to
 * be worth the way into a native library, and the same seed gives the same vectors.
 */
public final class NegativeSampling {

    private final float[][] in;
    private final float[][] out;
    private final int negatives;
    private final SplittableRandom random;
    private final float[] share;
    private final int[] other;
    private final float[] hidden;
    private final float[] slope;
    private final int[] one = new int[1];
    private final int[] drawn;

    private NegativeSampling(int inputs, double[] noise, int dimensions, int negatives, long seed) {
        this.random = new SplittableRandom(seed);
        this.negatives = negatives;
        this.in = new float[inputs][dimensions];
        this.out = new float[noise.length][dimensions];
        for (float[] row : in) {
            for (int j = 0; j < dimensions; j++) {
                row[j] = (float) ((random.nextDouble() - 0.5) / dimensions);
            }
        }
        this.share = new float[noise.length];
        this.other = new int[noise.length];
        prepare(noise);
        this.hidden = new float[dimensions];
        this.slope = new float[dimensions];
        this.drawn = new int[negatives];
    }

    /**
     * Inputs with small random vectors, outputs with zeros.
     *
     * @param inputs     how many vectors are learned
     * @param noise      how often each target is drawn as noise, up to a common factor
     * @param dimensions of a vector
     * @param negatives  noise words of an example
     * @param seed       of the initial vectors and the noise
     * @throws IllegalArgumentException if a number is not positive, or fewer than two words can be drawn
     */
    public static NegativeSampling of(int inputs, double[] noise, int dimensions, int negatives, long seed) {
        if (inputs < 1 || dimensions < 1 || negatives < 1) {
            throw new IllegalArgumentException("inputs, dimensions and negatives are at least 1, not " + inputs + ", "
                    + dimensions + " and " + negatives);
        }
        if (Arrays.stream(noise).anyMatch(weight -> !(weight >= 0) || Double.isInfinite(weight))
                || Arrays.stream(noise).filter(weight -> weight > 0).count() < 2) {
            throw new IllegalArgumentException(
                    "noise: weights of at least 0, two of them above; a target is never its own noise");
        }
        return new NegativeSampling(inputs, noise, dimensions, negatives, seed);
    }

    /**
     * Walker's alias method: each column of a histogram of equal width holds a share of its own word, and the rest of
     * one other word, so that a word is drawn in constant time (A. J. Walker, 1977).
     */
    private void prepare(double[] noise) {
        int n = noise.length;
        double mean = Arrays.stream(noise).sum() / n;
        double[] height = Arrays.stream(noise).map(weight -> weight / mean).toArray();
        int[] small = new int[n];
        int[] large = new int[n];
        int smalls = 0;
        int larges = 0;
        for (int i = 0; i < n; i++) {
            other[i] = i;
            if (height[i] < 1) {
                small[smalls++] = i;
            } else {
                large[larges++] = i;
            }
        }
        Arrays.fill(share, 1);
        while (smalls > 0 && larges > 0) {
            int low = small[--smalls];
            int high = large[larges - 1];
            share[low] = (float) height[low];
            other[low] = high;
            height[high] -= 1 - height[low];
            if (height[high] < 1) {
                larges--;
                small[smalls++] = high;
            }
        }
    }

    /** A noise word. */
    public int draw() {
        int i = random.nextInt(other.length);
        return random.nextDouble() < share[i] ? i : other[i];
    }

    /**
     * A step on one input and its target, against fresh noise words.
     *
     * @param rate the learning rate
     * @return the loss before the step
     */
    public double step(int input, int target, double rate) {
        one[0] = input;
        return step(one, target, rate);
    }

    /** A step on a bag of inputs and their target, against fresh noise words, none of which is the target. */
    public double step(int[] bag, int target, double rate) {
        for (int k = 0; k < negatives; k++) {
            do {
                drawn[k] = draw();
            } while (drawn[k] == target);
        }
        return step(bag, target, drawn, rate);
    }

    /** A step on a bag of inputs and their target, against given noise words. */
    public double step(int[] bag, int target, int[] noise, double rate) {
        if (bag.length == 0) {
            throw new IllegalArgumentException("a bag holds at least one input");
        }
        float[] h = in[bag[0]];
        if (bag.length > 1) {
            h = hidden;
            Arrays.fill(h, 0);
            for (int input : bag) {
                add(h, 1f / bag.length, in[input]);
            }
        }
        Arrays.fill(slope, 0);
        double loss = against(h, target, 1, rate);
        for (int word : noise) {
            loss += against(h, word, 0, rate);
        }
        for (int input : bag) {
            add(in[input], 1f / bag.length, slope);
        }
        return loss;
    }

    /** Teaches the output vector of a word, and notes what the hidden vector learns. */
    private double against(float[] h, int word, int label, double rate) {
        float[] u = out[word];
        double score = dot(h, u);
        double probability = 1 / (1 + Math.exp(-score));
        float g = (float) (rate * (label - probability));
        add(slope, g, u);
        add(u, g, h);
        return -Math.log(Math.max(1e-12, label == 1 ? probability : 1 - probability));
    }

    private static float dot(float[] a, float[] b) {
        // Four sums, since one would wait for each addition before it begins the next.
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int j = 0;
        for (; j + 3 < a.length; j += 4) {
            s0 += a[j] * b[j];
            s1 += a[j + 1] * b[j + 1];
            s2 += a[j + 2] * b[j + 2];
            s3 += a[j + 3] * b[j + 3];
        }
        for (; j < a.length; j++) {
            s0 += a[j] * b[j];
        }
        return s0 + s1 + s2 + s3;
    }

    private static void add(float[] to, float factor, float[] from) {
        for (int j = 0; j < to.length; j++) {
            to[j] += factor * from[j];
        }
    }

    /** The input vectors, a new array {@code [inputs, dimensions]}. */
    public INDArray inputs() {
        return Nd4j.create(in);
    }

    /** The output vectors, a new array {@code [targets, dimensions]}. */
    public INDArray outputs() {
        return Nd4j.create(out);
    }
}
