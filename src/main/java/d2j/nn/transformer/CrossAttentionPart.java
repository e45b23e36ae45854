package d2j.nn.transformer;

import d2j.nn.functions.Attention;
import d2j.nn.functions.CachedAttention;
import d2j.nn.functions.Linear;
import d2j.nn.functions.Scratch;
import d2j.nn.sequence.SequenceLayer.Parameter;
import d2j.nn.sequence.SequenceLayer.Role;
import d2j.nn.sequence.TwoSequenceRunner;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Multi-head attention from one sequence to another, the memory, with its three projections, as a part of a layer. */
final class CrossAttentionPart {

    private final TwoSequenceRunner<?> layer;
    private final String prefix;
    private final long features;
    private final int heads;
    private final Linear asking;
    private final Linear asked;
    private final Linear output;
    private final Attention attention;
    private final CachedAttention cache;
    private INDArray savedQueries;
    private INDArray savedMemory;
    private INDArray savedWeights;
    private INDArray savedMixed;

    /** @param prefix what distinguishes the parameters from those of another attention in the same layer */
    CrossAttentionPart(TwoSequenceRunner<?> layer, long features, int heads, String prefix) {
        this.layer = layer;
        this.prefix = prefix;
        this.features = features;
        this.heads = heads;
        asking = new Linear(features, features, false, layer.isAccelerated());
        asked = new Linear(features, 2 * features, false, layer.isAccelerated());
        output = new Linear(features, features, false, layer.isAccelerated());
        attention = new Attention(heads, false, layer.isAccelerated());
        cache = new CachedAttention(heads, layer.isAccelerated());
    }

    static List<Parameter> parameters(long features, int heads, String prefix) {
        MultiHeadAttention.checkHeads(features, heads);
        return List.of(
                new Parameter(prefix + "Wq", Role.WEIGHT, features, features),
                new Parameter(prefix + "bq", Role.BIAS, features),
                new Parameter(prefix + "Wkv", Role.WEIGHT, features, 2 * features),
                new Parameter(prefix + "bkv", Role.BIAS, 2 * features),
                new Parameter(prefix + "Wo", Role.WEIGHT, features, features),
                new Parameter(prefix + "bo", Role.BIAS, features));
    }

    /** @param other the memory's tokens, {@code [batch * length, features]} */
    void forward(INDArray x, INDArray other, long batch, boolean training, Scratch memory, INDArray y) {
        INDArray queries = memory.get("queries", x.dataType(), x.size(0), features);
        INDArray keysAndValues = memory.get("keys and values", x.dataType(), other.size(0), 2 * features);
        INDArray weights =
                memory.get("cross weights", x.dataType(), batch, heads, x.size(0) / batch, other.size(0) / batch);
        INDArray mixed = memory.get("cross mixed", x.dataType(), x.size(0), features);
        linear(asking, "q", x, training, queries);
        linear(asked, "kv", other, training, keysAndValues);
        attention.forward(queries, keysAndValues, layer.getMemoryMask(), weights, mixed);
        linear(output, "o", mixed, training, y);
        if (training) {
            savedQueries = queries;
            savedMemory = keysAndValues;
            savedWeights = weights;
            savedMixed = mixed;
        }
    }

    /** Computes the keys and values of the memory, once for all tokens that follow. */
    void begin(INDArray other, long batch) {
        INDArray keysAndValues = Scratch.shared().get("keys and values", other.dataType(), other.size(0), 2 * features);
        linear(asked, "kv", other, false, keysAndValues);
        cache.clear();
        cache.append(keysAndValues, batch, features, layer.getMemoryMask());
    }

    /** The next token of each sequence, {@code [batch, features]}. */
    void step(INDArray x, Scratch memory, INDArray y) {
        INDArray queries = memory.get("queries", x.dataType(), x.size(0), features);
        INDArray mixed = memory.get("cross mixed", x.dataType(), x.size(0), features);
        linear(asking, "q", x, false, queries);
        cache.attend(queries, mixed);
        linear(output, "o", mixed, false, y);
    }

    private void linear(Linear map, String name, INDArray x, boolean training, INDArray y) {
        map.forward(
                x, layer.parameter(prefix + "W" + name, training), layer.parameter(prefix + "b" + name, training), y);
    }

    /**
     * Overwrites the gradient of the memory; adds the other one to {@code dx}, which may be {@code dy}, or overwrites
     * it.
     */
    void backward(INDArray x, INDArray other, INDArray dy, INDArray dx, boolean accumulate, INDArray dOther) {
        Scratch scratch = Scratch.shared();
        INDArray dMixed = scratch.get("mixed", x.dataType(), savedMixed.shape());
        INDArray dQueries = scratch.get("queries gradient", x.dataType(), savedQueries.shape());
        INDArray dMemory = scratch.get("keys and values gradient", x.dataType(), savedMemory.shape());
        backwardWeights(output, "o", savedMixed, dy);
        output.backwardInput(dy, layer.parameter(prefix + "Wo", true), dMixed, false);
        attention.backward(savedQueries, savedMemory, savedWeights, dMixed, dQueries, dMemory);
        backwardWeights(asking, "q", x, dQueries);
        backwardWeights(asked, "kv", other, dMemory);
        asking.backwardInput(dQueries, layer.parameter(prefix + "Wq", true), dx, accumulate);
        asked.backwardInput(dMemory, layer.parameter(prefix + "Wkv", true), dOther, false);
    }

    private void backwardWeights(Linear map, String name, INDArray x, INDArray dy) {
        map.backwardWeights(x, dy, layer.gradientOf(prefix + "W" + name), layer.gradientOf(prefix + "b" + name));
    }
}
