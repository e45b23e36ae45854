package d2j.engine.layers;

import d2j.engine.onednn.OneDnn;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's output layer for sequences on oneDNN: an {@link OutputLayer} on every step of every sequence. The steps are
 * the rows of a matrix, first step of all sequences first, {@code [time * batch, features]}: the order in which
 * recurrent layers leave their outputs in memory, so that nothing is copied.
 */
public final class RnnOutputLayer extends org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer
        implements InputGradientOption {

    private final transient FullyConnected connected = new FullyConnected();
    private transient boolean inputGradientWanted = true;
    private final transient LastLoss lastLoss = new LastLoss();

    /** For {@link AcceleratedNetworks}, which copies the state of the layer that this one replaces. */
    public RnnOutputLayer(NeuralNetConfiguration conf, DataType dataType) {
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
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        if (!isProductCovered() || maskArray != null) {
            return super.activate(training, workspaceMgr);
        }
        INDArray steps = steps(input);
        INDArray result = workspaceMgr.createUninitialized(
                ArrayType.ACTIVATIONS,
                DataType.FLOAT,
                new long[] {steps.size(0), steps.size(1), layerConf().getNOut()},
                'c');
        INDArray rows = rows(result, ArrayType.ACTIVATIONS, workspaceMgr);
        connected.forwardInto(
                rows, rows(steps, ArrayType.FF_WORKING_MEM, workspaceMgr), params, hasBias(), null, layerId());
        IActivation activation = layerConf().getActivationFn();
        if (activation instanceof ActivationSoftmax) {
            OutputLoss.ofThread().softmax(rows);
        } else {
            INDArray activated = activation.getActivation(rows, training);
            if (activated != rows) {
                rows.assign(activated);
            }
        }
        return sequences(result);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        lastLoss.forget();
        if (!isLossCovered()) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        INDArray steps = steps(input);
        INDArray in = rows(steps, ArrayType.BP_WORKING_MEM, workspaceMgr);
        INDArray delta =
                connected.forward(in, params, hasBias(), null, ArrayType.BP_WORKING_MEM, workspaceMgr, layerId());
        double loss = OutputLoss.ofThread()
                .lossAndGradient(
                        layerConf().getLossFn(),
                        delta,
                        rows(steps(labels), ArrayType.BP_WORKING_MEM, workspaceMgr),
                        maskArray);
        Gradient gradient = connected.parameterGradients(in, delta, params, gradientViews, hasBias(), false);
        INDArray rows = connected.inputGradient(in, delta, params, hasBias(), inputGradientWanted, workspaceMgr);
        lastLoss.keep(loss);
        return new Pair<>(gradient, sequences(RowMajor.view(rows, steps.shape())));
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
            INDArray rows = connected.forward(
                    rows(steps(input), ArrayType.FF_WORKING_MEM, workspaceMgr),
                    params,
                    hasBias(),
                    null,
                    ArrayType.FF_WORKING_MEM,
                    workspaceMgr,
                    layerId());
            loss = OutputLoss.ofThread()
                    .lossAndGradient(
                            layerConf().getLossFn(),
                            rows,
                            rows(steps(labels), ArrayType.FF_WORKING_MEM, workspaceMgr),
                            maskArray);
        }
        score = (conf().isMiniBatch() ? loss / getInputMiniBatchSize() : loss) + fullNetRegTerm;
        return score;
    }

    /** Sequences as {@code [time, batch, features]}. */
    private INDArray steps(INDArray sequences) {
        return isTimeLast() ? sequences.permute(2, 0, 1) : sequences.permute(1, 0, 2);
    }

    /** The reverse of {@link #steps}. */
    private INDArray sequences(INDArray steps) {
        return isTimeLast() ? steps.permute(1, 2, 0) : steps.permute(1, 0, 2);
    }

    private static INDArray rows(INDArray steps, ArrayType type, LayerWorkspaceMgr workspaceMgr) {
        return RowMajor.view(RowMajor.of(steps, type, workspaceMgr), steps.size(0) * steps.size(1), steps.size(2));
    }

    private boolean isTimeLast() {
        return layerConf().getRnnDataFormat() != RNNFormat.NWC;
    }

    private boolean isProductCovered() {
        // DL4J applies dropout here to the gradient but not to the score; that is left to it.
        return input != null
                && input.rank() == 3
                && OneDnn.isFloat(input)
                && layerConf().getWeightNoise() == null
                && layerConf().getIDropout() == null
                && FullyConnected.isCovered(params, hasBias());
    }

    private boolean isLossCovered() {
        int time = isTimeLast() ? 2 : 1;
        return isProductCovered()
                && labels != null
                && OneDnn.isFloat(labels)
                && labels.rank() == 3
                && labels.size(0) == input.size(0)
                && labels.size(time) == input.size(time)
                && labels.size(3 - time) == layerConf().getNOut()
                && OutputLoss.isCovered(layerConf().getLossFn(), layerConf().getActivationFn())
                && OutputLoss.isCovered(maskArray, input.size(0) * input.size(time));
    }
}
