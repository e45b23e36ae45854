package d2j.engine.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/**
 * A linear map of rows, {@code output = input · weights + bias}, for one number of rows, with its two backward passes.
 * Rows lie one after another in memory; weights are column-major {@code [in, out]} as in DL4J, which is the same as
 * row-major {@code [out, in]} as in PyTorch. All arguments of the methods are addresses.
 */
public final class Projection implements NativeMemory {

    private final long rows;
    private final long in;
    private final long out;
    private final Primitive forward;
    private Primitive backwardInput;
    private Primitive accumulateInput;
    private Primitive backwardWeights;

    /**
     * @param rows how many rows are mapped
     * @param in   their length
     * @param out  the length of the results
     * @param relu whether negative results become zero
     */
    public Projection(long rows, long in, long out, boolean relu) {
        this.rows = rows;
        this.in = in;
        this.out = out;
        post_ops operations = new post_ops();
        if (relu) {
            operations.append_eltwise(1, dnnl.algorithm.eltwise_relu, 0, 0);
        }
        memory.desc source = rows(in);
        memory.desc weights = OneDnn.layout(new long[] {in, out}, new long[] {1, in});
        memory.desc bias = OneDnn.layout(new long[] {1, out}, new long[] {out, 1});
        memory.desc target = rows(out);
        matmul.primitive_desc description = new matmul.primitive_desc(
                new matmul.desc(source, weights, bias, target), attributes(operations), OneDnn.engine(), false);
        forward = new Primitive(
                new matmul(description),
                new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_BIAS, dnnl.DNNL_ARG_DST},
                source,
                weights,
                bias,
                target);
    }

    /** The map itself. */
    public void forward(long input, long weights, long bias, long output) {
        forward.run(input, weights, bias, output);
    }

    /**
     * The gradient with respect to the input.
     *
     * @param accumulate whether it is added to what is there
     */
    public void backwardInput(long outputGradient, long weights, long inputGradient, boolean accumulate) {
        if (accumulate) {
            if (accumulateInput == null) {
                post_ops sum = new post_ops();
                sum.append_sum();
                accumulateInput = buildBackwardInput(sum);
            }
            accumulateInput.run(outputGradient, weights, inputGradient);
        } else {
            if (backwardInput == null) {
                backwardInput = buildBackwardInput(new post_ops());
            }
            backwardInput.run(outputGradient, weights, inputGradient);
        }
    }

    private Primitive buildBackwardInput(post_ops operations) {
        memory.desc source = rows(out);
        memory.desc weights = OneDnn.layout(new long[] {out, in}, new long[] {in, 1});
        memory.desc target = rows(in);
        matmul.primitive_desc description = new matmul.primitive_desc(
                new matmul.desc(source, weights, target), attributes(operations), OneDnn.engine(), false);
        return new Primitive(
                new matmul(description),
                new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST},
                source,
                weights,
                target);
    }

    /** The gradients with respect to weights and bias, which are overwritten. */
    public void backwardWeights(long input, long outputGradient, long weightGradient, long biasGradient) {
        if (backwardWeights == null) {
            memory.desc source = rows(in);
            memory.desc target = rows(out);
            memory.desc weights = OneDnn.layout(format_tag.oi, out, in);
            memory.desc bias = OneDnn.layout(format_tag.x, out);
            inner_product_forward.primitive_desc hint = new inner_product_forward.primitive_desc(
                    new inner_product_forward.desc(dnnl.prop_kind.forward_training, source, weights, bias, target),
                    OneDnn.engine(),
                    false);
            inner_product_backward_weights.primitive_desc description =
                    new inner_product_backward_weights.primitive_desc(
                            new inner_product_backward_weights.desc(source, weights, bias, target),
                            OneDnn.engine(),
                            hint,
                            false);
            backwardWeights = new Primitive(
                    new inner_product_backward_weights(description),
                    new int[] {
                        dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DIFF_DST, dnnl.DNNL_ARG_DIFF_WEIGHTS, dnnl.DNNL_ARG_DIFF_BIAS
                    },
                    source,
                    target,
                    weights,
                    bias);
        }
        backwardWeights.run(input, outputGradient, weightGradient, biasGradient);
    }

    private memory.desc rows(long length) {
        return OneDnn.layout(new long[] {rows, length}, new long[] {length, 1});
    }

    private static primitive_attr attributes(post_ops operations) {
        primitive_attr attributes = new primitive_attr();
        attributes.set_post_ops(operations);
        return attributes;
    }

    @Override
    public void close() {
        NativeMemory.closeAll(forward, backwardInput, accumulateInput, backwardWeights);
    }
}
