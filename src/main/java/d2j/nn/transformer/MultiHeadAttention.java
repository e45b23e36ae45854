package d2j.nn.transformer;

import d2j.nn.sequence.SequenceLayer;
import d2j.nn.sequence.SequenceRunner;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Multi-head self-attention (Vaswani et al., 2017, section 3.2.2) from {@code [batch, features, time]} to the same
 * shape. A mask of the features, {@code [batch, time]}, hides padding.
 *
 * <p>Parameters: {@code Wqkv}, {@code [features, 3 * features]}, with queries, keys and values side by side, and
 * {@code bqkv}; {@code Wo}, {@code [features, features]}, and {@code bo}.
 */
public final class MultiHeadAttention extends SequenceLayer {

    private int heads = 1;
    private boolean causal;

    /** For reading from JSON. */
    MultiHeadAttention() {}

    private MultiHeadAttention(Builder builder) {
        super(builder);
        heads = builder.heads;
        causal = builder.causal;
        initializeConstraints(builder);
    }

    static void checkHeads(long features, int heads) {
        if (features > 0 && (heads < 1 || features % heads != 0)) {
            throw new IllegalStateException(features + " features cannot be shared equally by " + heads + " heads");
        }
    }

    static List<Parameter> parameters(long features, int heads) {
        checkHeads(features, heads);
        return List.of(
                new Parameter("Wqkv", Role.WEIGHT, features, 3 * features),
                new Parameter("bqkv", Role.BIAS, 3 * features),
                new Parameter("Wo", Role.WEIGHT, features, features),
                new Parameter("bo", Role.BIAS, features));
    }

    @Override
    protected List<Parameter> parameters() {
        return parameters(nOut, heads);
    }

    @Override
    protected SequenceRunner<?> create(NeuralNetConfiguration conf, DataType dataType) {
        return new MultiHeadAttentionRunner(conf, dataType);
    }

    @Override
    protected List<Object> settings() {
        return List.of(heads, causal);
    }

    /** The number of attention heads. */
    public int getHeads() {
        return heads;
    }

    /** @param heads the number of attention heads */
    public void setHeads(int heads) {
        this.heads = heads;
    }

    /** Whether a token sees only itself and those before it. */
    public boolean isCausal() {
        return causal;
    }

    /** @param causal whether a token sees only itself and those before it */
    public void setCausal(boolean causal) {
        this.causal = causal;
    }

    /** Builds the configuration. */
    public static final class Builder extends SequenceLayer.Builder<Builder> {

        private int heads = 1;
        private boolean causal;

        /** The number of attention heads, a divisor of the number of features; 1 unless set. */
        public Builder heads(int heads) {
            this.heads = heads;
            return this;
        }

        /** Lets every token see only itself and those before it, as a language model needs. */
        public Builder causal(boolean causal) {
            this.causal = causal;
            return this;
        }

        @Override
        @SuppressWarnings("unchecked")
        public MultiHeadAttention build() {
            return new MultiHeadAttention(this);
        }
    }
}
