package d2j.nn.sequence;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.InputTypeUtil;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonIgnore;

/**
 * A layer that maps sequences to sequences of the same shape, {@code [batch, features, time]}, or
 * {@code [batch, time, features]} where the input type says so.
 */
public abstract class SequenceLayer extends FeedForwardLayer {

    private RNNFormat rnnDataFormat = RNNFormat.NCW;

    /** For reading from JSON. */
    protected SequenceLayer() {}

    /** @throws IllegalArgumentException if the input and output sizes differ */
    protected SequenceLayer(Builder<?> builder) {
        super(builder);
        rnnDataFormat = builder.rnnDataFormat;
        nIn = Math.max(builder.getNIn(), builder.getNOut());
        nOut = nIn;
        if (builder.getNIn() > 0 && builder.getNOut() > 0 && builder.getNIn() != builder.getNOut()) {
            throw new IllegalArgumentException("input and output have the same number of features, not "
                    + builder.getNIn() + " and " + builder.getNOut());
        }
    }

    /** What a parameter does, which decides how it starts and whether weight decay shrinks it. */
    public enum Role {
        WEIGHT,
        BIAS,
        GAIN
    }

    /** A parameter: its key, what it does, and its shape. */
    public record Parameter(String key, Role role, long... shape) {

        long length() {
            long length = 1;
            for (long size : shape) {
                length *= size;
            }
            return length;
        }
    }

    /** The parameters in the order in which they lie in the flat array of all parameters. */
    protected abstract List<Parameter> parameters();

    /** Whether the layer works on each token alone, so that {@code [batch, features]} will do as input, too. */
    @JsonIgnore
    public boolean isForRows() {
        return false;
    }

    /** The running layer. */
    protected abstract SequenceRunner<?> create(NeuralNetConfiguration conf, DataType dataType);

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int layerIndex,
            INDArray parameterView,
            boolean initialize,
            DataType dataType) {
        if (nIn <= 0) {
            throw new IllegalStateException("the number of features of layer " + layerIndex
                    + " is not known: set nOut, or the network's input type");
        }
        SequenceRunner<?> layer = create(conf, dataType);
        layer.setListeners(listeners);
        layer.setIndex(layerIndex);
        layer.setParamsViewArray(parameterView);
        Map<String, INDArray> table = initializer().init(conf, parameterView, initialize);
        layer.setParamTable(table);
        layer.setConf(conf);
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return SequenceParameters.INSTANCE;
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        if (isForRows() && inputType instanceof InputType.InputTypeFeedForward) {
            return InputType.feedForward(nOut);
        }
        InputType.InputTypeRecurrent recurrent = recurrent(inputType);
        return InputType.recurrent(nOut, recurrent.getTimeSeriesLength(), recurrent.getFormat());
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        long size;
        if (isForRows() && inputType instanceof InputType.InputTypeFeedForward rows) {
            size = rows.getSize();
        } else {
            InputType.InputTypeRecurrent recurrent = recurrent(inputType);
            size = recurrent.getSize();
            rnnDataFormat = recurrent.getFormat();
        }
        if (nIn <= 0 || override) {
            nIn = size;
            nOut = nIn;
        } else if (nIn != size) {
            throw new IllegalStateException(
                    "Layer \"" + getLayerName() + "\" has " + nIn + " features, but its input has " + size);
        }
    }

    private InputType.InputTypeRecurrent recurrent(InputType inputType) {
        if (inputType instanceof InputType.InputTypeRecurrent recurrent) {
            return recurrent;
        }
        throw new IllegalStateException("Layer \"" + getLayerName() + "\" works on sequences, not on " + inputType);
    }

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        if (isForRows() && inputType instanceof InputType.InputTypeFeedForward) {
            return null;
        }
        return InputTypeUtil.getPreprocessorForInputTypeRnnLayers(inputType, rnnDataFormat, getLayerName());
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        long parameters = initializer().numParams(this);
        InputType output = getOutputType(-1, inputType);
        long state = getIUpdater() == null ? 0 : getIUpdater().stateSize(parameters);
        return new LayerMemoryReport.Builder(layerName, getClass(), inputType, output)
                .standardMemory(parameters, state)
                .workingMemory(0, 0, 0, 8 * output.arrayElementsPerExample())
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }

    /** How sequences are laid out: features before time (NCW) or after it (NWC). */
    public RNNFormat getRnnDataFormat() {
        return rnnDataFormat;
    }

    /** @param format how sequences are laid out */
    public void setRnnDataFormat(RNNFormat format) {
        rnnDataFormat = format;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other)
                && getClass() == other.getClass()
                && rnnDataFormat == ((SequenceLayer) other).rnnDataFormat
                && settings().equals(((SequenceLayer) other).settings());
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof SequenceLayer;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), rnnDataFormat, settings());
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "(name=" + getLayerName() + ", features=" + nOut + ", " + settings() + ")";
    }

    /** The layer's own settings, for comparisons. */
    protected abstract List<Object> settings();

    /**
     * Settings that all layers of sequences share.
     *
     * @param <T> the builder itself
     */
    public abstract static class Builder<T extends Builder<T>> extends FeedForwardLayer.Builder<T> {

        private RNNFormat rnnDataFormat = RNNFormat.NCW;

        /** How sequences are laid out; not needed where the network's input type is set. */
        @SuppressWarnings("unchecked")
        public T dataFormat(RNNFormat format) {
            rnnDataFormat = format;
            return (T) this;
        }
    }
}
