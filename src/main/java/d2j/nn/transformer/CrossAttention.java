package d2j.nn.transformer;

import d2j.nn.sequence.SequenceRunner;
import d2j.nn.sequence.TwoSequenceLayer;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Multi-head attention from one sequence to another (Vaswani et al., 2017, section 3.2.3): the first asks, keys and
 * values are the second's. The result has the first one's shape, {@code [batch, features, time]}; the second is
 * {@code [batch, features, length]}, and its mask hides padding. {@link #vertex} makes a vertex of a graph of it.
 *
 * <p>Parameters: {@code Wq}, {@code [features, features]}, and {@code bq}; {@code Wkv}, {@code [features, 2 *
 * features]}, with keys and values side by side, and {@code bkv}; {@code Wo}, {@code [features, features]}, and
 * {@code bo}.
 */
public final class CrossAttention extends TwoSequenceLayer {

    private int heads = 1;

    /** For reading from JSON. */
    CrossAttention() {}

    private CrossAttention(Builder builder) {
        super(builder);
        heads = builder.heads;
        initializeConstraints(builder);
    }

    @Override
    protected List<Parameter> parameters() {
        return CrossAttentionPart.parameters(nOut, heads, "");
    }

    @Override
    protected SequenceRunner<?> create(NeuralNetConfiguration conf, DataType dataType) {
        return new CrossAttentionRunner(conf, dataType);
    }

    @Override
    protected List<Object> settings() {
        return List.of(heads);
    }

    /** The number of attention heads. */
    public int getHeads() {
        return heads;
    }

    /** @param heads the number of attention heads */
    public void setHeads(int heads) {
        this.heads = heads;
    }

    /** Builds the configuration. */
    public static final class Builder extends TwoSequenceLayer.Builder<Builder> {

        private int heads = 1;

        /** The number of attention heads, a divisor of the number of features; 1 unless set. */
        public Builder heads(int heads) {
            this.heads = heads;
            return this;
        }

        @Override
        @SuppressWarnings("unchecked")
        public CrossAttention build() {
            return new CrossAttention(this);
        }
    }
}
