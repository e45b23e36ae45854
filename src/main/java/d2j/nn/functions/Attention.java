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
 * Scaled dot-product self-attention of several heads (Vaswani et al., 2017, section 3.2): each token's result is a
 * weighted mean of all tokens' values, the weights being the softmax of {@code query · key / √(head size)}.
 */
public final class Attention {

    /** Added to the score of a token that may not be seen; its weight becomes exactly zero, and no NaN arises. */
    private static final double HIDDEN = -1e9;

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
     * The attention of every token of every sequence.
     *
     * @param packed  queries, keys and values side by side, {@code [batch * time, 3 * features]}
     * @param padding {@code [batch, time]}, 1 for tokens that may be seen and 0 for padding; null where there is none
     * @param weights receives the attention weights {@code [batch, heads, time, time]}
     * @param result  receives the results {@code [batch * time, features]}
     */
    public void forward(INDArray packed, INDArray padding, INDArray weights, INDArray result) {
        INDArray mask = mask(padding, weights);
        if (products != null) {
            product(weights, packed)
                    .forward(
                            address(packed),
                            mask == null ? 0 : address(mask),
                            mask == null ? 0 : mask.size(0),
                            mask == null ? 0 : mask.size(2),
                            address(weights),
                            address(result));
        } else {
            INDArray scores = Nd4j.matmul(part(packed, weights, 0), transposed(part(packed, weights, 1)))
                    .muli(scale(packed));
            if (mask != null) {
                scores.addi(mask.broadcast(weights.shape()));
            }
            scores.subi(scores.max(true, 3).broadcast(weights.shape()));
            INDArray powers = Transforms.exp(scores, false);
            weights.assign(powers.divi(powers.sum(true, 3).broadcast(weights.shape())));
            result.assign(rows(Nd4j.matmul(weights, part(packed, weights, 2))));
        }
    }

    /**
     * The gradient with respect to queries, keys and values.
     *
     * @param packed         as in the forward pass
     * @param weights        what the forward pass delivered
     * @param resultGradient {@code [batch * time, features]}
     * @param packedGradient receives {@code [batch * time, 3 * features]}
     */
    public void backward(INDArray packed, INDArray weights, INDArray resultGradient, INDArray packedGradient) {
        if (products != null) {
            INDArray scratch = Scratch.shared().get("attention weights", weights.dataType(), weights.shape());
            product(weights, packed)
                    .backward(
                            address(packed),
                            address(weights),
                            address(resultGradient),
                            address(scratch),
                            address(packedGradient));
        } else {
            INDArray dResult = byHead(resultGradient, weights);
            columns(packedGradient, 2).assign(rows(Nd4j.matmul(transposed(weights), dResult)));
            INDArray dWeights = Nd4j.matmul(dResult, transposed(part(packed, weights, 2)));
            INDArray mean = dWeights.mul(weights).sum(true, 3);
            INDArray dScores =
                    dWeights.subi(mean.broadcast(weights.shape())).muli(weights).muli(scale(packed));
            columns(packedGradient, 0).assign(rows(Nd4j.matmul(dScores, part(packed, weights, 1))));
            columns(packedGradient, 1).assign(rows(Nd4j.matmul(transposed(dScores), part(packed, weights, 0))));
        }
    }

    /** What is added to the scores, {@code [batch or 1, 1, time or 1, time]}; null where every token sees all. */
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

    private static INDArray causalMask(DataType type, int time) {
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            float[] mask = new float[time * time];
            for (int query = 0; query < time; query++) {
                Arrays.fill(mask, query * time + query + 1, (query + 1) * time, (float) HIDDEN);
            }
            return Nd4j.createFromArray(mask).castTo(type).reshape(1, 1, time, time);
        }
    }

    private double scale(INDArray packed) {
        return 1 / Math.sqrt(packed.size(1) / 3.0 / heads);
    }

    /** Queries (0), keys (1) or values (2) as {@code [batch, heads, time, head size]}. */
    private INDArray part(INDArray packed, INDArray weights, int which) {
        return byHead(columns(packed, which), weights);
    }

    private static INDArray columns(INDArray packed, int which) {
        long features = packed.size(1) / 3;
        return packed.get(NDArrayIndex.all(), NDArrayIndex.interval(which * features, (which + 1) * features));
    }

    private INDArray byHead(INDArray rows, INDArray weights) {
        return rows.dup('c')
                .reshape('c', weights.size(0), weights.size(3), heads, rows.size(1) / heads)
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

    private ScaledDotProduct product(INDArray weights, INDArray packed) {
        long batch = weights.size(0);
        long time = weights.size(3);
        long headSize = packed.size(1) / 3 / heads;
        return products.get(() -> new ScaledDotProduct(batch, time, heads, headSize), batch, time, headSize);
    }
}
