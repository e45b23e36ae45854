package d2j.engine.onednn;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;

/** The sum of two dense arrays. */
public final class Addition {

    private Addition() {}

    /**
     * For arrays of {@code length} elements.
     *
     * @return a primitive of the arguments first, second, sum; the sum may be the first
     */
    public static Primitive of(long length) {
        memory.desc layout = OneDnn.layout(format_tag.x, length);
        binary.primitive_desc description = new binary.primitive_desc(
                new binary.desc(dnnl.algorithm.binary_add, layout, layout, layout), OneDnn.engine(), false);
        return new Primitive(
                new binary(description),
                new int[] {dnnl.DNNL_ARG_SRC_0, dnnl.DNNL_ARG_SRC_1, dnnl.DNNL_ARG_DST},
                layout,
                layout,
                layout);
    }
}
