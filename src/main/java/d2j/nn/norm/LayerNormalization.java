package d2j.nn.norm;

import d2j.nn.sequence.SequenceLayer;
import d2j.nn.sequence.SequenceRunner;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonIgnore;

/**
 * Layer normalization (Ba, Kiros and Hinton, 2016) of each token's features, from {@code [batch, features, time]} to
 * the same shape: mean 0 and variance 1, then a gain and a shift per feature. Parameters: {@code gain}, {@code shift}.
 */
public final class LayerNormalization extends SequenceLayer {

    /** Added to variances unless set otherwise, as in PyTorch. */
    public static final double EPSILON = 1e-5;

    private double epsilon = EPSILON;

    /** For reading from JSON. */
    LayerNormalization() {}

    private LayerNormalization(Builder builder) {
        super(builder);
        epsilon = builder.epsilon;
        initializeConstraints(builder);
    }

    /**
     * A gain and a shift.
     *
     * @param features of a token
     * @param suffix   what distinguishes several normalisations in one layer
     */
    public static List<Parameter> parameters(long features, String suffix) {
        return List.of(
                new Parameter("gain" + suffix, Role.GAIN, features),
                new Parameter("shift" + suffix, Role.BIAS, features));
    }

    @Override
    protected List<Parameter> parameters() {
        return parameters(nOut, "");
    }

    @Override
    protected SequenceRunner<?> create(NeuralNetConfiguration conf, DataType dataType) {
        return new LayerNormalizationRunner(conf, dataType);
    }

    @Override
    @JsonIgnore
    public boolean isForRows() {
        return true;
    }

    @Override
    protected List<Object> settings() {
        return List.of(epsilon);
    }

    /** What is added to variances. */
    public double getEpsilon() {
        return epsilon;
    }

    /** @param epsilon what is added to variances */
    public void setEpsilon(double epsilon) {
        this.epsilon = epsilon;
    }

    /** Builds the configuration. */
    public static final class Builder extends SequenceLayer.Builder<Builder> {

        private double epsilon = EPSILON;

        /** What is added to variances; 1e-5 unless set. */
        public Builder epsilon(double epsilon) {
            this.epsilon = epsilon;
            return this;
        }

        @Override
        @SuppressWarnings("unchecked")
        public LayerNormalization build() {
            return new LayerNormalization(this);
        }
    }
}
