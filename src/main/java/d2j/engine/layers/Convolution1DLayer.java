package d2j.engine.layers;

import d2j.engine.onednn.Kernels;
import d2j.engine.onednn.OneDnn;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * DL4J's one-dimensional convolution on oneDNN: that of an image of one row. DL4J shows the weights as {@code [outputs,
 * inputs, width, 1]}, but computes with the same numbers in the order {@code [width, inputs, outputs]}; so does this.
 */
public final class Convolution1DLayer extends org.deeplearning4j.nn.layers.convolution.Convolution1DLayer
        implements InputGradientOption {

    private final transient SingleConvolution convolution = new SingleConvolution();
    /** The last input, and the same as an image. */
    private transient INDArray lastSeen;

    private transient INDArray image;
    private transient long[] outputShape;
    private transient boolean inputGradientWanted = true;

    /** For {@link AcceleratedNetworks}, which copies the state of the layer that this one replaces. */
    public Convolution1DLayer(NeuralNetConfiguration conf, DataType dataType) {
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
        INDArray weights = getParam(ConvolutionParamInitializer.WEIGHT_KEY);
        if (!isCovered(weights)) {
            forget();
            return super.activate(training, workspaceMgr);
        }
        applyDropOutIfNecessary(training, workspaceMgr);
        lastSeen = input;
        image = row(input);
        long outputs = weights.size(0);
        INDArray output = convolution.forward(
                image,
                layerConf(),
                CNN2DFormat.NCHW,
                this::geometry,
                // [groups, outputs, inputs, height, width]
                new Kernels(1, new long[] {
                    weights.length(), 1, outputs, outputs * weights.size(1), outputs * weights.size(1)
                }),
                outputs,
                weights,
                hasBias() ? getParam(ConvolutionParamInitializer.BIAS_KEY) : null,
                training,
                workspaceMgr);
        if (output == null) {
            forget();
            return super.activate(training, workspaceMgr);
        }
        INDArray sequences = output.slice(0, 2);
        outputShape = sequences.shape().clone();
        return sequences;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        if (lastSeen == null || lastSeen != input || !convolution.follows(image, epsilon)) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        OutputGradient.check(epsilon, outputShape, layerId());
        INDArray weightGradient = gradientViews.get(ConvolutionParamInitializer.WEIGHT_KEY);
        INDArray biasGradient = hasBias() ? gradientViews.get(ConvolutionParamInitializer.BIAS_KEY) : null;
        INDArray inputGradient = convolution.backward(
                row(epsilon),
                CNN2DFormat.NCHW,
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
                SingleConvolution.gradient(weightGradient, biasGradient),
                backpropDropOutIfPresent(inputGradient.slice(0, 2)));
    }

    @Override
    public void clear() {
        super.clear();
        forget();
    }

    private void forget() {
        convolution.forget();
        lastSeen = null;
        image = null;
    }

    /** {@code [batch, channels, time]} as {@code [batch, channels, 1, time]}. */
    private static INDArray row(INDArray sequences) {
        return Nd4j.expandDims(sequences, 2);
    }

    private boolean isCovered(INDArray weights) {
        return input != null
                && input.rank() == 3
                && OneDnn.isFloat(input)
                && input.size(1) == weights.size(1)
                && layerConf().getRnnDataFormat() == RNNFormat.NCW
                && layerConf().getWeightNoise() == null
                && ConvolutionGeometry.knows(layerConf().getConvolutionMode())
                && Activations.isSupported(layerConf().getActivationFn());
    }

    private ConvolutionGeometry geometry() {
        return ConvolutionGeometry.of(
                image,
                CNN2DFormat.NCHW,
                new int[] {1, layerConf().getKernelSize()[0]},
                new int[] {1, layerConf().getStride()[0]},
                new int[] {1, layerConf().getDilation()[0]},
                new int[] {0, layerConf().getPadding()[0]},
                layerConf().getConvolutionMode());
    }
}
