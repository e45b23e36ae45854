package d2j.engine.onednn;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;

/** Two dense arrays of one length made one, element by element. */
public enum Combination {
    /** {@code left + right} */
    SUM(dnnl.algorithm.binary_add),
    /** {@code left * right} */
    PRODUCT(dnnl.algorithm.binary_mul);

    private final dnnl.algorithm algorithm;

    Combination(dnnl.algorithm algorithm) {
        this.algorithm = algorithm;
    }

    /**
     * For arrays of {@code length} elements.
     *
     * @return a primitive of the arguments left, right, result; the result may be one of the others
     */
    public Primitive of(long length) {
        memory.desc layout = OneDnn.layout(format_tag.x, length);
        binary.primitive_desc description =
                new binary.primitive_desc(new binary.desc(algorithm, layout, layout, layout), OneDnn.engine(), false);
        return new Primitive(
                        new binary(description),
                        new int[] {dnnl.DNNL_ARG_SRC_0, dnnl.DNNL_ARG_SRC_1, dnnl.DNNL_ARG_DST},
                        layout,
                        layout,
                        layout)
                .ofLength(length);
    }
}
