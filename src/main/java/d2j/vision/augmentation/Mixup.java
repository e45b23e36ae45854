package d2j.vision.augmentation;

import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;

/**
 * Blends each example of a mini-batch with another of it, and their labels likewise (H. Zhang, M. Cisse, Y. N. Dauphin,
 * D. Lopez-Paz, "mixup: beyond empirical risk minimization", 2018).
 */
public final class Mixup {

    private Mixup() {}

    /**
     * Blends a batch with its own examples in another order, in place.
     *
     * @param batch features of any shape, labels as distributions (one-hot)
     * @param alpha of the Beta distribution that the share comes from: one share for the whole batch
     * @return the share of the first example of each pair
     */
    public static double blend(DataSet batch, double alpha, RandomGenerator random) {
        double share = beta(alpha, random);
        int n = (int) batch.getFeatures().size(0);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        batch.setFeatures(blend(batch.getFeatures(), order, share));
        batch.setLabels(blend(batch.getLabels(), order, share));
        return share;
    }

    private static INDArray blend(INDArray examples, int[] order, double share) {
        INDArray rows = examples.dup('c').reshape(order.length, examples.length() / order.length);
        INDArray others = org.nd4j.linalg.factory.Nd4j.pullRows(rows, 1, order, 'c');
        return rows.muli(share).addi(others.muli(1 - share)).reshape(examples.shape());
    }

    /** A number of the distribution Beta(alpha, alpha), from two of the gamma distribution. */
    static double beta(double alpha, RandomGenerator random) {
        if (!(alpha > 0)) {
            throw new IllegalArgumentException("mixup's alpha is above 0, not " + alpha);
        }
        double logFirst = logGamma(alpha, random);
        double logSecond = logGamma(alpha, random);
        return 1 / (1 + Math.exp(logSecond - logFirst));
    }

    /** The logarithm of a gamma variate (G. Marsaglia, W. W. Tsang, 2000); small shapes would round to 0 without it. */
    private static double logGamma(double shape, RandomGenerator random) {
        double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3;
        double boost = shape < 1 ? Math.log(1 - random.nextDouble()) / shape : 0;
        while (true) {
            double normal = random.nextGaussian();
            double v = Math.pow(1 + normal / Math.sqrt(9 * d), 3);
            if (v > 0 && Math.log(1 - random.nextDouble()) < normal * normal / 2 + d - d * v + d * Math.log(v)) {
                return Math.log(d * v) + boost;
            }
        }
    }
}
