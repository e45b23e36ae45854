package d2j.engine.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.primitive_attr;

/**
 * A fully connected layer on a fixed number of examples: {@code output = activation(input * weights + bias)}, and its
 * gradients. Examples are rows, {@code [batch, inputs]} and {@code [batch, outputs]}; the weights of one output lie
 * together, {@code [outputs, inputs]}, which is DL4J's column-major {@code [inputs, outputs]}.
 */
public final class InnerProduct implements NativeMemory {

    /** From here on the product is worth more than bringing the weights into the order that it likes best ... */
    private static final int ENOUGH_EXAMPLES = 64;
    /** ... unless these are more weights than fit the cache: then, from here on. */
    private static final int MANY_EXAMPLES = 512;

    private static final long MANY_WEIGHTS = 1 << 22;
    /** Rows that lie such a distance apart, in floats, fall into the same few lines of the cache. */
    private static final int BAD_DISTANCE = 512;
    /** Below, copying the weights is most of the work, whatever their order. */
    private static final int FEW_EXAMPLES = 16;

    private final long batch;
    private final long inputs;
    private final long outputs;
    private final boolean hasBias;
    private final memory.desc input;
    private final memory.desc weights;
    private final memory.desc bias;
    private final memory.desc output;
    private final inner_product_forward.primitive_desc forwardDescription;
    private final Elementwise activation;
    private final Primitive forward;
    private Primitive carefulForward;
    private final Primitive reorder;
    private final long reorderedBytes;
    private Primitive backwardInput;
    private Primitive addBackwardInput;
    private Primitive backwardWeights;

    /** @param activation what follows the sum, or null for nothing */
    public InnerProduct(long batch, long inputs, long outputs, boolean hasBias, Elementwise activation) {
        this.batch = batch;
        this.inputs = inputs;
        this.outputs = outputs;
        this.hasBias = hasBias;
        this.activation = activation;
        input = OneDnn.layout(format_tag.ab, batch, inputs);
        weights = OneDnn.layout(format_tag.ab, outputs, inputs);
        bias = OneDnn.layout(format_tag.x, outputs);
        output = OneDnn.layout(format_tag.ab, batch, outputs);
        forwardDescription = describe(weights, new primitive_attr());
        primitive_attr attributes = activation == null ? new primitive_attr() : activation.afterwards();
        inner_product_forward.primitive_desc chosen =
                isWorthReordering() ? describe(OneDnn.layout(format_tag.any, outputs, inputs), attributes) : null;
        // Without AVX-512 it is a plain product, which brings the weights into blocks itself, so that it would be done
        // twice: 1.0 instead of 0.6 ms for 64 examples and 512 x 512 weights on an AMD EPYC with AVX2.
        if (chosen == null || chosen.impl_info_str().getString().contains("gemm:jit")) {
            chosen = describe(weights, attributes);
        }
        memory.desc liked = chosen.weights_desc();
        reorder = liked.equals(weights) ? null : Reorder.between(weights, liked);
        reorderedBytes = liked.get_size();
        forward = forward(chosen);
    }

    private boolean isWorthReordering() {
        if (inputs % BAD_DISTANCE == 0) {
            return batch >= FEW_EXAMPLES;
        }
        return batch >= (inputs * outputs > MANY_WEIGHTS ? MANY_EXAMPLES : ENOUGH_EXAMPLES);
    }

    private Primitive forward(inner_product_forward.primitive_desc description) {
        inner_product_forward product = new inner_product_forward(description);
        return hasBias
                ? new Primitive(
                        product,
                        new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST, dnnl.DNNL_ARG_BIAS},
                        input,
                        description.weights_desc(),
                        output,
                        bias)
                : new Primitive(
                        product,
                        new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST},
                        input,
                        description.weights_desc(),
                        output);
    }

    private inner_product_forward.primitive_desc describe(memory.desc weightLayout, primitive_attr attributes) {
        inner_product_forward.desc description = hasBias
                ? new inner_product_forward.desc(prop_kind.forward_training, input, weightLayout, bias, output)
                : new inner_product_forward.desc(prop_kind.forward_training, input, weightLayout, output);
        return new inner_product_forward.primitive_desc(description, attributes, OneDnn.engine(), false);
    }

    /**
     * Forward pass; all arguments are addresses. What is not a number stays so, through any activation.
     *
     * @param bias ignored when there is none
     */
    public void forward(long input, long weights, long bias, long output) {
        if (activation != null && activation.hidesNan() && !areOrdinary(input, weights, bias)) {
            if (carefulForward == null) {
                carefulForward = forward(describe(this.weights, activation.afterwardsKeepingNan()));
            }
            run(carefulForward, input, weights, bias, output);
        } else if (reorder == null) {
            run(forward, input, weights, bias, output);
        } else {
            long liked = Scratch.address(Scratch.Slot.WEIGHTS, reorderedBytes);
            reorder.run(weights, liked);
            run(forward, input, liked, bias, output);
        }
    }

    private void run(Primitive product, long input, long weights, long bias, long output) {
        if (hasBias) {
            product.run(input, weights, output, bias);
        } else {
            product.run(input, weights, output);
        }
    }

    private boolean areOrdinary(long input, long weights, long bias) {
        return Magnitude.isOrdinary(input, batch * inputs)
                && Magnitude.isOrdinary(weights, inputs * outputs)
                && (!hasBias || Magnitude.isOrdinary(bias, outputs));
    }

    /** The gradient with respect to the input, from that of the output before the activation. */
    public void backwardInput(long outputGradient, long weights, long inputGradient) {
        if (backwardInput == null) {
            backwardInput = new Primitive(
                    new inner_product_backward_data(new inner_product_backward_data.primitive_desc(
                            new inner_product_backward_data.desc(input, this.weights, output),
                            OneDnn.engine(),
                            forwardDescription,
                            false)),
                    new int[] {dnnl.DNNL_ARG_DIFF_DST, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DIFF_SRC},
                    output,
                    this.weights,
                    input);
        }
        backwardInput.run(outputGradient, weights, inputGradient);
    }

    /** As {@link #backwardInput}, added to what is there. */
    public void addBackwardInput(long outputGradient, long weights, long inputGradient) {
        if (addBackwardInput == null) {
            addBackwardInput = MatrixProduct.of(
                    batch, outputs, inputs, new long[] {outputs, 1}, new long[] {inputs, 1}, inputs, false, true);
        }
        addBackwardInput.run(outputGradient, weights, inputGradient);
    }

    /**
     * The gradients with respect to weights and bias, which are overwritten.
     *
     * @param biasGradient ignored when there is no bias
     */
    public void backwardWeights(long input, long outputGradient, long gradient, long biasGradient) {
        if (backwardWeights == null) {
            inner_product_backward_weights.desc description = hasBias
                    ? new inner_product_backward_weights.desc(this.input, weights, bias, output)
                    : new inner_product_backward_weights.desc(this.input, weights, output);
            inner_product_backward_weights product =
                    new inner_product_backward_weights(new inner_product_backward_weights.primitive_desc(
                            description, OneDnn.engine(), forwardDescription, false));
            backwardWeights = hasBias
                    ? new Primitive(
                            product,
                            new int[] {
                                dnnl.DNNL_ARG_SRC,
                                dnnl.DNNL_ARG_DIFF_DST,
                                dnnl.DNNL_ARG_DIFF_WEIGHTS,
                                dnnl.DNNL_ARG_DIFF_BIAS
                            },
                            this.input,
                            output,
                            weights,
                            bias)
                    : new Primitive(
                            product,
                            new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DIFF_DST, dnnl.DNNL_ARG_DIFF_WEIGHTS},
                            this.input,
                            output,
                            weights);
        }
        if (hasBias) {
            backwardWeights.run(input, outputGradient, gradient, biasGradient);
        } else {
            backwardWeights.run(input, outputGradient, gradient);
        }
    }

    @Override
    public void close() {
        NativeMemory.closeAll(forward, carefulForward, reorder, backwardInput, addBackwardInput, backwardWeights);
    }
}
