package d2j.autograd;

import d2j.engine.arrays.DenseArray;
import d2j.engine.arrays.Normalisations;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Means and variances of channels that batch normalisation gathers while training and uses afterwards. */
public final class RunningStatistics {

    private static final double EPSILON = 1e-5;

    private final INDArray mean;
    private final INDArray variance;
    private final double momentum;

    /**
     * Means of 0 and variances of 1.
     *
     * @param type     FLOAT or DOUBLE
     * @param channels how many
     * @param momentum how much of the old value stays at each batch, for example 0.9
     */
    public RunningStatistics(DataType type, long channels, double momentum) {
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("a momentum is from 0 to below 1, not " + momentum);
        }
        mean = DenseArray.filled(type, 0, channels).array();
        variance = DenseArray.filled(type, 1, channels).array();
        this.momentum = momentum;
    }

    /** {@code [channels]}. */
    public INDArray mean() {
        return mean;
    }

    /** {@code [channels]}, bias-corrected. */
    public INDArray variance() {
        return variance;
    }

    Tensor normalise(Tensor x, Tensor gain, Tensor bias, boolean training) {
        int rank = x.rank();
        if (rank < 2 || rank > 4 || x.size(1) != mean.length()) {
            throw new IllegalArgumentException("batchNorm: statistics of " + mean.length()
                    + " channels, and a tensor of shape " + Shapes.text(x.shape()) + " (channels are dimension 1)");
        }
        long[] shape = new long[rank];
        java.util.Arrays.fill(shape, 1);
        shape[1] = mean.length();
        Tensor centre;
        Tensor spread;
        if (training) {
            int[] over = java.util.stream.IntStream.range(0, rank)
                    .filter(i -> i != 1)
                    .toArray();
            Normalisations forward = Normalisation.channels(x, gain, bias, EPSILON);
            if (forward != null) {
                update(forward.mean(), forward.variance(), x.length() / mean.length());
                return Normalisation.batch(forward, x, gain, bias, over, EPSILON);
            }
            centre = x.mean(true, over);
            spread = x.sub(centre).square().mean(true, over);
            update(centre.value(), spread.value(), x.length() / mean.length());
        } else {
            centre = Tensor.of(mean).reshape(shape);
            spread = Tensor.of(variance).reshape(shape);
        }
        return x.sub(centre)
                .div(spread.add(EPSILON).sqrt())
                .mul(gain.reshape(shape))
                .add(bias.reshape(shape));
    }

    private void update(DenseArray centre, DenseArray spread, long count) {
        double corrected = count > 1 ? (double) count / (count - 1) : 1;
        blend(mean, centre, 1);
        blend(variance, spread, corrected);
    }

    private void blend(INDArray running, DenseArray batch, double factor) {
        for (long i = 0; i < running.length(); i++) {
            running.putScalar(i, momentum * running.getDouble(i) + (1 - momentum) * factor * batch.get(i));
        }
    }
}
