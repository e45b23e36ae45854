package d2j.engine.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** The product of two matrices of any layout, into a third in row order. */
public final class MatrixProduct {

    private MatrixProduct() {
    }

    /**
     * For {@code left[rows, inner] · right[inner, columns]}, strides in elements.
     *
     * @param bias add a row to every row of the result
     * @param add  add the product to what is in the result, instead of replacing it
     * @return a primitive of the arguments left, right, result, and the bias if there is one
     */
    public static Primitive of(long rows, long inner, long columns, long[] leftStrides, long[] rightStrides,
            long resultRowStride, boolean bias, boolean add) {
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
        matmul.desc operation = bias ? new matmul.desc(left, right, row, result)
                : new matmul.desc(left, right, result);
        matmul product = new matmul(new matmul.primitive_desc(operation, attributes, OneDnn.engine()));
        return bias
                ? new Primitive(product, new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST,
                    dnnl.DNNL_ARG_BIAS}, left, right, result, row)
                : new Primitive(product, new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST},
                        left, right, result);
    }
}
