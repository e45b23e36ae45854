package d2j.engine.arrays;

import d2j.engine.onednn.Convolution;
import d2j.engine.onednn.RecentlyUsed;
import java.lang.ref.Reference;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Two-dimensional cross-correlation of images of floats and its gradients by oneDNN. Images come and go channels-last.
 *
 * @param geometry where the windows lie
 * @param outputs  the number of output channels
 */
public record Convolutions(ImageColumns geometry, long outputs) {

    private static final ThreadLocal<RecentlyUsed<List<Long>, Convolution>> MADE = RecentlyUsed.perThread(64);

    /** Whether oneDNN can do it; otherwise products of columns have to. */
    public static boolean covers(DataType type, ImageColumns geometry) {
        return geometry.areForOneDnn(type);
    }

    private Convolution convolution(boolean hasBias) {
        return MADE.get()
                .get(
                        geometry.key(outputs, hasBias),
                        () -> new Convolution(geometry.images(), outputShape(), geometry.window(), hasBias, null));
    }

    private long[] outputShape() {
        return geometry.outputShape(outputs);
    }

    /**
     * The images that the kernels make.
     *
     * @param weights {@code [outputs, channels, kernel height, kernel width]}
     * @param bias    {@code [outputs]}, or null
     */
    public DenseArray forward(DenseArray images, DenseArray weights, DenseArray bias) {
        // In row order first, in case that it is the same array.
        long kernels = weights.address();
        DenseArray input = images.channelsLast();
        DenseArray result = DenseArray.images(outputShape());
        convolution(bias != null)
                .forward(input.elements(), kernels, bias == null ? 0 : bias.address(), result.elements());
        input.releaseCopyOf(images);
        Reference.reachabilityFence(weights);
        Reference.reachabilityFence(bias);
        Reference.reachabilityFence(result);
        return result;
    }

    /** The gradient with respect to the images, from that of the result; also what a transposed convolution does. */
    public DenseArray imageGradient(DenseArray gradient, DenseArray weights) {
        long kernels = weights.address();
        DenseArray above = gradient.channelsLast();
        DenseArray result = DenseArray.images(geometry.images());
        convolution(false).backwardInput(above.elements(), kernels, result.elements());
        above.releaseCopyOf(gradient);
        Reference.reachabilityFence(weights);
        Reference.reachabilityFence(result);
        return result;
    }

    /**
     * The gradient with respect to the weights.
     *
     * @param bias receives the gradient with respect to the bias; or null
     */
    public DenseArray weightGradient(DenseArray images, DenseArray gradient, DenseArray bias) {
        DenseArray input = images.channelsLast();
        DenseArray above = gradient.channelsLast();
        DenseArray result = DenseArray.uninitialized(
                DataType.FLOAT, outputs, geometry.images()[1], geometry.kernel()[0], geometry.kernel()[1]);
        convolution(bias != null)
                .backwardWeights(
                        input.elements(), above.elements(), result.address(), bias == null ? 0 : bias.address());
        input.releaseCopyOf(images);
        above.releaseCopyOf(gradient);
        Reference.reachabilityFence(bias);
        Reference.reachabilityFence(result);
        return result;
    }
}
