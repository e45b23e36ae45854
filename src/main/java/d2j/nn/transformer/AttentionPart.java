package d2j.nn.transformer;

import d2j.nn.functions.Attention;
import d2j.nn.functions.CachedAttention;
import d2j.nn.functions.Linear;
import d2j.nn.functions.Scratch;
import d2j.nn.sequence.SequenceRunner;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Multi-head self-attention with its two projections, as a part of a layer. Given token by token, it keeps the keys and
 * values of those before, which are all that later tokens need of them.
 */
final class AttentionPart {

    private final SequenceRunner<?> layer;
    private final long features;
    private final int heads;
    private final Linear packing;
    private final Linear output;
    private final Attention attention;
    private final CachedAttention cache;
    private INDArray savedPacked;
    private INDArray savedWeights;
    private INDArray savedMixed;

    AttentionPart(SequenceRunner<?> layer, long features, int heads, boolean causal) {
        this.layer = layer;
        this.features = features;
        this.heads = heads;
        packing = new Linear(features, 3 * features, false, layer.isAccelerated());
        output = new Linear(features, features, false, layer.isAccelerated());
        attention = new Attention(heads, causal, layer.isAccelerated());
        cache = new CachedAttention(heads, layer.isAccelerated());
    }

    void forward(INDArray x, long batch, long time, boolean training, Scratch memory, INDArray y) {
        INDArray packed = memory.get("packed", x.dataType(), x.size(0), 3 * features);
        INDArray weights = memory.get("weights", x.dataType(), batch, heads, time, time);
        INDArray mixed = memory.get("mixed", x.dataType(), x.size(0), features);
        packing.forward(x, layer.parameter("Wqkv", training), layer.parameter("bqkv", training), packed);
        attention.forward(packed, packed, layer.getMaskArray(), weights, mixed);
        output.forward(mixed, layer.parameter("Wo", training), layer.parameter("bo", training), y);
        if (training) {
            savedPacked = packed;
            savedWeights = weights;
            savedMixed = mixed;
        }
    }

    /** Forgets the tokens given so far. */
    void begin() {
        cache.clear();
    }

    /** The next token of each sequence, {@code [batch, features]}. */
    void step(INDArray x, Scratch memory, INDArray y) {
        INDArray packed = memory.get("packed", x.dataType(), x.size(0), 3 * features);
        INDArray mixed = memory.get("mixed", x.dataType(), x.size(0), features);
        packing.forward(x, layer.parameter("Wqkv", false), layer.parameter("bqkv", false), packed);
        cache.append(packed, x.size(0), features, null);
        cache.attend(packed, mixed);
        output.forward(mixed, layer.parameter("Wo", false), layer.parameter("bo", false), y);
    }

    /** Adds the gradient to {@code dx} or overwrites it; nothing if that is null. */
    void backward(INDArray x, INDArray dy, INDArray dx, boolean accumulate) {
        Scratch scratch = Scratch.shared();
        INDArray dMixed = scratch.get("mixed", x.dataType(), savedMixed.shape());
        INDArray dPacked = scratch.get("packed", x.dataType(), savedPacked.shape());
        output.backwardWeights(savedMixed, dy, layer.gradientOf("Wo"), layer.gradientOf("bo"));
        output.backwardInput(dy, layer.parameter("Wo", true), dMixed, false);
        attention.backward(savedPacked, savedPacked, savedWeights, dMixed, dPacked, dPacked);
        packing.backwardWeights(x, dPacked, layer.gradientOf("Wqkv"), layer.gradientOf("bqkv"));
        if (dx != null) {
            packing.backwardInput(dPacked, layer.parameter("Wqkv", true), dx, accumulate);
        }
    }
}
