package d2j.engine.layers;

import d2j.engine.onednn.Elementwise;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Primitive;
import d2j.engine.onednn.RecentlyUsed;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's fully connected layer on oneDNN. Bias and activation are computed with the product, the backward pass uses
 * what the forward pass computed (DL4J runs it a second time), and the gradient with respect to the input is computed
 * only where somebody wants it.
 */
public final class DenseLayer extends org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer
        implements InputGradientOption {

    private final transient FullyConnected connected = new FullyConnected();
    private final transient RecentlyUsed<Long, Primitive> activations = new RecentlyUsed<>(8);
    private final transient RecentlyUsed<Long, Primitive> activationGradients = new RecentlyUsed<>(8);
    private transient boolean inputGradientWanted = true;
    /** What the last forward pass saw, as given and row-major; null when DL4J's own path was taken. */
    private transient INDArray lastSeen;

    private transient INDArray lastInput;
    /** Its result: before the activation where that is what its gradient comes from, after it otherwise. */
    private transient INDArray lastOutput;

    /** For {@link AcceleratedNetworks}, which copies the state of the layer that this one replaces. */
    public DenseLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public void setInputGradientWanted(boolean wanted) {
        inputGradientWanted = wanted;
    }

    @Override
    public boolean givesPlaceholder() {
        return true;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        if (!isCovered()) {
            forget();
            return super.activate(training, workspaceMgr);
        }
        applyDropOutIfNecessary(training, workspaceMgr);
        IActivation activation = layerConf().getActivationFn();
        Elementwise function = Activations.of(activation).orElse(null);
        boolean atOnce = function != null && function.isDerivedFromOutput();
        lastSeen = input;
        ArrayType kept = KeptInput.type(training, workspaceMgr);
        lastInput = RowMajor.of(input, kept, workspaceMgr);
        lastOutput = connected.forward(
                lastInput, params, hasBias(), atOnce ? function : null, ArrayType.ACTIVATIONS, workspaceMgr, layerId());
        INDArray output = function == null || atOnce ? lastOutput : apply(function, workspaceMgr);
        boolean isSupported = Activations.isSupported(activation);
        if (!isSupported && training) {
            output = workspaceMgr.dup(ArrayType.ACTIVATIONS, lastOutput);
        } else if (!isSupported || !KeptInput.lasts(kept)) {
            // It is overwritten now, or what it came from is gone.
            forget();
        }
        return isSupported ? output : activation.getActivation(output, training);
    }

    private INDArray apply(Elementwise function, LayerWorkspaceMgr workspaceMgr) {
        long length = lastOutput.length();
        INDArray output =
                workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, DataType.FLOAT, lastOutput.shape(), 'c');
        activations.get(length, () -> function.forward(length)).run(OneDnn.address(lastOutput), OneDnn.address(output));
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        boolean dropoutMissing = layerConf().getIDropout() != null && !dropoutApplied;
        if (lastOutput == null
                || lastSeen != input
                || maskArray != null
                || dropoutMissing
                || !OneDnn.isFloat(epsilon)) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        OutputGradient.check(epsilon, lastOutput.shape(), layerId());
        INDArray delta = delta(epsilon, workspaceMgr);
        Gradient gradient = connected.parameterGradients(lastInput, delta, params, gradientViews, hasBias(), true);
        if (Activations.of(layerConf().getActivationFn()).isPresent()
                && !Finite.areGradients(
                        gradientViews.get(DefaultParamInitializer.WEIGHT_KEY),
                        lastInput.size(1),
                        gradientViews.get(DefaultParamInitializer.BIAS_KEY))) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        INDArray inputGradient =
                connected.inputGradient(lastInput, delta, params, hasBias(), inputGradientWanted, workspaceMgr);
        weightNoiseParams.clear();
        return new Pair<>(gradient, backpropDropOutIfPresent(inputGradient));
    }

    /** The gradient before the activation. */
    private INDArray delta(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        IActivation function = layerConf().getActivationFn();
        INDArray rows = RowMajor.of(epsilon, ArrayType.BP_WORKING_MEM, workspaceMgr);
        if (function instanceof ActivationIdentity) {
            return rows;
        }
        Elementwise activation = Activations.of(function).orElse(null);
        if (activation == null) {
            INDArray before = workspaceMgr.dup(ArrayType.BP_WORKING_MEM, lastOutput);
            return RowMajor.of(function.backprop(before, rows).getFirst(), ArrayType.BP_WORKING_MEM, workspaceMgr);
        }
        long length = lastOutput.length();
        INDArray before =
                workspaceMgr.createUninitialized(ArrayType.BP_WORKING_MEM, DataType.FLOAT, lastOutput.shape(), 'c');
        activationGradients
                .get(length, () -> activation.backward(length))
                .run(OneDnn.address(lastOutput), OneDnn.address(rows), OneDnn.address(before));
        return before;
    }

    @Override
    public void clear() {
        super.clear();
        forget();
    }

    private void forget() {
        lastSeen = null;
        lastInput = null;
        lastOutput = null;
    }

    private boolean isCovered() {
        return input != null
                && input.rank() == 2
                && OneDnn.isFloat(input)
                && maskArray == null
                && layerConf().getWeightNoise() == null
                && !hasLayerNorm()
                && FullyConnected.isCovered(params, hasBias());
    }
}
