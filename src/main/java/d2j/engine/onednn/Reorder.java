package d2j.engine.onednn;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies an array from one memory layout to another. */
public final class Reorder {

    private static final ThreadLocal<RecentlyUsed<List<Long>, Primitive>> COPIES = RecentlyUsed.perThread(256);

    private Reorder() {}

    /** Copies an array of floats into another of the same shape, whatever their strides. */
    public static void copy(INDArray from, INDArray to) {
        copy(from.shape(), OneDnn.address(from), from.stride(), OneDnn.address(to), to.stride());
        Reference.reachabilityFence(from);
        Reference.reachabilityFence(to);
    }

    /** Copies from one address to another; strides are in elements. */
    public static void copy(
            long[] shape, long source, long[] sourceStrides, long destination, long[] destinationStrides) {
        List<Long> key = new ArrayList<>(3 * shape.length);
        for (long[] numbers : new long[][] {shape, sourceStrides, destinationStrides}) {
            for (long number : numbers) {
                key.add(number);
            }
        }
        COPIES.get()
                .get(key, () -> between(shape, sourceStrides, destinationStrides))
                .run(source, destination);
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
        reorder.primitive_desc description =
                new reorder.primitive_desc(OneDnn.engine(), source, OneDnn.engine(), destination);
        return new Primitive(
                new reorder(description), new int[] {dnnl.DNNL_ARG_FROM, dnnl.DNNL_ARG_TO}, source, destination);
    }
}
