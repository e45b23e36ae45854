package d2j.engine.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;

/** Products of many pairs of matrices. */
public final class BatchedProduct {

    private BatchedProduct() {
    }

    /**
     * For {@code left[count, rows, inner] · right[count, inner, columns]}, strides in elements; the result is dense.
     *
     * @return a primitive of the arguments left, right, result
     */
    public static Primitive of(long count, long rows, long inner, long columns, long[] leftStrides,
            long[] rightStrides) {
        memory.desc left = OneDnn.layout(new long[] {count, rows, inner}, leftStrides);
        memory.desc right = OneDnn.layout(new long[] {count, inner, columns}, rightStrides);
        memory.desc result = OneDnn.layout(memory.format_tag.abc, count, rows, columns);
        matmul product = new matmul(new matmul.primitive_desc(new matmul.desc(left, right, result),
                OneDnn.engine(), false));
        return new Primitive(product, new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST},
                left, right, result);
    }
}
