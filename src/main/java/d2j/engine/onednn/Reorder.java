package d2j.engine.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;

/** Copies an array from one memory layout to another. */
public final class Reorder {

    private Reorder() {
    }

    /**
     * From any strides to any strides, in elements, of equal shape.
     *
     * @return a primitive of the arguments source, destination
     */
    public static Primitive between(long[] shape, long[] sourceStrides, long[] destinationStrides) {
        return between(OneDnn.layout(shape, sourceStrides), OneDnn.layout(shape, destinationStrides));
    }

    static Primitive between(memory.desc source, memory.desc destination) {
        reorder.primitive_desc description = new reorder.primitive_desc(OneDnn.engine(), source, OneDnn.engine(),
                destination);
        return new Primitive(new reorder(description), new int[] {dnnl.DNNL_ARG_FROM, dnnl.DNNL_ARG_TO}, source,
                destination);
    }
}
