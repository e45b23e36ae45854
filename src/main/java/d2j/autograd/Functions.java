package d2j.autograd;

import d2j.engine.arrays.BinaryFunction;
import d2j.engine.arrays.DenseArray;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Functions of tensors, for {@code import static d2j.autograd.Functions.*}: activations, losses, layers. */
public final class Functions {

    private Functions() {}

    // ------------------------------------------------------------------------------------------------------
    // activations

    /** max(x, 0); the gradient at 0 is 0. */
    public static Tensor relu(Tensor x) {
        return Arithmetic.relu(x);
    }

    /** x where it is positive, elsewhere {@code slope} times x (Maas, Hannun and Ng, 2013), the gradient at 0. */
    public static Tensor leakyRelu(Tensor x, double slope) {
        Tensor positive = relu(x);
        return positive.add(x.sub(positive).mul(slope));
    }

    /** x where it is positive, elsewhere {@code alpha} (e^x - 1) (Clevert, Unterthiner and Hochreiter, 2016). */
    public static Tensor elu(Tensor x, double alpha) {
        Tensor positive = relu(x);
        return positive.add(x.sub(positive).exp().sub(1).mul(alpha));
    }

    /** x times the normal distribution function at x (Hendrycks and Gimpel, 2016). */
    public static Tensor gelu(Tensor x) {
        return x.mul(Arithmetic.erf(x.mul(Math.sqrt(0.5))).add(1)).mul(0.5);
    }

    /** 1 / (1 + e^-x). */
    public static Tensor sigmoid(Tensor x) {
        return Arithmetic.sigmoid(x);
    }

    /** The hyperbolic tangent. */
    public static Tensor tanh(Tensor x) {
        return Arithmetic.tanh(x);
    }

    /** ln(1 + e^x). */
    public static Tensor softplus(Tensor x) {
        return Arithmetic.softplus(x);
    }

    /** The softmax along the last dimension. */
    public static Tensor softmax(Tensor x) {
        return Softmax.softmax(x, -1);
    }

    /** The softmax along a dimension. */
    public static Tensor softmax(Tensor x, int dimension) {
        return Softmax.softmax(x, dimension);
    }

    /** The logarithm of the softmax along the last dimension. */
    public static Tensor logSoftmax(Tensor x) {
        return Softmax.logSoftmax(x, -1);
    }

    /** The logarithm of the softmax along a dimension. */
    public static Tensor logSoftmax(Tensor x, int dimension) {
        return Softmax.logSoftmax(x, dimension);
    }

    /** The logarithm of the sum of exponentials along a dimension, which the result no longer has. */
    public static Tensor logSumExp(Tensor x, int dimension) {
        return Softmax.logSumExp(x, false, dimension);
    }

    // -----------------------------------------------------------------------------------------------------------
    // losses

    /**
     * The mean cross-entropy of classes.
     *
     * @param scores  {@code [..., classes]}, before the softmax
     * @param targets class numbers {@code [...]} of any type, or distributions of the shape of the scores (one-hot)
     */
    public static Tensor crossEntropy(Tensor scores, INDArray targets) {
        return Losses.crossEntropy(scores, targets, null, 0);
    }

    /** As {@link #crossEntropy(Tensor, INDArray)}, with targets as a constant tensor. */
    public static Tensor crossEntropy(Tensor scores, Tensor targets) {
        return Losses.crossEntropy(scores, targets.value().array(), null, 0);
    }

    /**
     * The mean cross-entropy of what a mask leaves.
     *
     * @param mask      1 for what counts and 0 for what does not (padding), {@code [...]}; or null. The sum is divided
     *                  by the number of ones
     * @param smoothing the share of each target that is spread evenly over all classes (Szegedy et al., 2016), or 0
     */
    public static Tensor crossEntropy(Tensor scores, INDArray targets, INDArray mask, double smoothing) {
        return Losses.crossEntropy(scores, targets, mask, smoothing);
    }

    /**
     * The mean squared error.
     *
     * @throws IllegalArgumentException if the shapes differ, since broadcasting would hide a mistake
     */
    public static Tensor mse(Tensor predictions, Tensor targets) {
        return Losses.meanSquaredError(predictions, targets);
    }

    /**
     * The mean cross-entropy of yes-or-no questions.
     *
     * @param scores  before the sigmoid
     * @param targets of the same shape, from 0 to 1
     */
    public static Tensor binaryCrossEntropy(Tensor scores, Tensor targets) {
        return Losses.binaryCrossEntropy(scores, targets);
    }

    // -----------------------------------------------------------------------------------------------------------
    // layers

    /**
     * Dropout: sets each element to 0 with probability {@code rate} and divides the others by 1 - rate (Srivastava et
     * al., 2014), so that the expectation stays. Not while evaluating, that is when {@code training} is false.
     */
    public static Tensor dropout(Tensor x, double rate, boolean training) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout: the rate is from 0 to below 1, not " + rate);
        }
        if (!training || rate == 0) {
            return x;
        }
        DenseArray random;
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            random = DenseArray.of(Nd4j.rand(x.dataType(), x.shape()));
        }
        DenseArray mask = Compute.apply(
                BinaryFunction.GREATER_OR_EQUAL, random, DenseArray.filled(x.dataType(), rate), x.shape());
        return x.mul(Tensor.internal(mask)).div(1 - rate);
    }

    /**
     * Rows of a table by number.
     *
     * @param table   {@code [vocabulary, features]}
     * @param indices {@code [...]}, whole numbers of any type
     * @return {@code [..., features]}
     */
    public static Tensor embedding(Tensor table, INDArray indices) {
        int[] rows = Indices.of("embedding", indices, table.size(0));
        long[] shape = java.util.Arrays.copyOf(indices.shape(), indices.rank() + 1);
        shape[indices.rank()] = table.size(1);
        return table.getRows(rows).reshape(shape);
    }

    /**
     * Layer normalisation over the last dimension (Ba, Kiros and Hinton, 2016).
     *
     * @param gain    {@code [features]}
     * @param bias    {@code [features]}
     * @param epsilon added to the variance
     */
    public static Tensor layerNorm(Tensor x, Tensor gain, Tensor bias, double epsilon) {
        return Normalisation.layer(x, gain, bias, epsilon);
    }

    /**
     * Batch normalisation (Ioffe and Szegedy, 2015) of {@code [batch, features]}, {@code [batch, channels, length]} or
     * {@code [batch, channels, height, width]}.
     *
     * @param gain       {@code [channels]}
     * @param bias       {@code [channels]}
     * @param statistics running means and variances: updated while training, used otherwise
     * @param training   whether to normalise by the batch's own mean and variance
     */
    public static Tensor batchNorm(Tensor x, Tensor gain, Tensor bias, RunningStatistics statistics, boolean training) {
        return statistics.normalise(x, gain, bias, training);
    }

    /**
     * Two-dimensional cross-correlation, stride 1, without padding.
     *
     * @param images  {@code [batch, in channels, height, width]}
     * @param weights {@code [out channels, in channels, kernel height, kernel width]}
     * @param bias    {@code [out channels]}, or null
     */
    public static Tensor conv2d(Tensor images, Tensor weights, Tensor bias) {
        return conv2d(images, weights, bias, 1, 0);
    }

    /** As {@link #conv2d(Tensor, Tensor, Tensor)}, with a stride and zeros around the images. */
    public static Tensor conv2d(Tensor images, Tensor weights, Tensor bias, int stride, int padding) {
        return conv2d(images, weights, bias, stride, padding, 1, 1);
    }

    /**
     * As {@link #conv2d(Tensor, Tensor, Tensor)}.
     *
     * @param dilation the distance of the kernel's elements
     * @param groups   into how many groups the channels are split; weights are then
     *                 {@code [out channels, in channels / groups, kernel height, kernel width]}
     */
    public static Tensor conv2d(
            Tensor images, Tensor weights, Tensor bias, int stride, int padding, int dilation, int groups) {
        return Images.convolution(images, weights, bias, stride, padding, dilation, groups);
    }

    /**
     * One-dimensional cross-correlation.
     *
     * @param sequences {@code [batch, in channels, length]}
     * @param weights   {@code [out channels, in channels, kernel]}
     * @param bias      {@code [out channels]}, or null
     */
    public static Tensor conv1d(
            Tensor sequences, Tensor weights, Tensor bias, int stride, int padding, int dilation, int groups) {
        if (sequences.rank() != 3 || weights.rank() != 3) {
            throw new IllegalArgumentException("conv1d: sequences should be [batch, channels, length] and weights"
                    + " [out channels, in channels, kernel]; they are " + Shapes.text(sequences.shape()) + " and "
                    + Shapes.text(weights.shape()));
        }
        // Padding goes to the length alone, so it is done before the two-dimensional convolution of one row.
        Tensor padded = padding == 0 ? sequences : pad(sequences, 0, new long[][] {{0, 0}, {0, 0}, {padding, padding}});
        Tensor result = Images.convolution(
                padded.reshape(padded.size(0), padded.size(1), 1, padded.size(2)),
                weights.reshape(weights.size(0), weights.size(1), 1, weights.size(2)),
                bias,
                stride,
                0,
                dilation,
                groups);
        return result.reshape(result.size(0), result.size(1), result.size(3));
    }

    /**
     * Transposed two-dimensional convolution: what {@code conv2d}'s gradient does to an output gradient.
     *
     * @param images  {@code [batch, in channels, height, width]}
     * @param weights {@code [in channels, out channels, kernel height, kernel width]}
     * @param bias    {@code [out channels]}, or null
     * @return {@code [batch, out channels, (height - 1) stride - 2 padding + kernel, ...]}
     */
    public static Tensor convTranspose2d(Tensor images, Tensor weights, Tensor bias, int stride, int padding) {
        return Images.transposedConvolution(images, weights, bias, stride, padding);
    }

    /** The maximum of each window of {@code size} x {@code size}; {@code [batch, channels, height, width]}. */
    public static Tensor maxPool2d(Tensor images, int size, int stride, int padding) {
        return Images.maxPool(images, size, stride, padding);
    }

    /** The maximum of each window, side by side. */
    public static Tensor maxPool2d(Tensor images, int size) {
        return Images.maxPool(images, size, size, 0);
    }

    /** The mean of each window of {@code size} x {@code size}; zeros of the padding count. */
    public static Tensor avgPool2d(Tensor images, int size, int stride, int padding) {
        return Images.averagePool(images, size, stride, padding);
    }

    /** The mean of each window, side by side. */
    public static Tensor avgPool2d(Tensor images, int size) {
        return Images.averagePool(images, size, size, 0);
    }

    /** Each pixel {@code factor} x {@code factor} times. */
    public static Tensor upsample2d(Tensor images, int factor) {
        return Images.upsample(images, factor);
    }

    // ------------------------------------------------------------------------------------------------- several tensors

    /** {@code a} where the mask is not 0, {@code b} elsewhere; shapes are broadcast. */
    public static Tensor where(Tensor mask, Tensor a, Tensor b) {
        return Arithmetic.where(mask, a, b);
    }

    /** Tensors one after the other along a dimension, in which alone they may differ. */
    public static Tensor concat(int dimension, Tensor... parts) {
        return Rearrangement.concat(dimension, parts);
    }

    /** Tensors of one shape along a new dimension. */
    public static Tensor stack(int dimension, Tensor... parts) {
        return Rearrangement.stack(dimension, parts);
    }

    /**
     * A tensor with a border.
     *
     * @param filling what the border holds
     * @param widths  {before, after} for each dimension
     */
    public static Tensor pad(Tensor x, double filling, long[]... widths) {
        return Indexing.pad(x, widths, filling);
    }
}
