package d2j.engine.arrays;

import d2j.engine.onednn.Magnitude;
import d2j.engine.onednn.Pooling;
import d2j.engine.onednn.RecentlyUsed;
import java.lang.ref.Reference;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Maximum and average pooling of images of floats and their gradients by oneDNN. Images come and go channels-last;
 * zeros of the padding count in averages.
 *
 * @param geometry where the windows lie
 * @param maximum  whether the maximum is wanted, otherwise the mean
 */
public record Poolings(ImageColumns geometry, boolean maximum) {

    private static final ThreadLocal<RecentlyUsed<List<Long>, Pooling>> MADE = RecentlyUsed.perThread(64);

    /** Whether oneDNN can do it; its maximum hides what is not a number. */
    public static boolean covers(DenseArray images, ImageColumns geometry, boolean maximum) {
        boolean covers = geometry.areForOneDnn(images.dataType());
        if (covers && maximum) {
            covers = Magnitude.isOrdinary(images.elements(), images.length());
            Reference.reachabilityFence(images);
        }
        return covers;
    }

    private Pooling pooling() {
        return MADE.get()
                .get(
                        geometry.key(0, maximum),
                        () -> new Pooling(
                                maximum ? Pooling.Kind.MAXIMUM : Pooling.Kind.AVERAGE_WITH_PADDING,
                                geometry.images(),
                                outputShape(),
                                geometry.window()));
    }

    private long[] outputShape() {
        return geometry.outputShape(geometry.images()[1]);
    }

    /** Room for what the forward pass of a maximum leaves for the backward pass; null for an average. */
    public DenseArray places() {
        long bytes = pooling().workspaceSize();
        return bytes == 0 ? null : DenseArray.uninitialized(DataType.FLOAT, (bytes + Float.BYTES - 1) / Float.BYTES);
    }

    /** One element for each window. */
    public DenseArray forward(DenseArray images, DenseArray places) {
        DenseArray input = images.channelsLast();
        DenseArray result = DenseArray.images(outputShape());
        pooling().forward(input.elements(), result.elements(), places == null ? 0 : places.address());
        input.releaseCopyOf(images);
        Reference.reachabilityFence(places);
        Reference.reachabilityFence(result);
        return result;
    }

    /** The gradient with respect to the images. */
    public DenseArray backward(DenseArray gradient, DenseArray places) {
        DenseArray above = gradient.channelsLast();
        DenseArray result = DenseArray.images(geometry.images());
        pooling().backward(above.elements(), result.elements(), places == null ? 0 : places.address());
        above.releaseCopyOf(gradient);
        Reference.reachabilityFence(places);
        Reference.reachabilityFence(result);
        return result;
    }
}
