package d2j.nn.transformer;

import d2j.nn.sequence.SequenceLayer;
import d2j.nn.sequence.SequenceRunner;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The front end of a transformer: the sum of a vector for each token, one for its position and, as BERT has it (Devlin
 * et al., 2018), one for its segment. The input holds numbers of tokens, {@code [batch, 1, time]}, or tokens and
 * segments, {@code [batch, 2, time]}; the output is {@code [batch, features, time]}.
 *
 * <p>Instead of a learned vector, a position may have the sinusoids of Vaswani et al. (2017, section 3.5): {@code
 * sin(t / 10000^(2j / features))} as feature {@code 2j}, the cosine as feature {@code 2j + 1}; and the tokens' vectors
 * may be multiplied by {@code √features} (section 3.4).
 *
 * <p>Parameters: {@code tokens}, {@code [features, vocabulary]}, {@code positions}, {@code [features, longest]}, and
 * {@code segments}, {@code [features, segments]}, as far as configured; a column for each token, position, segment.
 */
public final class TokenEmbedding extends SequenceLayer {

    private long vocabulary;
    private long segments;
    private long longest;
    private boolean sinusoidal;
    private boolean scaled;

    /** For reading from JSON. */
    TokenEmbedding() {}

    private TokenEmbedding(Builder builder) {
        super(builder);
        vocabulary = builder.vocabulary;
        segments = builder.segments;
        longest = builder.longest;
        sinusoidal = builder.sinusoidal;
        scaled = builder.scaled;
        nIn = segments > 0 ? 2 : 1;
        nOut = builder.getNOut();
        initializeConstraints(builder);
    }

    @Override
    protected List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(new Parameter("tokens", Role.WEIGHT, nOut, vocabulary));
        if (longest > 0) {
            parameters.add(new Parameter("positions", Role.WEIGHT, nOut, longest));
        }
        if (segments > 0) {
            parameters.add(new Parameter("segments", Role.WEIGHT, nOut, segments));
        }
        return parameters;
    }

    @Override
    protected SequenceRunner<?> create(NeuralNetConfiguration conf, DataType dataType) {
        return new TokenEmbeddingRunner(conf, dataType);
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        if (!(inputType instanceof InputType.InputTypeRecurrent recurrent) || recurrent.getSize() != nIn) {
            throw new IllegalStateException(
                    "Layer \"" + getLayerName() + "\" needs an input type of " + nIn + " x time, not " + inputType);
        }
        setRnnDataFormat(recurrent.getFormat());
    }

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        return null;
    }

    @Override
    protected List<Object> settings() {
        return List.of(vocabulary, segments, longest, sinusoidal, scaled);
    }

    /** The number of different tokens. */
    public long getVocabulary() {
        return vocabulary;
    }

    /** @param vocabulary the number of different tokens */
    public void setVocabulary(long vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** The number of different segments; 0 for none. */
    public long getSegments() {
        return segments;
    }

    /** @param segments the number of different segments; 0 for none */
    public void setSegments(long segments) {
        this.segments = segments;
    }

    /** The length of the longest sequence; 0 for no positions. */
    public long getLongest() {
        return longest;
    }

    /** @param longest the length of the longest sequence; 0 for no positions */
    public void setLongest(long longest) {
        this.longest = longest;
    }

    /** Whether a position has sinusoids. */
    public boolean isSinusoidal() {
        return sinusoidal;
    }

    /** @param sinusoidal whether a position has sinusoids */
    public void setSinusoidal(boolean sinusoidal) {
        this.sinusoidal = sinusoidal;
    }

    /** Whether the tokens' vectors are multiplied by the root of the number of features. */
    public boolean isScaled() {
        return scaled;
    }

    /** @param scaled whether the tokens' vectors are multiplied by the root of the number of features */
    public void setScaled(boolean scaled) {
        this.scaled = scaled;
    }

    /** Builds the configuration. */
    public static final class Builder extends SequenceLayer.Builder<Builder> {

        private long vocabulary;
        private long segments;
        private long longest;
        private boolean sinusoidal;
        private boolean scaled;

        /** The number of different tokens. */
        public Builder vocabulary(long size) {
            vocabulary = size;
            return this;
        }

        /** Adds a learned vector for each of so many segments; the input has a second row then. */
        public Builder segments(long count) {
            segments = count;
            return this;
        }

        /** Adds a learned vector for each position up to the longest sequence. */
        public Builder positions(long longestSequence) {
            longest = longestSequence;
            return this;
        }

        /** Adds the sinusoids of each position, for sequences of any length. */
        public Builder sinusoidal(boolean add) {
            sinusoidal = add;
            return this;
        }

        /** Multiplies the tokens' vectors by the root of the number of features before positions are added. */
        public Builder scaled(boolean scale) {
            scaled = scale;
            return this;
        }

        @Override
        @SuppressWarnings("unchecked")
        public TokenEmbedding build() {
            if (vocabulary <= 0 || getNOut() <= 0) {
                throw new IllegalArgumentException("an embedding needs a vocabulary and a number of features");
            }
            setNIn(0);
            return new TokenEmbedding(this);
        }
    }
}
