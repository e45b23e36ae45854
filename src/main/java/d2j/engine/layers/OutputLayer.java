package d2j.engine.layers;

import d2j.engine.onednn.OneDnn;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's output layer on oneDNN. For the usual pairs of activation and loss, see {@link OutputLoss}, one product and
 * one pass give loss and gradient; DL4J computes the product once for the gradient and again for the score.
 */
public final class OutputLayer extends org.deeplearning4j.nn.layers.OutputLayer implements InputGradientOption {

    private final transient FullyConnected connected = new FullyConnected();
    private transient boolean inputGradientWanted = true;
    private final transient LastLoss lastLoss = new LastLoss();

    /** For {@link AcceleratedNetworks}, which copies the state of the layer that this one replaces. */
    public OutputLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public void setInputGradientWanted(boolean wanted) {
        inputGradientWanted = wanted;
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaceMgr) {
        lastLoss.forget();
        super.setInput(input, workspaceMgr);
    }

    @Override
    public void setLabels(INDArray labels) {
        lastLoss.forget();
        super.setLabels(labels);
    }

    @Override
    public void clear() {
        lastLoss.forget();
        super.clear();
    }

    @Override
    protected Pair<INDArray, INDArray> preOutputWithPreNorm(
            boolean training, boolean forBackprop, LayerWorkspaceMgr workspaceMgr) {
        if (!isProductCovered() || maskArray != null) {
            return super.preOutputWithPreNorm(training, forBackprop, workspaceMgr);
        }
        applyDropOutIfNecessary(training, workspaceMgr);
        INDArray rows = product(
                RowMajor.of(input, ArrayType.FF_WORKING_MEM, workspaceMgr), ArrayType.ACTIVATIONS, workspaceMgr);
        return new Pair<>(rows, rows);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        IActivation activation = layerConf().getActivationFn();
        if (!(activation instanceof ActivationSoftmax) || !isProductCovered() || maskArray != null) {
            return super.activate(training, workspaceMgr);
        }
        INDArray rows = preOutput(training, workspaceMgr);
        OutputLoss.ofThread().softmax(rows);
        return rows;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        lastLoss.forget();
        if (!isLossCovered()) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        applyDropOutIfNecessary(true, workspaceMgr);
        INDArray in = RowMajor.of(input, ArrayType.BP_WORKING_MEM, workspaceMgr);
        INDArray delta = product(in, ArrayType.BP_WORKING_MEM, workspaceMgr);
        double loss = OutputLoss.ofThread()
                .lossAndGradient(
                        layerConf().getLossFn(),
                        delta,
                        RowMajor.of(labels, ArrayType.BP_WORKING_MEM, workspaceMgr),
                        maskArray);
        Gradient gradient = connected.parameterGradients(in, delta, params, gradientViews, hasBias(), false);
        INDArray inputGradient =
                connected.inputGradient(in, delta, params, hasBias(), inputGradientWanted, workspaceMgr);
        lastLoss.keep(loss);
        return new Pair<>(gradient, backpropDropOutIfPresent(inputGradient));
    }

    @Override
    public double computeScore(double fullNetRegTerm, boolean training, LayerWorkspaceMgr workspaceMgr) {
        OptionalDouble kept = lastLoss.take(training);
        double loss;
        if (kept.isPresent()) {
            loss = kept.getAsDouble();
        } else {
            if (input == null || labels == null || !isLossCovered()) {
                return super.computeScore(fullNetRegTerm, training, workspaceMgr);
            }
            applyDropOutIfNecessary(training, workspaceMgr);
            INDArray rows = product(
                    RowMajor.of(input, ArrayType.FF_WORKING_MEM, workspaceMgr), ArrayType.FF_WORKING_MEM, workspaceMgr);
            loss = OutputLoss.ofThread()
                    .lossAndGradient(
                            layerConf().getLossFn(),
                            rows,
                            RowMajor.of(labels, ArrayType.FF_WORKING_MEM, workspaceMgr),
                            maskArray);
        }
        score = (conf().isMiniBatch() ? loss / getInputMiniBatchSize() : loss) + fullNetRegTerm;
        return score;
    }

    private INDArray product(INDArray in, ArrayType type, LayerWorkspaceMgr workspaceMgr) {
        return connected.forward(in, params, hasBias(), null, type, workspaceMgr, layerId());
    }

    private boolean isProductCovered() {
        return input != null
                && input.rank() == 2
                && OneDnn.isFloat(input)
                && layerConf().getWeightNoise() == null
                && FullyConnected.isCovered(params, hasBias());
    }

    private boolean isLossCovered() {
        return isProductCovered()
                && labels != null
                && OneDnn.isFloat(labels)
                && labels.rank() == 2
                && labels.size(0) == input.size(0)
                && labels.size(1) == layerConf().getNOut()
                && OutputLoss.isCovered(layerConf().getLossFn(), layerConf().getActivationFn())
                && OutputLoss.isCovered(maskArray, input.size(0));
    }
}
