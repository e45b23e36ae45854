package d2j.engine.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** The product of two matrices of any layout, into a third in row order, or of many such pairs. */
public final class MatrixProduct {

    private MatrixProduct() {}

    /**
     * For {@code left[rows, inner] · right[inner, columns]}, strides in elements.
     *
     * @param bias add a row to every row of the result
     * @param add  add the product to what is in the result, instead of replacing it
     * @return a primitive of the arguments left, right, result, and the bias if there is one
     */
    public static Primitive of(
            long rows,
            long inner,
            long columns,
            long[] leftStrides,
            long[] rightStrides,
            long resultRowStride,
            boolean bias,
            boolean add) {
        memory.desc left = OneDnn.layout(new long[] {rows, inner}, leftStrides);
        memory.desc right = OneDnn.layout(new long[] {inner, columns}, rightStrides);
        memory.desc result = OneDnn.layout(new long[] {rows, columns}, new long[] {resultRowStride, 1});
        memory.desc row = OneDnn.layout(new long[] {1, columns}, new long[] {columns, 1});
        primitive_attr attributes = new primitive_attr();
        if (add) {
            post_ops sum = new post_ops();
            sum.append_sum();
            attributes.set_post_ops(sum);
        }
        if (!bias) {
            return of(left, right, result, attributes);
        }
        matmul product = new matmul(new matmul.primitive_desc(
                new matmul.desc(left, right, row, result), attributes, OneDnn.engine(), false));
        return new Primitive(
                product,
                new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST, dnnl.DNNL_ARG_BIAS},
                left,
                right,
                result,
                row);
    }

    /**
     * For {@code left[count, rows, inner] · right[count, inner, columns]}, strides in elements; the result is dense.
     *
     * @return a primitive of the arguments left, right, result
     */
    public static Primitive batched(
            long count, long rows, long inner, long columns, long[] leftStrides, long[] rightStrides) {
        return of(
                OneDnn.layout(new long[] {count, rows, inner}, leftStrides),
                OneDnn.layout(new long[] {count, inner, columns}, rightStrides),
                OneDnn.layout(memory.format_tag.abc, count, rows, columns),
                new primitive_attr());
    }

    /** Of the last two dimensions; a primitive of the arguments left, right, result. */
    static Primitive of(memory.desc left, memory.desc right, memory.desc result, primitive_attr attributes) {
        matmul product = new matmul(
                new matmul.primitive_desc(new matmul.desc(left, right, result), attributes, OneDnn.engine(), false));
        return new Primitive(
                product, new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST}, left, right, result);
    }
}
