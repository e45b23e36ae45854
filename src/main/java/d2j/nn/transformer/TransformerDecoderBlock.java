package d2j.nn.transformer;

import d2j.nn.norm.LayerNormalization;
import d2j.nn.sequence.SequenceRunner;
import d2j.nn.sequence.TwoSequenceLayer;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A block of a transformer decoder (Vaswani et al., "Attention Is All You Need", 2017, section 3.1): self-attention in
 * which a token sees only itself and those before it, attention to a second sequence (what the encoder delivers), and a
 * position-wise feed-forward network, each with a residual connection and layer normalization, computed in one layer
 * without copies between the parts. It maps {@code [batch, features, time]} to the same shape; the second sequence is
 * {@code [batch, features, length]}. {@link #vertex} makes a vertex of a graph of it.
 *
 * <p>Masks of both sequences hide padding. A running block is {@link d2j.nn.sequence.Stepwise}: given token by token it
 * keeps keys and values, and delivers what it would for the whole sequence.
 *
 * <p>Parameters, weights being {@code [in, out]}: {@code Wqkv}, {@code bqkv} (queries, keys and values side by side),
 * {@code Wo}, {@code bo} of the self-attention; {@code crossWq}, {@code crossbq}, {@code crossWkv}, {@code crossbkv},
 * {@code crossWo}, {@code crossbo} of the other one; {@code W1}, {@code b1}, {@code W2}, {@code b2}; {@code gain} and
 * {@code shift} 1 to 3. These are as many numbers as PyTorch's {@code nn.TransformerDecoderLayer} has.
 */
public final class TransformerDecoderBlock extends TwoSequenceLayer {

    private int heads = 1;
    private long hiddenSize;
    private boolean normFirst;
    private boolean gelu;
    private double dropoutProbability;
    private double epsilon = LayerNormalization.EPSILON;

    /** For reading from JSON. */
    TransformerDecoderBlock() {}

    private TransformerDecoderBlock(Builder builder) {
        super(builder);
        heads = builder.heads;
        hiddenSize = builder.hiddenSize;
        normFirst = builder.normFirst;
        gelu = builder.gelu;
        dropoutProbability = builder.dropoutProbability;
        epsilon = builder.epsilon;
        initializeConstraints(builder);
    }

    @Override
    protected List<Parameter> parameters() {
        long width = nOut;
        List<Parameter> parameters = new ArrayList<>(MultiHeadAttention.parameters(width, heads));
        parameters.addAll(LayerNormalization.parameters(width, "1"));
        parameters.addAll(CrossAttentionPart.parameters(width, heads, "cross"));
        parameters.addAll(LayerNormalization.parameters(width, "2"));
        parameters.addAll(PositionWiseFeedForward.parameters(width, getHiddenSize()));
        parameters.addAll(LayerNormalization.parameters(width, "3"));
        return parameters;
    }

    @Override
    protected SequenceRunner<?> create(NeuralNetConfiguration conf, DataType dataType) {
        return new TransformerDecoderBlockRunner(conf, dataType);
    }

    @Override
    protected List<Object> settings() {
        return List.of(heads, getHiddenSize(), normFirst, gelu, dropoutProbability, epsilon);
    }

    /** The number of attention heads. */
    public int getHeads() {
        return heads;
    }

    /** @param heads the number of attention heads */
    public void setHeads(int heads) {
        this.heads = heads;
    }

    /** The size of the feed-forward network's hidden layer, four times the features unless set. */
    public long getHiddenSize() {
        return hiddenSize > 0 ? hiddenSize : 4 * nOut;
    }

    /** @param hiddenSize the size of the feed-forward network's hidden layer */
    public void setHiddenSize(long hiddenSize) {
        this.hiddenSize = hiddenSize;
    }

    /** Whether normalization comes before attention and feed-forward network, not after the residual sums. */
    public boolean isNormFirst() {
        return normFirst;
    }

    /** @param normFirst whether normalization comes before attention and feed-forward network */
    public void setNormFirst(boolean normFirst) {
        this.normFirst = normFirst;
    }

    /** Whether the feed-forward network uses GELU instead of ReLU. */
    public boolean isGelu() {
        return gelu;
    }

    /** @param gelu whether the feed-forward network uses GELU instead of ReLU */
    public void setGelu(boolean gelu) {
        this.gelu = gelu;
    }

    /** The probability with which a number of a sublayer's output is dropped in training. */
    public double getDropoutProbability() {
        return dropoutProbability;
    }

    /** @param probability with which a number of a sublayer's output is dropped in training */
    public void setDropoutProbability(double probability) {
        dropoutProbability = probability;
    }

    /** What is added to variances in layer normalization. */
    public double getEpsilon() {
        return epsilon;
    }

    /** @param epsilon what is added to variances in layer normalization */
    public void setEpsilon(double epsilon) {
        this.epsilon = epsilon;
    }

    /** Builds the configuration. */
    public static final class Builder extends TwoSequenceLayer.Builder<Builder> {

        private int heads = 1;
        private long hiddenSize;
        private boolean normFirst;
        private boolean gelu;
        private double dropoutProbability;
        private double epsilon = LayerNormalization.EPSILON;

        /** The number of attention heads, a divisor of the number of features; 1 unless set. */
        public Builder heads(int heads) {
            this.heads = heads;
            return this;
        }

        /** The size of the feed-forward network's hidden layer; four times the features unless set. */
        public Builder hiddenSize(long size) {
            hiddenSize = size;
            return this;
        }

        /**
         * Puts normalization before attention and feed-forward network (pre-norm; Xiong et al., 2020) instead of after
         * the residual sums (post-norm, the original).
         */
        public Builder normFirst(boolean first) {
            normFirst = first;
            return this;
        }

        /** Uses the exact GELU in the feed-forward network, as BERT does, instead of ReLU. */
        public Builder gelu(boolean gelu) {
            this.gelu = gelu;
            return this;
        }

        /**
         * Drops numbers of each sublayer's output before the residual sum (section 5.4 of the paper).
         *
         * @param probability of being dropped, unlike {@code dropOut}, which takes the probability of being kept and
         *                    acts on the block's input
         * @throws IllegalArgumentException if it is not in [0, 1)
         */
        public Builder dropoutProbability(double probability) {
            if (!(probability >= 0 && probability < 1)) {
                throw new IllegalArgumentException("a dropout probability lies in [0, 1), unlike " + probability);
            }
            dropoutProbability = probability;
            return this;
        }

        /** What is added to variances in layer normalization; 1e-5 unless set. */
        public Builder epsilon(double epsilon) {
            this.epsilon = epsilon;
            return this;
        }

        @Override
        @SuppressWarnings("unchecked")
        public TransformerDecoderBlock build() {
            return new TransformerDecoderBlock(this);
        }
    }
}
