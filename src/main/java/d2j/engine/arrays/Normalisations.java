package d2j.engine.arrays;

import d2j.engine.onednn.BatchNormalization;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.RecentlyUsed;
import d2j.engine.onednn.RowNormalization;
import java.lang.ref.Reference;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Layer and batch normalisation of floats and their gradients by oneDNN.
 *
 * @param value    the result, of the shape of the input
 * @param mean     one number for each row or channel
 * @param variance likewise; the mean squared distance from the mean
 */
public record Normalisations(DenseArray value, DenseArray mean, DenseArray variance) {

    private static final ThreadLocal<RecentlyUsed<List<Number>, RowNormalization>> ROWS = RecentlyUsed.perThread(64);
    private static final ThreadLocal<RecentlyUsed<List<Number>, BatchNormalization>> BATCHES =
            RecentlyUsed.perThread(64);

    /** The gradients with respect to what was normalised, the gain and the bias. */
    public record Gradients(DenseArray input, DenseArray gain, DenseArray bias) {}

    /**
     * What a normalisation was given and found on the way.
     *
     * @param mean     as {@link Normalisations#mean}
     * @param variance as {@link Normalisations#variance}
     */
    public record Inputs(
            DenseArray x, DenseArray gain, DenseArray bias, DenseArray mean, DenseArray variance, double epsilon) {}

    /** Whether oneDNN can do it. */
    public static boolean covers(DenseArray x, DenseArray gain, DenseArray bias, long features) {
        return x.isFloat()
                && gain.isFloat()
                && bias.isFloat()
                && gain.length() == features
                && bias.length() == features
                && OneDnn.available();
    }

    private static RowNormalization rows(DenseArray x, double epsilon) {
        long length = x.size(x.rank() - 1);
        long rows = x.length() / length;
        return ROWS.get().get(List.of(rows, length, epsilon), () -> new RowNormalization(rows, length, epsilon));
    }

    /** Normalises over the last dimension. */
    public static Normalisations ofRows(DenseArray x, DenseArray gain, DenseArray bias, double epsilon) {
        long rows = x.length() / x.size(x.rank() - 1);
        DenseArray value = DenseArray.uninitialized(DataType.FLOAT, x.shape());
        DenseArray mean = DenseArray.uninitialized(DataType.FLOAT, rows);
        DenseArray variance = DenseArray.uninitialized(DataType.FLOAT, rows);
        rows(x, epsilon)
                .forward(
                        x.address(),
                        gain.address(),
                        bias.address(),
                        mean.address(),
                        variance.address(),
                        value.address());
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(gain);
        Reference.reachabilityFence(bias);
        Reference.reachabilityFence(mean);
        Reference.reachabilityFence(variance);
        return new Normalisations(value, mean, variance);
    }

    /** The gradients below {@link #ofRows}. */
    public static Gradients belowRows(DenseArray g, Inputs inputs) {
        DenseArray x = inputs.x();
        Gradients result = new Gradients(
                DenseArray.uninitialized(DataType.FLOAT, x.shape()),
                DenseArray.uninitialized(DataType.FLOAT, inputs.gain().shape()),
                DenseArray.uninitialized(DataType.FLOAT, inputs.bias().shape()));
        rows(x, inputs.epsilon())
                .backward(
                        x.address(),
                        inputs.gain().address(),
                        inputs.bias().address(),
                        inputs.mean().address(),
                        inputs.variance().address(),
                        g.address(),
                        result.input().address(),
                        result.gain().address(),
                        result.bias().address());
        Reference.reachabilityFence(g);
        keep(inputs);
        keep(result);
        return result;
    }

    /** A record may be taken apart by the compiler, so its parts are kept one by one. */
    private static void keep(Inputs inputs) {
        Reference.reachabilityFence(inputs.x());
        Reference.reachabilityFence(inputs.gain());
        Reference.reachabilityFence(inputs.bias());
        Reference.reachabilityFence(inputs.mean());
        Reference.reachabilityFence(inputs.variance());
    }

    private static void keep(Gradients gradients) {
        Reference.reachabilityFence(gradients.input());
        Reference.reachabilityFence(gradients.gain());
        Reference.reachabilityFence(gradients.bias());
    }

    private static BatchNormalization batches(long[] shape, double epsilon) {
        return BATCHES.get()
                .get(
                        List.of(shape[0], shape[1], shape[2], shape[3], epsilon),
                        () -> new BatchNormalization(shape, epsilon));
    }

    /** {@code [batch, channels, ...]} as {@code [batch, channels, height, width]}, channels-last in memory. */
    private static DenseArray images(DenseArray x) {
        DenseArray images =
                x.rank() == 4 ? x : x.reshape(x.size(0), x.size(1), 1, x.length() / (x.size(0) * x.size(1)));
        return images.channelsLast();
    }

    /** Gives back what {@link #images} copied; another shape of the same memory is no copy. */
    private static void releaseCopy(DenseArray images, DenseArray of) {
        if (images.isChannelsLast() && images != of) {
            images.release();
        }
        Reference.reachabilityFence(of);
    }

    /** Normalises each channel, dimension 1, by the mean and variance of all else. */
    public static Normalisations ofChannels(DenseArray x, DenseArray gain, DenseArray bias, double epsilon) {
        DenseArray images = images(x);
        DenseArray value = DenseArray.images(images.shape());
        DenseArray mean = DenseArray.uninitialized(DataType.FLOAT, x.size(1));
        DenseArray variance = DenseArray.uninitialized(DataType.FLOAT, x.size(1));
        batches(images.shape(), epsilon)
                .train(
                        images.elements(),
                        value.elements(),
                        gain.address(),
                        bias.address(),
                        mean.address(),
                        variance.address());
        releaseCopy(images, x);
        Reference.reachabilityFence(gain);
        Reference.reachabilityFence(bias);
        Reference.reachabilityFence(mean);
        Reference.reachabilityFence(variance);
        return new Normalisations(x.rank() == 4 ? value : value.reshape(x.shape()), mean, variance);
    }

    /** The gradients below {@link #ofChannels}. */
    public static Gradients belowChannels(DenseArray g, Inputs inputs) {
        DenseArray x = inputs.x();
        DenseArray images = images(x);
        DenseArray above = images(g);
        DenseArray input = DenseArray.images(images.shape());
        DenseArray gains =
                DenseArray.uninitialized(DataType.FLOAT, inputs.gain().shape());
        DenseArray biases =
                DenseArray.uninitialized(DataType.FLOAT, inputs.bias().shape());
        batches(images.shape(), inputs.epsilon())
                .backward(
                        images.elements(),
                        above.elements(),
                        input.elements(),
                        inputs.mean().address(),
                        inputs.variance().address(),
                        inputs.gain().address(),
                        inputs.bias().address(),
                        gains.address(),
                        biases.address());
        releaseCopy(images, x);
        releaseCopy(above, g);
        keep(inputs);
        Reference.reachabilityFence(gains);
        Reference.reachabilityFence(biases);
        return new Gradients(x.rank() == 4 ? input : input.reshape(x.shape()), gains, biases);
    }
}
