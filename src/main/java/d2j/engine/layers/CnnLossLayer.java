package d2j.engine.layers;

import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Reorder;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's loss of every pixel on oneDNN. The pixels are the rows of a matrix, {@code [batch * height * width, classes]}:
 * the order in which the layers before leave their outputs in memory.
 */
public final class CnnLossLayer extends org.deeplearning4j.nn.layers.convolution.CnnLossLayer {

    private final transient LastLoss lastLoss = new LastLoss();

    /** For {@link AcceleratedNetworks}, which copies the state of the layer that this one replaces. */
    public CnnLossLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
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
        if (!isInputCovered() || !(layerConf().getActivationFn() instanceof ActivationSoftmax)) {
            return super.activate(training, workspaceMgr);
        }
        INDArray result = pixels(ArrayType.ACTIVATIONS, workspaceMgr);
        OutputLoss.ofThread().softmax(rows(result));
        return ChannelsLast.present(result, CNN2DFormat.NCHW);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        lastLoss.forget();
        if (!isLossCovered()) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        INDArray delta = pixels(ArrayType.ACTIVATION_GRAD, workspaceMgr);
        lastLoss.keep(lossAndGradient(delta, ArrayType.BP_WORKING_MEM, workspaceMgr));
        return new Pair<>(new DefaultGradient(), ChannelsLast.present(delta, CNN2DFormat.NCHW));
    }

    @Override
    public double computeScore(double fullNetRegTerm, boolean training, LayerWorkspaceMgr workspaceMgr) {
        OptionalDouble kept = lastLoss.take(training);
        double loss;
        if (kept.isPresent()) {
            loss = kept.getAsDouble();
        } else {
            if (labels == null || !isLossCovered()) {
                return super.computeScore(fullNetRegTerm, training, workspaceMgr);
            }
            loss = lossAndGradient(
                    pixels(ArrayType.FF_WORKING_MEM, workspaceMgr), ArrayType.FF_WORKING_MEM, workspaceMgr);
        }
        score = loss / getInputMiniBatchSize() + fullNetRegTerm;
        return score;
    }

    private double lossAndGradient(INDArray pixels, ArrayType type, LayerWorkspaceMgr workspaceMgr) {
        INDArray targets = ChannelsLast.of(labels, CNN2DFormat.NCHW, type, workspaceMgr);
        return OutputLoss.ofThread()
                .lossAndGradient(layerConf().getLossFn(), rows(pixels), rows(targets), maskOfRows());
    }

    /** A copy of the input that may be overwritten, {@code [batch, height, width, classes]}. */
    private INDArray pixels(ArrayType type, LayerWorkspaceMgr workspaceMgr) {
        INDArray copy = ChannelsLast.create(input.shape(), type, workspaceMgr);
        Reorder.copy(input.permute(0, 2, 3, 1), copy);
        return copy;
    }

    private static INDArray rows(INDArray pixels) {
        return RowMajor.view(pixels, pixels.length() / pixels.size(3), pixels.size(3));
    }

    /** One number for each pixel; null where there is none, or where it has another shape. */
    private INDArray maskOfRows() {
        long[] shape = input.shape().clone();
        shape[1] = 1;
        return maskArray != null && Arrays.equals(maskArray.shape(), shape) && maskArray.ordering() == 'c'
                ? maskArray.reshape('c', maskArray.length(), 1)
                : null;
    }

    private boolean isInputCovered() {
        return input != null
                && input.rank() == 4
                && OneDnn.isFloat(input)
                && layerConf().getFormat() == CNN2DFormat.NCHW;
    }

    private boolean isLossCovered() {
        return isInputCovered()
                && labels != null
                && OneDnn.isFloat(labels)
                && input.equalShapes(labels)
                && OutputLoss.isCovered(layerConf().getLossFn(), layerConf().getActivationFn())
                && (maskArray == null || maskOfRows() != null)
                && OutputLoss.isCovered(maskOfRows(), input.length() / input.size(1));
    }
}
