package d2j.engine.onednn;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;

/** Operations on dense arrays of one length, element by element, as primitives of addresses. */
public final class Pointwise {

    private Pointwise() {}

    /** A primitive of the arguments left, right, sum; the sum may be one of the others. */
    public static Primitive sum(long length) {
        return combine(dnnl.algorithm.binary_add, length);
    }

    /** A primitive of the arguments left, right, product; the product may be one of the others. */
    public static Primitive product(long length) {
        return combine(dnnl.algorithm.binary_mul, length);
    }

    private static Primitive combine(dnnl.algorithm algorithm, long length) {
        memory.desc layout = OneDnn.layout(memory.format_tag.x, length);
        binary.primitive_desc description =
                new binary.primitive_desc(new binary.desc(algorithm, layout, layout, layout), OneDnn.engine(), false);
        return new Primitive(
                new binary(description),
                new int[] {dnnl.DNNL_ARG_SRC_0, dnnl.DNNL_ARG_SRC_1, dnnl.DNNL_ARG_DST},
                layout,
                layout,
                layout);
    }

    /** A primitive of the arguments output of the function, gradient, gradient of the input; in place if wished. */
    public static Primitive reluBackward(long length) {
        return backward(dnnl.algorithm.eltwise_relu_use_dst_for_bwd, dnnl.DNNL_ARG_DST, length);
    }

    /** The exact Gaussian error linear unit x Φ(x): a primitive of the arguments input, output. */
    public static Primitive gelu(long length) {
        memory.desc layout = OneDnn.layout(memory.format_tag.x, length);
        return new Primitive(
                new eltwise_forward(forward(dnnl.algorithm.eltwise_gelu_erf, layout)),
                new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DST},
                layout,
                layout);
    }

    /** A primitive of the arguments input of the function, gradient, gradient of the input; in place if wished. */
    public static Primitive geluBackward(long length) {
        return backward(dnnl.algorithm.eltwise_gelu_erf, dnnl.DNNL_ARG_SRC, length);
    }

    private static Primitive backward(dnnl.algorithm algorithm, int known, long length) {
        memory.desc layout = OneDnn.layout(memory.format_tag.x, length);
        eltwise_backward.primitive_desc description = new eltwise_backward.primitive_desc(
                new eltwise_backward.desc(algorithm, layout, layout, 0, 0),
                OneDnn.engine(),
                forward(algorithm, layout),
                false);
        return new Primitive(
                new eltwise_backward(description),
                new int[] {known, dnnl.DNNL_ARG_DIFF_DST, dnnl.DNNL_ARG_DIFF_SRC},
                layout,
                layout,
                layout);
    }

    private static eltwise_forward.primitive_desc forward(dnnl.algorithm algorithm, memory.desc layout) {
        return new eltwise_forward.primitive_desc(
                new eltwise_forward.desc(dnnl.prop_kind.forward_training, algorithm, layout, 0, 0),
                OneDnn.engine(),
                false);
    }
}
