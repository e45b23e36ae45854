package d2j.engine.onednn;

import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;

/** Batch normalisation (Ioffe and Szegedy, 2015) of channels-last images for one input shape, with scale and shift. */
public final class BatchNormalization implements NativeMemory {

    private final Primitive train;
    private final Primitive test;
    private final Primitive backward;

    /**
     * @param shape   {@code [batch, channels, height, width]}, whatever the memory order
     * @param epsilon added to the variance
     */
    public BatchNormalization(long[] shape, double epsilon) {
        memory.desc data = OneDnn.layout(format_tag.nhwc, shape);
        memory.desc channel = OneDnn.layout(format_tag.x, shape[1]);
        int scaled = dnnl.dnnl_use_scale | dnnl.dnnl_use_shift;
        batch_normalization_forward.primitive_desc training = new batch_normalization_forward.primitive_desc(
                new batch_normalization_forward.desc(
                        dnnl.prop_kind.forward_training.value, data, (float) epsilon, scaled),
                OneDnn.engine(),
                false);
        int[] roles = {
            dnnl.DNNL_ARG_SRC,
            dnnl.DNNL_ARG_DST,
            dnnl.DNNL_ARG_SCALE,
            dnnl.DNNL_ARG_SHIFT,
            dnnl.DNNL_ARG_MEAN,
            dnnl.DNNL_ARG_VARIANCE
        };
        train = new Primitive(
                new batch_normalization_forward(training), roles, data, data, channel, channel, channel, channel);
        test = new Primitive(
                new batch_normalization_forward(new batch_normalization_forward.primitive_desc(
                        new batch_normalization_forward.desc(
                                dnnl.prop_kind.forward_inference.value,
                                data,
                                (float) epsilon,
                                scaled | dnnl.dnnl_use_global_stats),
                        OneDnn.engine(),
                        false)),
                roles,
                data,
                data,
                channel,
                channel,
                channel,
                channel);
        backward = new Primitive(
                new batch_normalization_backward(new batch_normalization_backward.primitive_desc(
                        new batch_normalization_backward.desc(
                                dnnl.prop_kind.backward.value, data, data, (float) epsilon, scaled),
                        OneDnn.engine(),
                        training,
                        false)),
                new int[] {
                    dnnl.DNNL_ARG_SRC,
                    dnnl.DNNL_ARG_DIFF_DST,
                    dnnl.DNNL_ARG_DIFF_SRC,
                    dnnl.DNNL_ARG_MEAN,
                    dnnl.DNNL_ARG_VARIANCE,
                    dnnl.DNNL_ARG_SCALE,
                    dnnl.DNNL_ARG_SHIFT,
                    dnnl.DNNL_ARG_DIFF_SCALE,
                    dnnl.DNNL_ARG_DIFF_SHIFT
                },
                data,
                data,
                data,
                channel,
                channel,
                channel,
                channel,
                channel,
                channel);
    }

    /** With the batch's own mean and variance, which are written to the last two addresses. */
    public void train(long input, long output, long scale, long shift, long mean, long variance) {
        train.run(input, output, scale, shift, mean, variance);
    }

    /** With a given mean and variance. */
    public void test(long input, long output, long scale, long shift, long mean, long variance) {
        test.run(input, output, scale, shift, mean, variance);
    }

    /** The gradients with respect to input, scale and shift. */
    public void backward(
            long input,
            long outputGradient,
            long inputGradient,
            long mean,
            long variance,
            long scale,
            long shift,
            long scaleGradient,
            long shiftGradient) {
        backward.run(input, outputGradient, inputGradient, mean, variance, scale, shift, scaleGradient, shiftGradient);
    }

    @Override
    public void close() {
        NativeMemory.closeAll(train, test, backward);
    }
}
