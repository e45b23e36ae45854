package d2j.engine.onednn;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.softmax_backward;
import org.bytedeco.dnnl.softmax_forward;

/**
 * Scaled dot-product self-attention of several heads (Vaswani et al., 2017) for one shape, with its backward pass.
 * Queries, keys and values of a token lie one after another, {@code [batch, length, 3, heads, head size]} in all, as
 * one projection delivers them; the products read the heads where they lie. All arguments of the methods are addresses.
 */
public final class ScaledDotProduct implements NativeMemory {

    private static final int FLOAT_BYTES = Float.BYTES;

    private final long[] packed;
    private final long[] packedTransposed;
    private final long[] heads;
    private final long[] headsTransposed;
    private final long[] scores;
    private final long[] plain;
    private final long[] plainTransposed;
    private final long[] contextStrides;
    private final long[] packedStrides;
    private final long[] packedTransposedStrides;
    private final long part;
    private final float scale;
    private final Primitive score;
    private final Primitive softmax;
    private final Primitive context;
    private final softmax_forward.primitive_desc softmaxDescription;
    private Primitive addMask;
    private long maskBatch;
    private long maskRows;
    private Primitive valueGradient;
    private Primitive probabilityGradient;
    private Primitive softmaxGradient;
    private Primitive queryGradient;
    private Primitive keyGradient;

    /**
     * @param batch    sequences
     * @param length   tokens in each
     * @param heads    attention heads
     * @param headSize features of each head
     */
    public ScaledDotProduct(long batch, long length, long heads, long headSize) {
        long width = heads * headSize;
        part = width * FLOAT_BYTES;
        scale = (float) (1 / Math.sqrt(headSize));
        this.heads = new long[] {batch, heads, length, headSize};
        headsTransposed = new long[] {batch, heads, headSize, length};
        packed = this.heads;
        packedTransposed = headsTransposed;
        packedStrides = new long[] {length * 3 * width, headSize, 3 * width, 1};
        packedTransposedStrides = new long[] {length * 3 * width, headSize, 1, 3 * width};
        contextStrides = new long[] {length * width, headSize, width, 1};
        scores = new long[] {batch, heads, length, length};
        plain = new long[] {heads * length * length, length * length, length, 1};
        plainTransposed = new long[] {heads * length * length, length * length, 1, length};
        memory.desc scoreLayout = OneDnn.layout(scores, plain);
        score = product(
                OneDnn.layout(packed, packedStrides),
                OneDnn.layout(packedTransposed, packedTransposedStrides),
                scoreLayout,
                scale);
        softmaxDescription = new softmax_forward.primitive_desc(
                new softmax_forward.desc(dnnl.prop_kind.forward_training, scoreLayout, 3), OneDnn.engine(), false);
        softmax = new Primitive(
                new softmax_forward(softmaxDescription),
                new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DST},
                scoreLayout,
                scoreLayout);
        context = product(
                scoreLayout, OneDnn.layout(packed, packedStrides), OneDnn.layout(this.heads, contextStrides), 1);
    }

    /**
     * Computes {@code softmax(Q Kᵀ / √(head size) + mask) V}.
     *
     * @param packed        {@code [batch, length, 3, heads, head size]}
     * @param mask          what is added to the scores, {@code [maskBatch, maskRows, length]}; zero for none
     * @param maskBatch     1 where all sequences share the mask
     * @param maskRows      1 where all queries share the mask
     * @param probabilities receives the attention weights {@code [batch, heads, length, length]}
     * @param result        receives {@code [batch, length, heads, head size]}
     */
    public void forward(long packed, long mask, long maskBatch, long maskRows, long probabilities, long result) {
        score.run(packed, packed + part, probabilities);
        if (mask != 0) {
            if (addMask == null || this.maskBatch != maskBatch || this.maskRows != maskRows) {
                NativeMemory.closeAll(addMask);
                addMask = maskAddition(maskBatch, maskRows);
                this.maskBatch = maskBatch;
                this.maskRows = maskRows;
            }
            addMask.run(probabilities, mask, probabilities);
        }
        softmax.run(probabilities, probabilities);
        context.run(probabilities, packed + 2 * part, result);
    }

    /**
     * The gradient with respect to queries, keys and values.
     *
     * @param packed         as in the forward pass
     * @param probabilities  what the forward pass delivered
     * @param resultGradient {@code [batch, length, heads, head size]}
     * @param scratch        memory of the size of the probabilities
     * @param packedGradient receives {@code [batch, length, 3, heads, head size]}
     */
    public void backward(long packed, long probabilities, long resultGradient, long scratch, long packedGradient) {
        if (valueGradient == null) {
            buildBackward();
        }
        valueGradient.run(probabilities, resultGradient, packedGradient + 2 * part);
        probabilityGradient.run(resultGradient, packed + 2 * part, scratch);
        softmaxGradient.run(probabilities, scratch, scratch);
        queryGradient.run(scratch, packed + part, packedGradient);
        keyGradient.run(scratch, packed, packedGradient + part);
    }

    private void buildBackward() {
        memory.desc scoreLayout = OneDnn.layout(scores, plain);
        memory.desc scoreTransposed = OneDnn.layout(scores, plainTransposed);
        memory.desc contextLayout = OneDnn.layout(heads, contextStrides);
        memory.desc packedLayout = OneDnn.layout(packed, packedStrides);
        valueGradient = product(scoreTransposed, contextLayout, packedLayout, 1);
        probabilityGradient =
                product(contextLayout, OneDnn.layout(packedTransposed, packedTransposedStrides), scoreLayout, 1);
        softmax_backward.primitive_desc description = new softmax_backward.primitive_desc(
                new softmax_backward.desc(scoreLayout, scoreLayout, 3), OneDnn.engine(), softmaxDescription, false);
        softmaxGradient = new Primitive(
                new softmax_backward(description),
                new int[] {dnnl.DNNL_ARG_DST, dnnl.DNNL_ARG_DIFF_DST, dnnl.DNNL_ARG_DIFF_SRC},
                scoreLayout,
                scoreLayout,
                scoreLayout);
        queryGradient = product(scoreLayout, packedLayout, packedLayout, scale);
        keyGradient = product(scoreTransposed, packedLayout, packedLayout, scale);
    }

    private Primitive maskAddition(long maskBatch, long maskRows) {
        long length = scores[3];
        memory.desc scoreLayout = OneDnn.layout(scores, plain);
        memory.desc mask = OneDnn.layout(
                new long[] {maskBatch, 1, maskRows, length},
                new long[] {maskRows * length, maskRows * length, length, 1});
        binary.primitive_desc description = new binary.primitive_desc(
                new binary.desc(dnnl.algorithm.binary_add, scoreLayout, mask, scoreLayout), OneDnn.engine(), false);
        return new Primitive(
                new binary(description),
                new int[] {dnnl.DNNL_ARG_SRC_0, dnnl.DNNL_ARG_SRC_1, dnnl.DNNL_ARG_DST},
                scoreLayout,
                mask,
                scoreLayout);
    }

    private static Primitive product(memory.desc left, memory.desc right, memory.desc result, float scale) {
        primitive_attr attributes = new primitive_attr();
        if (scale != 1) {
            attributes.set_output_scales(0, new float[] {scale});
        }
        return MatrixProduct.of(left, right, result, attributes);
    }

    @Override
    public void close() {
        NativeMemory.closeAll(
                score,
                softmax,
                context,
                addMask,
                valueGradient,
                probabilityGradient,
                softmaxGradient,
                queryGradient,
                keyGradient);
    }
}
