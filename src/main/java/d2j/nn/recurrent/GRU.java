package d2j.nn.recurrent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer of gated recurrent units (Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder", 2014),
 * which DL4J has not. With input {@code x} and the state {@code h} of the step before,
 *
 * <pre>
 * r  = sigmoid(x W_r + h U_r + b_r)                   reset gate
 * z  = sigmoid(x W_z + h U_z + b_z)                   update gate
 * n  = tanh(x W_n + b_n + r * (h U_n + c))            candidate, with resetAfter
 * n  = tanh(x W_n + b_n + (r * h) U_n)                candidate, without resetAfter
 * h' = (1 - z) * n + z * h                            the new state, which is also the output
 * </pre>
 *
 * <p>{@link Builder#resetAfter} is on unless switched off: that is what PyTorch and cuDNN compute, and it needs one
 * matrix product per step instead of two. The paper's own form is the other one. Parameters: {@code W}
 * {@code [nIn, 3 · nOut]} and {@code RW} {@code [nOut, 3 · nOut]} with the gates in the order r, z, n; {@code b} holds
 * {@code 3 · nOut} biases in that order and, with resetAfter, {@code nOut} more for {@code c}. PyTorch keeps two
 * vectors of biases; for r and z only their sum matters.
 *
 * <p>Input {@code [batch, nIn, time]} gives {@code [batch, nOut, time]}, or with {@code RNNFormat.NWC} the last two
 * swapped. The activation is the hyperbolic tangent and that of the gates the logistic function, unless others are set
 * on this layer; the network's default activation does not apply. Where a mask is 0, output and state are set to zero,
 * as in DL4J's recurrent layers.
 */
public class GRU extends BaseRecurrentLayer {

    private boolean resetAfter = true;
    private IActivation gateActivationFn = new ActivationSigmoid();

    /** For the JSON reader. */
    GRU() {}

    private GRU(Builder builder) {
        super(builder);
        resetAfter = builder.resetAfter;
        gateActivationFn = builder.gateActivationFn;
        initializeConstraints(builder);
    }

    @Override
    protected void initializeConstraints(org.deeplearning4j.nn.conf.layers.Layer.Builder<?> builder) {
        super.initializeConstraints(builder);
        Builder own = (Builder) builder;
        constrain(own.getRecurrentConstraints(), GruParameters.RECURRENT_WEIGHTS);
        constrain(own.getInputWeightConstraints(), GruParameters.WEIGHTS);
    }

    private void constrain(Collection<LayerConstraint> added, String parameter) {
        if (added != null) {
            constraints = constraints == null ? new ArrayList<>() : constraints;
            for (LayerConstraint constraint : added) {
                LayerConstraint copy = constraint.clone();
                copy.setParams(Set.of(parameter));
                constraints.add(copy);
            }
        }
    }

    /** Whether the reset gate acts after the product of the state with its weights. */
    public boolean isResetAfter() {
        return resetAfter;
    }

    public void setResetAfter(boolean resetAfter) {
        this.resetAfter = resetAfter;
    }

    /** The activation of the reset and the update gate. */
    public IActivation getGateActivationFn() {
        return gateActivationFn;
    }

    public void setGateActivationFn(IActivation gateActivationFn) {
        this.gateActivationFn = gateActivationFn;
    }

    /**
     * Builds the layer.
     *
     * @throws IllegalStateException if the numbers of inputs or outputs are not set
     */
    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType dataType) {
        if (nIn <= 0 || nOut <= 0) {
            throw new IllegalStateException("GRU layer " + index + " (" + getLayerName() + ") needs nIn and nOut, has "
                    + nIn + " and " + nOut + "; nIn follows from setInputType");
        }
        GRURunner layer = new GRURunner(conf, dataType);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        Map<String, INDArray> table = initializer().init(conf, parameters, initialize);
        layer.setParamTable(table);
        layer.setConf(conf);
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return GruParameters.INSTANCE;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        long time = ((InputType.InputTypeRecurrent) inputType).getTimeSeriesLength();
        long count = initializer().numParams(this);
        // Gates, states and their gradients of every step.
        long perExample = 9 * time * nOut;
        return new LayerMemoryReport.Builder(layerName, GRU.class, inputType, getOutputType(-1, inputType))
                .standardMemory(count, getIUpdater() == null ? 0 : getIUpdater().stateSize(count))
                .workingMemory(0, 4 * time * nOut, 0, perExample)
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GRU gru
                && super.equals(other)
                && resetAfter == gru.resetAfter
                && Objects.equals(gateActivationFn, gru.gateActivationFn);
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof GRU;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), resetAfter, gateActivationFn);
    }

    @Override
    public String toString() {
        return "GRU(" + super.toString() + ", resetAfter=" + resetAfter + ", gateActivationFn=" + gateActivationFn
                + ")";
    }

    /** Builds the configuration of a layer of gated recurrent units. */
    public static class Builder extends BaseRecurrentLayer.Builder<Builder> {

        private boolean resetAfter = true;
        private IActivation gateActivationFn = new ActivationSigmoid();

        public Builder() {
            activationFn = new ActivationTanH();
        }

        /** Whether the reset gate acts after the product of the state with its weights (true), or before. */
        public Builder resetAfter(boolean resetAfter) {
            this.resetAfter = resetAfter;
            return this;
        }

        /** The activation of the gates, with values between 0 and 1. */
        public Builder gateActivationFunction(Activation activation) {
            return gateActivationFunction(activation.getActivationFunction());
        }

        /** The activation of the gates, with values between 0 and 1. */
        public Builder gateActivationFunction(IActivation activation) {
            gateActivationFn = activation;
            return this;
        }

        @Override
        @SuppressWarnings("unchecked")
        public GRU build() {
            return new GRU(this);
        }
    }
}
