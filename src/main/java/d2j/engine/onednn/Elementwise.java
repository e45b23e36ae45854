package d2j.engine.onednn;

import java.util.List;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** A function of each element of a dense array, such as an activation function. */
public final class Elementwise {

    /** max(0, x) */
    public static final Elementwise RELU =
            ofOutput("relu", dnnl.algorithm.eltwise_relu, dnnl.algorithm.eltwise_relu_use_dst_for_bwd, 0);

    /** 1 / (1 + exp(-x)) */
    public static final Elementwise SIGMOID =
            ofOutput("sigmoid", dnnl.algorithm.eltwise_logistic, dnnl.algorithm.eltwise_logistic_use_dst_for_bwd, 0);

    /** The hyperbolic tangent. */
    public static final Elementwise TANH =
            ofOutput("tanh", dnnl.algorithm.eltwise_tanh, dnnl.algorithm.eltwise_tanh_use_dst_for_bwd, 0);

    /** The exponential linear unit (Clevert, Unterthiner and Hochreiter, 2015): x above zero, exp(x) - 1 below. */
    public static final Elementwise ELU =
            ofOutput("elu", dnnl.algorithm.eltwise_elu, dnnl.algorithm.eltwise_elu_use_dst_for_bwd, 1);

    /** The Gaussian error linear unit x Φ(x) (Hendrycks and Gimpel, 2016), exact. */
    public static final Elementwise GELU = ofInput("gelu", dnnl.algorithm.eltwise_gelu_erf, 0);

    /** x tanh(log(1 + exp(x))) (Misra, 2019) */
    public static final Elementwise MISH = ofInput("mish", dnnl.algorithm.eltwise_mish, 0);

    /** The factor of the exponential linear unit; its sign makes results positive zeros. */
    private static final float NEGATIVE_ZERO = -0f;

    private final String name;
    private final dnnl.algorithm forward;
    private final dnnl.algorithm backward;
    private final boolean derivedFromOutput;
    private final float alpha;

    private Elementwise(
            String name, dnnl.algorithm forward, dnnl.algorithm backward, boolean derivedFromOutput, float alpha) {
        this.name = name;
        this.forward = forward;
        this.backward = backward;
        this.derivedFromOutput = derivedFromOutput;
        this.alpha = alpha;
    }

    private static Elementwise ofOutput(String name, dnnl.algorithm forward, dnnl.algorithm backward, float alpha) {
        return new Elementwise(name, forward, backward, true, alpha);
    }

    private static Elementwise ofInput(String name, dnnl.algorithm algorithm, float alpha) {
        return new Elementwise(name, algorithm, algorithm, false, alpha);
    }

    /**
     * The rectifier that leaks: x above zero, {@code slope} times x below.
     *
     * @param slope above zero
     * @throws IllegalArgumentException if it is not: then the output does not tell on which side the input was
     */
    public static Elementwise leakyRelu(double slope) {
        if (!(slope > 0)) {
            throw new IllegalArgumentException("the slope of a leaky rectifier is above 0, not " + slope);
        }
        return ofOutput(
                "leaky relu", dnnl.algorithm.eltwise_relu, dnnl.algorithm.eltwise_relu_use_dst_for_bwd, (float) slope);
    }

    /** x / (1 + exp(-factor · x)): the swish, with the factor 1.702 nearly GELU. */
    public static Elementwise swish(double factor) {
        return ofInput("swish", dnnl.algorithm.eltwise_swish, (float) factor);
    }

    /** One of each kind. */
    static List<Elementwise> examples() {
        return List.of(RELU, SIGMOID, TANH, ELU, GELU, MISH, leakyRelu(0.2), swish(1), swish(1.702));
    }

    /**
     * Whether the derivative is computed from the function's output, so that this is all that the backward pass needs;
     * otherwise from its input.
     */
    public boolean isDerivedFromOutput() {
        return derivedFromOutput;
    }

    /**
     * Whether {@link #afterwards} turns NaN into zero, which would hide from a user that values are missing or training
     * has failed; whoever uses it has to look for such numbers first. No other of these functions does that.
     */
    boolean hidesNan() {
        return equals(RELU);
    }

    /** Whether NaN or an infinity may come out as a number, or its gradient as one, when it is applied afterwards. */
    public boolean hidesNumbersThatAreNone() {
        return hidesNan() || !derivedFromOutput;
    }

    /** Attributes that apply the function to the result of another primitive while it is still in the cache. */
    primitive_attr afterwards() {
        return afterwards(forward, alpha);
    }

    /** As {@link #afterwards}, and what is not a number stays so, at the cost of an exponential for the rectifier. */
    primitive_attr afterwardsKeepingNan() {
        return hidesNan() ? afterwards(dnnl.algorithm.eltwise_elu, NEGATIVE_ZERO) : afterwards();
    }

    private static primitive_attr afterwards(dnnl.algorithm function, float alpha) {
        primitive_attr attributes = new primitive_attr();
        post_ops operations = new post_ops();
        operations.append_eltwise(1, function, alpha, 0);
        attributes.set_post_ops(operations);
        return attributes;
    }

    /**
     * The function on a dense array of {@code length} elements; what is not a number stays so.
     *
     * @return a primitive of the arguments input, output, which may be the same
     */
    public Primitive forward(long length) {
        memory.desc layout = OneDnn.layout(memory.format_tag.x, length);
        // The exponential linear unit of the factor zero is the rectifier.
        eltwise_forward.primitive_desc description = hidesNan()
                ? description(dnnl.algorithm.eltwise_elu, NEGATIVE_ZERO, layout)
                : description(forward, alpha, layout);
        return new Primitive(
                        new eltwise_forward(description),
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
                new eltwise_backward.desc(backward, layout, layout, alpha, 0),
                OneDnn.engine(),
                description(backward, alpha, layout),
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

    @Override
    public boolean equals(Object other) {
        return other instanceof Elementwise function && name.equals(function.name) && alpha == function.alpha;
    }

    @Override
    public int hashCode() {
        return name.hashCode() + 31 * Float.hashCode(alpha);
    }

    @Override
    public String toString() {
        return alpha == 0 || alpha == 1 ? name : name + " " + alpha;
    }
}
