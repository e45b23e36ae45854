package d2j.engine.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.softmax_forward;

/** The softmax of each row. */
public final class Softmax {

    private Softmax() {}

    /**
     * On a dense {@code [rows, classes]} array.
     *
     * @return a primitive of the arguments input, output, which may be the same
     */
    public static Primitive ofRows(long rows, long classes) {
        memory.desc layout = OneDnn.layout(memory.format_tag.ab, rows, classes);
        softmax_forward.primitive_desc description = new softmax_forward.primitive_desc(
                new softmax_forward.desc(dnnl.prop_kind.forward_inference, layout, 1), OneDnn.engine(), false);
        return new Primitive(
                new softmax_forward(description), new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DST}, layout, layout);
    }
}
