package d2j.engine.onednn;

import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** A function of each element of a dense array, such as an activation function. */
public enum Elementwise {
    /** max(0, x) */
    RELU(dnnl.algorithm.eltwise_relu, dnnl.algorithm.eltwise_relu_use_dst_for_bwd),
    /** 1 / (1 + exp(-x)) */
    SIGMOID(dnnl.algorithm.eltwise_logistic, dnnl.algorithm.eltwise_logistic_use_dst_for_bwd),
    /** The hyperbolic tangent. */
    TANH(dnnl.algorithm.eltwise_tanh, dnnl.algorithm.eltwise_tanh_use_dst_for_bwd),
    /** The Gaussian error linear unit x Φ(x) (Hendrycks and Gimpel, 2016), exact. */
    GELU(dnnl.algorithm.eltwise_gelu_erf, dnnl.algorithm.eltwise_gelu_erf);

    /** The slope of the exponential linear unit; its sign makes results positive zeros. The others have none. */
    private static final float ALPHA = -0f;

    private final dnnl.algorithm forward;
    private final dnnl.algorithm backward;

    Elementwise(dnnl.algorithm forward, dnnl.algorithm backward) {
        this.forward = forward;
        this.backward = backward;
    }

    /**
     * Whether the derivative is computed from the function's output, so that this is all that the backward pass needs;
     * otherwise from its input.
     */
    public boolean isDerivedFromOutput() {
        return this != GELU;
    }

    /**
     * Whether {@link #afterwards} turns NaN into zero, which would hide from a user that values are missing or training
     * has failed; whoever uses it has to look for such numbers first. No other of these functions does that.
     */
    boolean hidesNan() {
        return this == RELU;
    }

    /** Attributes that apply the function to the result of another primitive while it is still in the cache. */
    primitive_attr afterwards() {
        return afterwards(forward, 0);
    }

    /** As {@link #afterwards}, and what is not a number stays so, at the cost of an exponential for the rectifier. */
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

    /**
     * The function on a dense array of {@code length} elements; what is not a number stays so.
     *
     * @return a primitive of the arguments input, output, which may be the same
     */
    public Primitive forward(long length) {
        memory.desc layout = OneDnn.layout(memory.format_tag.x, length);
        return new Primitive(
                        new eltwise_forward(description(keepingNan(), ALPHA, layout)),
                        new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DST},
                        layout,
                        layout)
                .ofLength(length);
    }

    /**
     * The gradient with respect to the input, from the output or the input ({@link #isDerivedFromOutput}). A gradient
     * that is not a number stays so, even where the slope is zero.
     *
     * @return a primitive of the arguments output or input of the forward pass, gradient of the output, gradient of the
     *         input; the last two may be the same
     */
    public Primitive backward(long length) {
        memory.desc layout = OneDnn.layout(memory.format_tag.x, length);
        eltwise_backward.primitive_desc description = new eltwise_backward.primitive_desc(
                new eltwise_backward.desc(backward, layout, layout, 0, 0),
                OneDnn.engine(),
                description(backward, 0, layout),
                false);
        return new Primitive(
                        new eltwise_backward(description),
                        new int[] {
                            isDerivedFromOutput() ? dnnl.DNNL_ARG_DST : dnnl.DNNL_ARG_SRC,
                            dnnl.DNNL_ARG_DIFF_DST,
                            dnnl.DNNL_ARG_DIFF_SRC
                        },
                        layout,
                        layout,
                        layout)
                .ofLength(length);
    }

    private static eltwise_forward.primitive_desc description(
            dnnl.algorithm function, float alpha, memory.desc layout) {
        return new eltwise_forward.primitive_desc(
                new eltwise_forward.desc(dnnl.prop_kind.forward_training, function, layout, alpha, 0),
                OneDnn.engine(),
                false);
    }
}
