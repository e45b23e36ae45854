package d2j.engine.onednn;

import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/**
 * An activation function whose derivative can be computed from its output alone, so that the output is all that the
 * backward pass needs.
 */
public enum Elementwise {
    /** max(0, x) */
    RELU(dnnl.algorithm.eltwise_relu, dnnl.algorithm.eltwise_relu_use_dst_for_bwd),
    /** 1 / (1 + exp(-x)) */
    SIGMOID(dnnl.algorithm.eltwise_logistic, dnnl.algorithm.eltwise_logistic_use_dst_for_bwd),
    /** The hyperbolic tangent. */
    TANH(dnnl.algorithm.eltwise_tanh, dnnl.algorithm.eltwise_tanh_use_dst_for_bwd);

    /** The slope of the exponential linear unit; its sign makes results positive zeros. The others have none. */
    private static final float ALPHA = -0f;

    private final dnnl.algorithm forward;
    private final dnnl.algorithm backward;

    Elementwise(dnnl.algorithm forward, dnnl.algorithm backward) {
        this.forward = forward;
        this.backward = backward;
    }

    /**
     * As {@link #afterwards}, and what is not a number stays so, at the cost of an exponential for the rectifier:
     * oneDNN's own turns NaN into zero, which hides from a user that values are missing or training has failed.
     */
    primitive_attr afterwardsKeepingNan() {
        return afterwards(keepingNan(), ALPHA);
    }

    private static primitive_attr afterwards(dnnl.algorithm function, float alpha) {
        primitive_attr attributes = new primitive_attr();
        post_ops operations = new post_ops();
        operations.append_eltwise(1, function, alpha, 0);
        attributes.set_post_ops(operations);
        return attributes;
    }

    /** The exponential linear unit with slope zero is the rectifier. */
    private dnnl.algorithm keepingNan() {
        return this == RELU ? dnnl.algorithm.eltwise_elu : forward;
    }

    /** Attributes that apply the function to the result of another primitive while it is still in the cache. */
    primitive_attr afterwards() {
        return afterwards(forward, 0);
    }

    /**
     * The function on a dense array of {@code length} elements; what is not a number stays so.
     *
     * @return a primitive of the arguments input, output, which may be the same
     */
    public Primitive forward(long length) {
        memory.desc layout = OneDnn.layout(memory.format_tag.x, length);
        eltwise_forward.primitive_desc description = new eltwise_forward.primitive_desc(
                new eltwise_forward.desc(dnnl.prop_kind.forward_training, keepingNan(), layout, ALPHA, 0),
                OneDnn.engine(),
                false);
        return new Primitive(
                new eltwise_forward(description), new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DST}, layout, layout);
    }

    /**
     * The gradient with respect to the input, from the output.
     *
     * @return a primitive of the arguments output of the forward pass, gradient of the output, gradient of the input;
     *         the last two may be the same
     */
    public Primitive backward(long length) {
        memory.desc layout = OneDnn.layout(memory.format_tag.x, length);
        eltwise_forward.primitive_desc hint = new eltwise_forward.primitive_desc(
                new eltwise_forward.desc(dnnl.prop_kind.forward_training, backward, layout, 0, 0),
                OneDnn.engine(),
                false);
        eltwise_backward.primitive_desc description = new eltwise_backward.primitive_desc(
                new eltwise_backward.desc(backward, layout, layout, 0, 0), OneDnn.engine(), hint, false);
        return new Primitive(
                new eltwise_backward(description),
                new int[] {dnnl.DNNL_ARG_DST, dnnl.DNNL_ARG_DIFF_DST, dnnl.DNNL_ARG_DIFF_SRC},
                layout,
                layout,
                layout);
    }
}
