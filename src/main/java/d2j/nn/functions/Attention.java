package d2j.nn.functions;

import static d2j.engine.onednn.OneDnn.address;

import d2j.engine.onednn.ScaledDotProduct;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Scaled dot-product attention of several heads (Vaswani et al., 2017, section 3.2): each query's result is a weighted
 * mean of all values, the weights being the softmax of {@code query · key / √(head size)}. Queries come from one array,
 * keys and values from another (attention from one sequence to another) or the same (self-attention).
 */
public final class Attention {

    /** Added to the score of a token that may not be seen; its weight becomes exactly zero, and no NaN arises. */
    static final double HIDDEN = -1e9;

    private final int heads;
    private final boolean causal;
    private final PerShape<ScaledDotProduct> products;
    private final PerShape<INDArray> causalMasks = new PerShape<>();

    /**
     * @param heads       attention heads
     * @param causal      whether a token sees only itself and those before it
     * @param accelerated whether oneDNN does the work; all arrays are floats then
     */
    public Attention(int heads, boolean causal, boolean accelerated) {
        this.heads = heads;
        this.causal = causal;
        products = accelerated ? new PerShape<>() : null;
    }

    /**
     * The attention of every query to the keys and values of its own sequence.
     *
     * @param queries {@code [batch * queries, ...]}; the first features are the query
     * @param memory  {@code [batch * keys, ...]}; the last features are the value, those before them the key. In
     *                self-attention it is the array of the queries, {@code [batch * time, 3 * features]}
     * @param padding {@code [batch, keys]}, 1 for tokens that may be seen and 0 for padding; null where there is none
     * @param weights receives the attention weights {@code [batch, heads, queries, keys]}
     * @param result  receives the results {@code [batch * queries, features]}
     */
    public void forward(INDArray queries, INDArray memory, INDArray padding, INDArray weights, INDArray result) {
        INDArray mask = mask(padding, weights);
        long features = result.size(1);
        if (products != null) {
            if (mask != null && (weights.size(1) == 1 || weights.size(2) == 1)) {
                mask = whole(mask, weights);
            }
            product(queries, memory, weights, features)
                    .forward(
                            address(queries),
                            keys(memory, features),
                            values(memory, features),
                            mask == null ? 0 : address(mask),
                            mask == null ? 0 : mask.size(0),
                            mask == null ? 0 : mask.size(2),
                            address(weights),
                            address(result));
        } else {
            long batch = weights.size(0);
            INDArray scores = Nd4j.matmul(
                            byHead(columns(queries, 0, features), batch),
                            transposed(byHead(keyColumns(memory, features), batch)))
                    .muli(scale(features));
            if (mask != null) {
                scores.addi(mask.broadcast(weights.shape()));
            }
            scores.subi(scores.max(true, 3).broadcast(weights.shape()));
            INDArray powers = Transforms.exp(scores, false);
            weights.assign(powers.divi(powers.sum(true, 3).broadcast(weights.shape())));
            result.assign(rows(Nd4j.matmul(weights, byHead(valueColumns(memory, features), batch))));
        }
    }

    /**
     * The gradient with respect to queries, keys and values.
     *
     * @param queries        as in the forward pass
     * @param memory         as in the forward pass
     * @param weights        what the forward pass delivered
     * @param resultGradient {@code [batch * queries, features]}
     * @param queryGradient  receives the gradient of the queries where they lie in their array
     * @param memoryGradient receives those of keys and values; in self-attention it is the same array
     */
    public void backward(
            INDArray queries,
            INDArray memory,
            INDArray weights,
            INDArray resultGradient,
            INDArray queryGradient,
            INDArray memoryGradient) {
        long features = resultGradient.size(1);
        if (products != null) {
            INDArray scratch = Scratch.shared().get("attention weights", weights.dataType(), weights.shape());
            product(queries, memory, weights, features)
                    .backward(
                            address(queries),
                            keys(memory, features),
                            values(memory, features),
                            address(weights),
                            address(resultGradient),
                            address(scratch),
                            address(queryGradient),
                            keys(memoryGradient, features),
                            values(memoryGradient, features));
        } else {
            long batch = weights.size(0);
            INDArray dResult = byHead(resultGradient, batch);
            valueColumns(memoryGradient, features).assign(rows(Nd4j.matmul(transposed(weights), dResult)));
            INDArray dWeights = Nd4j.matmul(dResult, transposed(byHead(valueColumns(memory, features), batch)));
            INDArray mean = dWeights.mul(weights).sum(true, 3);
            INDArray dScores =
                    dWeights.subi(mean.broadcast(weights.shape())).muli(weights).muli(scale(features));
            columns(queryGradient, 0, features)
                    .assign(rows(Nd4j.matmul(dScores, byHead(keyColumns(memory, features), batch))));
            keyColumns(memoryGradient, features)
                    .assign(rows(Nd4j.matmul(transposed(dScores), byHead(columns(queries, 0, features), batch))));
        }
    }

    /** What is added to the scores, {@code [batch or 1, 1, queries or 1, keys]}; null where every token sees all. */
    private INDArray mask(INDArray padding, INDArray weights) {
        long batch = weights.size(0);
        int time = (int) weights.size(3);
        DataType type = weights.dataType();
        INDArray future = causal ? causalMasks.get(() -> causalMask(type, time), time) : null;
        if (padding == null) {
            return future;
        }
        if (padding.size(0) != batch || padding.length() != batch * time) {
            throw new IllegalArgumentException("a mask for " + batch + " sequences of " + time
                    + " tokens has the shape [" + batch + ", " + time + "], not "
                    + Arrays.toString(padding.shape()));
        }
        INDArray mask = Scratch.shared().get("attention mask", type, batch, 1, causal ? time : 1, time);
        INDArray hidden =
                padding.reshape(batch, 1, 1, time).castTo(type).rsub(1).muli(HIDDEN);
        if (future == null) {
            return mask.assign(hidden);
        }
        return mask.assign(hidden.broadcast(mask.shape())).addi(future.broadcast(mask.shape()));
    }

    /** A mask for each row of the scores, {@code [batch, 1, heads * queries, keys]}. */
    private static INDArray whole(INDArray mask, INDArray weights) {
        return Scratch.shared()
                .get("whole attention mask", weights.dataType(), weights.shape())
                .assign(mask.broadcast(weights.shape()))
                .reshape('c', weights.size(0), 1, weights.size(1) * weights.size(2), weights.size(3));
    }

    private static INDArray causalMask(DataType type, int time) {
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            float[] mask = new float[time * time];
            for (int query = 0; query < time; query++) {
                Arrays.fill(mask, query * time + query + 1, (query + 1) * time, (float) HIDDEN);
            }
            return Nd4j.createFromArray(mask).castTo(type).reshape(1, 1, time, time);
        }
    }

    private double scale(long features) {
        return 1 / Math.sqrt((double) features / heads);
    }

    private static long keys(INDArray memory, long features) {
        return address(memory) + (memory.size(1) - 2 * features) * Float.BYTES;
    }

    private static long values(INDArray memory, long features) {
        return address(memory) + (memory.size(1) - features) * Float.BYTES;
    }

    private static INDArray keyColumns(INDArray memory, long features) {
        return columns(memory, memory.size(1) - 2 * features, features);
    }

    private static INDArray valueColumns(INDArray memory, long features) {
        return columns(memory, memory.size(1) - features, features);
    }

    private static INDArray columns(INDArray array, long from, long count) {
        return array.get(NDArrayIndex.all(), NDArrayIndex.interval(from, from + count));
    }

    /** Rows as {@code [batch, heads, time, head size]}. */
    private INDArray byHead(INDArray rows, long batch) {
        return rows.dup('c')
                .reshape('c', batch, rows.size(0) / batch, heads, rows.size(1) / heads)
                .permute(0, 2, 1, 3)
                .dup('c');
    }

    private static INDArray rows(INDArray byHead) {
        return byHead.permute(0, 2, 1, 3)
                .dup('c')
                .reshape('c', byHead.size(0) * byHead.size(2), byHead.size(1) * byHead.size(3));
    }

    private static INDArray transposed(INDArray byHead) {
        return byHead.permute(0, 1, 3, 2).dup('c');
    }

    private ScaledDotProduct product(INDArray queries, INDArray memory, INDArray weights, long features) {
        long batch = weights.size(0);
        long asking = weights.size(2);
        long asked = weights.size(3);
        long headSize = features / heads;
        return products.get(
                () -> new ScaledDotProduct(batch, asking, asked, heads, headSize, queries.size(1), memory.size(1)),
                batch,
                asking,
                asked,
                headSize);
    }
}
