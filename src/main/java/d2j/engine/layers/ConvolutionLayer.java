package d2j.engine.layers;

import d2j.engine.onednn.Kernels;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's two-dimensional convolution on oneDNN. The activation is computed with the convolution, the output serves the
 * backward pass (DL4J runs the forward pass a second time there), and the gradient with respect to the input is
 * computed only where somebody wants it.
 */
public final class ConvolutionLayer extends org.deeplearning4j.nn.layers.convolution.ConvolutionLayer
        implements InputGradientOption {

    private final transient SingleConvolution convolution = new SingleConvolution();
    private transient boolean inputGradientWanted = true;

    /** For {@link AcceleratedNetworks}, which copies the state of the layer that this one replaces. */
    public ConvolutionLayer(NeuralNetConfiguration conf, DataType dataType) {
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
        if (!SingleConvolution.covers(input, layerConf())) {
            convolution.forget();
            return super.activate(training, workspaceMgr);
        }
        applyDropOutIfNecessary(training, workspaceMgr);
        INDArray weights = getParam(ConvolutionParamInitializer.WEIGHT_KEY);
        validateInputDepth(weights.size(1));
        INDArray output = convolution.forward(
                input,
                layerConf(),
                Kernels.DENSE,
                weights.size(0),
                weights,
                hasBias() ? getParam(ConvolutionParamInitializer.BIAS_KEY) : null,
                training,
                workspaceMgr);
        return output == null ? super.activate(training, workspaceMgr) : output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        if (!convolution.follows(input, epsilon)) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        INDArray weightGradient = gradientViews.get(ConvolutionParamInitializer.WEIGHT_KEY);
        INDArray biasGradient = hasBias() ? gradientViews.get(ConvolutionParamInitializer.BIAS_KEY) : null;
        INDArray inputGradient = convolution.backward(
                epsilon,
                layerConf().getCnn2dDataFormat(),
                1,
                getParam(ConvolutionParamInitializer.WEIGHT_KEY),
                weightGradient,
                biasGradient,
                inputGradientWanted,
                layerId(),
                workspaceMgr);
        if (inputGradient == null) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        weightNoiseParams.clear();
        return new Pair<>(
                SingleConvolution.gradient(weightGradient, biasGradient), backpropDropOutIfPresent(inputGradient));
    }

    @Override
    public void clear() {
        super.clear();
        convolution.forget();
    }
}
