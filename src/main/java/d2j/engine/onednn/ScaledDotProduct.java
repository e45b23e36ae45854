package d2j.engine.onednn;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.softmax_backward;
import org.bytedeco.dnnl.softmax_forward;

/**
 * Scaled dot-product attention of several heads (Vaswani et al., 2017) for one shape, with its backward pass. The heads
 * of a token lie one after another, {@code [heads, head size]}; tokens may lie farther apart than that, as where one
 * projection delivers queries, keys and values side by side. The products read the heads where they lie. All arguments
 * of the methods are addresses.
 */
public final class ScaledDotProduct implements NativeMemory {

    private final long[] queryHeads;
    private final long[] keyHeads;
    private final long[] keyHeadsTransposed;
    private final long[] queryStrides;
    private final long[] keyStrides;
    private final long[] keyTransposedStrides;
    private final long[] contextStrides;
    private final long[] scores;
    private final long[] scoresTransposed;
    private final long[] plain;
    private final long[] plainTransposed;
    private final float scale;
    private final Primitive score;
    private final Primitive softmax;
    private final Primitive context;
    private final softmax_forward.primitive_desc softmaxDescription;
    private Primitive addMask;
    private long maskBatch;
    private long maskRows;
    private Primitive toValues;
    private Primitive toProbabilities;
    private Primitive throughSoftmax;
    private Primitive toQueries;
    private Primitive toKeys;

    /**
     * @param batch    sequences
     * @param queries  tokens in each that ask
     * @param keys     tokens in each that are asked
     * @param heads    attention heads
     * @param headSize features of each head
     * @param queryRow numbers from one query to the next
     * @param keyRow   numbers from one key to the next, and from one value to the next
     */
    public ScaledDotProduct(
            long batch, long queries, long keys, long heads, long headSize, long queryRow, long keyRow) {
        scale = (float) (1 / Math.sqrt(headSize));
        queryHeads = new long[] {batch, heads, queries, headSize};
        keyHeads = new long[] {batch, heads, keys, headSize};
        keyHeadsTransposed = new long[] {batch, heads, headSize, keys};
        queryStrides = new long[] {queries * queryRow, headSize, queryRow, 1};
        keyStrides = new long[] {keys * keyRow, headSize, keyRow, 1};
        keyTransposedStrides = new long[] {keys * keyRow, headSize, 1, keyRow};
        contextStrides = new long[] {queries * heads * headSize, headSize, heads * headSize, 1};
        scores = new long[] {batch, heads, queries, keys};
        scoresTransposed = new long[] {batch, heads, keys, queries};
        plain = new long[] {heads * queries * keys, queries * keys, keys, 1};
        plainTransposed = new long[] {heads * queries * keys, queries * keys, 1, keys};
        memory.desc scoreLayout = OneDnn.layout(scores, plain);
        score = product(
                OneDnn.layout(queryHeads, queryStrides),
                OneDnn.layout(keyHeadsTransposed, keyTransposedStrides),
                scoreLayout,
                scale);
        memory.desc rows = rows();
        softmaxDescription = new softmax_forward.primitive_desc(
                new softmax_forward.desc(dnnl.prop_kind.forward_training, rows, 1), OneDnn.engine(), false);
        softmax = new Primitive(
                new softmax_forward(softmaxDescription), new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DST}, rows, rows);
        context =
                product(scoreLayout, OneDnn.layout(keyHeads, keyStrides), OneDnn.layout(queryHeads, contextStrides), 1);
    }

    /**
     * Computes {@code softmax(Q Kᵀ / √(head size) + mask) V}.
     *
     * @param query         the first query
     * @param key           the first key
     * @param value         the first value
     * @param mask          what is added to the scores, {@code [maskBatch, maskRows, keys]}; zero for none. Where there
     *                      is one head or one query, oneDNN 2.5 would add wrong rows of a mask that is shared, so that
     *                      it has to be whole, {@code [batch, heads * queries, keys]}
     * @param maskBatch     1 where all sequences share the mask
     * @param maskRows      1 where all queries share the mask, or the queries
     * @param probabilities receives the attention weights {@code [batch, heads, queries, keys]}
     * @param result        receives {@code [batch, queries, heads, head size]}
     */
    public void forward(
            long query,
            long key,
            long value,
            long mask,
            long maskBatch,
            long maskRows,
            long probabilities,
            long result) {
        score.run(query, key, probabilities);
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
        context.run(probabilities, value, result);
    }

    /**
     * The gradient with respect to queries, keys and values.
     *
     * @param query          as in the forward pass
     * @param key            as in the forward pass
     * @param value          as in the forward pass
     * @param probabilities  what the forward pass delivered
     * @param resultGradient {@code [batch, queries, heads, head size]}
     * @param scratch        memory of the size of the probabilities
     * @param queryGradient  receives the first query's gradient, and the others as far apart as the queries
     * @param keyGradient    the same for the keys
     * @param valueGradient  the same for the values
     */
    public void backward(
            long query,
            long key,
            long value,
            long probabilities,
            long resultGradient,
            long scratch,
            long queryGradient,
            long keyGradient,
            long valueGradient) {
        if (toValues == null) {
            buildBackward();
        }
        toValues.run(probabilities, resultGradient, valueGradient);
        toProbabilities.run(resultGradient, value, scratch);
        throughSoftmax.run(probabilities, scratch, scratch);
        toQueries.run(scratch, key, queryGradient);
        toKeys.run(scratch, query, keyGradient);
    }

    private void buildBackward() {
        memory.desc scoreLayout = OneDnn.layout(scores, plain);
        memory.desc scoreTransposed = OneDnn.layout(scoresTransposed, plainTransposed);
        memory.desc contextLayout = OneDnn.layout(queryHeads, contextStrides);
        memory.desc queryLayout = OneDnn.layout(queryHeads, queryStrides);
        memory.desc keyLayout = OneDnn.layout(keyHeads, keyStrides);
        toValues = product(scoreTransposed, contextLayout, keyLayout, 1);
        toProbabilities =
                product(contextLayout, OneDnn.layout(keyHeadsTransposed, keyTransposedStrides), scoreLayout, 1);
        memory.desc rows = rows();
        softmax_backward.primitive_desc description = new softmax_backward.primitive_desc(
                new softmax_backward.desc(rows, rows, 1), OneDnn.engine(), softmaxDescription, false);
        throughSoftmax = new Primitive(
                new softmax_backward(description),
                new int[] {dnnl.DNNL_ARG_DST, dnnl.DNNL_ARG_DIFF_DST, dnnl.DNNL_ARG_DIFF_SRC},
                rows,
                rows,
                rows);
        toQueries = product(scoreLayout, keyLayout, queryLayout, scale);
        toKeys = product(scoreTransposed, queryLayout, keyLayout, scale);
    }

    /** The scores as one matrix. */
    private memory.desc rows() {
        return OneDnn.layout(new long[] {scores[0] * scores[1] * scores[2], scores[3]}, new long[] {scores[3], 1});
    }

    private Primitive maskAddition(long maskBatch, long maskRows) {
        long keys = scores[3];
        boolean full = maskRows == scores[1] * scores[2] && (scores[1] == 1 || scores[2] == 1);
        memory.desc scoreLayout = full ? rows() : OneDnn.layout(scores, plain);
        memory.desc mask = full
                ? scoreLayout
                : OneDnn.layout(
                        new long[] {maskBatch, 1, maskRows, keys},
                        new long[] {maskRows * keys, maskRows * keys, keys, 1});
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
                score, softmax, context, addMask, toValues, toProbabilities, throughSoftmax, toQueries, toKeys);
    }
}
