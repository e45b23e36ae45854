package d2j.engine.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.prelu_backward;
import org.bytedeco.dnnl.prelu_forward;

/**
 * The parametric rectifier (He et al., 2015) of channels-last images, for one shape: x above zero, below it times the
 * slope of its channel.
 */
public final class ChannelSlopes implements NativeMemory {

    private final Primitive forward;
    private final Primitive backward;

    /** @param shape {@code [batch, channels, height, width]}, whatever the memory order */
    public ChannelSlopes(long[] shape) {
        memory.desc images = OneDnn.layout(format_tag.nhwc, shape);
        memory.desc slopes = OneDnn.layout(format_tag.nhwc, 1, shape[1], 1, 1);
        prelu_forward.primitive_desc description = new prelu_forward.primitive_desc(
                new prelu_forward.desc(dnnl.prop_kind.forward_training, images, slopes), OneDnn.engine(), false);
        forward = new Primitive(
                new prelu_forward(description),
                new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST},
                images,
                slopes,
                images);
        backward = new Primitive(
                new prelu_backward(new prelu_backward.primitive_desc(
                        new prelu_backward.desc(images, slopes, images, slopes), OneDnn.engine(), description, false)),
                new int[] {
                    dnnl.DNNL_ARG_SRC,
                    dnnl.DNNL_ARG_WEIGHTS,
                    dnnl.DNNL_ARG_DIFF_DST,
                    dnnl.DNNL_ARG_DIFF_SRC,
                    dnnl.DNNL_ARG_DIFF_WEIGHTS
                },
                images,
                slopes,
                images,
                images,
                slopes);
    }

    /** Forward pass; all arguments are addresses. */
    public void forward(long input, long slopes, long output) {
        forward.run(input, slopes, output);
    }

    /** The gradients with respect to input and slopes. */
    public void backward(long input, long slopes, long outputGradient, long inputGradient, long slopeGradient) {
        backward.run(input, slopes, outputGradient, inputGradient, slopeGradient);
    }

    @Override
    public void close() {
        NativeMemory.closeAll(forward, backward);
    }
}
