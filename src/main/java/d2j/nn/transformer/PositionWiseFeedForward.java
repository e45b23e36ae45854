package d2j.nn.transformer;

import d2j.nn.sequence.SequenceLayer;
import d2j.nn.sequence.SequenceRunner;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonIgnore;

/**
 * The position-wise feed-forward network of a transformer (Vaswani et al., 2017, section 3.3): two linear maps with an
 * activation function between them, the same for every token, from {@code [batch, features, time]} to the same shape.
 * Parameters: {@code W1}, {@code [features, hidden]}, {@code b1}, {@code W2}, {@code [hidden, features]}, {@code b2}.
 */
public final class PositionWiseFeedForward extends SequenceLayer {

    private long hiddenSize;
    private boolean gelu;

    /** For reading from JSON. */
    PositionWiseFeedForward() {}

    private PositionWiseFeedForward(Builder builder) {
        super(builder);
        hiddenSize = builder.hiddenSize;
        gelu = builder.gelu;
        initializeConstraints(builder);
    }

    static List<Parameter> parameters(long features, long hidden) {
        return List.of(
                new Parameter("W1", Role.WEIGHT, features, hidden),
                new Parameter("b1", Role.BIAS, hidden),
                new Parameter("W2", Role.WEIGHT, hidden, features),
                new Parameter("b2", Role.BIAS, features));
    }

    @Override
    protected List<Parameter> parameters() {
        return parameters(nOut, getHiddenSize());
    }

    @Override
    protected SequenceRunner<?> create(NeuralNetConfiguration conf, DataType dataType) {
        return new PositionWiseFeedForwardRunner(conf, dataType);
    }

    @Override
    @JsonIgnore
    public boolean isForRows() {
        return true;
    }

    @Override
    protected List<Object> settings() {
        return List.of(getHiddenSize(), gelu);
    }

    /** The size of the hidden layer, four times the features unless set. */
    public long getHiddenSize() {
        return hiddenSize > 0 ? hiddenSize : 4 * nOut;
    }

    /** @param hiddenSize the size of the hidden layer */
    public void setHiddenSize(long hiddenSize) {
        this.hiddenSize = hiddenSize;
    }

    /** Whether the activation function is GELU instead of ReLU. */
    public boolean isGelu() {
        return gelu;
    }

    /** @param gelu whether the activation function is GELU instead of ReLU */
    public void setGelu(boolean gelu) {
        this.gelu = gelu;
    }

    /** Builds the configuration. */
    public static final class Builder extends SequenceLayer.Builder<Builder> {

        private long hiddenSize;
        private boolean gelu;

        /** The size of the hidden layer; four times the features unless set. */
        public Builder hiddenSize(long size) {
            hiddenSize = size;
            return this;
        }

        /** Uses the exact GELU (Hendrycks and Gimpel, 2016), as BERT does, instead of ReLU. */
        public Builder gelu(boolean gelu) {
            this.gelu = gelu;
            return this;
        }

        @Override
        @SuppressWarnings("unchecked")
        public PositionWiseFeedForward build() {
            return new PositionWiseFeedForward(this);
        }
    }
}
