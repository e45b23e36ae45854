package d2j.engine.layers;

import d2j.engine.onednn.Kernels;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.DepthwiseConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** DL4J's depthwise convolution on oneDNN: a convolution of as many groups as there are input channels. */
public final class DepthwiseConvolution2DLayer
        extends org.deeplearning4j.nn.layers.convolution.DepthwiseConvolution2DLayer implements InputGradientOption {

    private final transient SingleConvolution convolution = new SingleConvolution();
    private transient boolean inputGradientWanted = true;

    /** For {@link AcceleratedNetworks}, which copies the state of the layer that this one replaces. */
    public DepthwiseConvolution2DLayer(NeuralNetConfiguration conf, DataType dataType) {
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
        INDArray weights = getParam(DepthwiseConvolutionParamInitializer.WEIGHT_KEY);
        boolean covered = SingleConvolution.covers(input, layerConf());
        // DL4J has the message for another number of channels.
        if (!covered || ChannelsLast.shape(input, layerConf().getCnn2dDataFormat())[1] != weights.size(2)) {
            convolution.forget();
            return super.activate(training, workspaceMgr);
        }
        applyDropOutIfNecessary(training, workspaceMgr);
        INDArray output = convolution.forward(
                input,
                layerConf(),
                kernels(weights),
                weights.size(2) * weights.size(3),
                weights,
                hasBias() ? getParam(DepthwiseConvolutionParamInitializer.BIAS_KEY) : null,
                training,
                workspaceMgr);
        return output == null ? super.activate(training, workspaceMgr) : output;
    }

    /** DL4J's are {@code [height, width, inputs, outputs of an input]}. */
    private static Kernels kernels(INDArray weights) {
        long inputs = weights.size(2);
        long multiplier = weights.size(3);
        long pixel = inputs * multiplier;
        return new Kernels(inputs, new long[] {multiplier, 1, 1, weights.size(1) * pixel, pixel});
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        if (!convolution.follows(input, epsilon)) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        INDArray weights = getParam(DepthwiseConvolutionParamInitializer.WEIGHT_KEY);
        INDArray weightGradient = gradientViews.get(DepthwiseConvolutionParamInitializer.WEIGHT_KEY);
        INDArray biasGradient = hasBias() ? gradientViews.get(DepthwiseConvolutionParamInitializer.BIAS_KEY) : null;
        INDArray inputGradient = convolution.backward(
                epsilon,
                layerConf().getCnn2dDataFormat(),
                weights.size(2),
                weights,
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
