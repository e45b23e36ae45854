package d2j.engine.layers;

import d2j.engine.onednn.Elementwise;
import d2j.engine.onednn.Kernels;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Window;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.SeparableConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's separable convolution on oneDNN: a depthwise convolution and one of single pixels after it, which alone has
 * biases and an activation.
 */
public final class SeparableConvolution2DLayer
        extends org.deeplearning4j.nn.layers.convolution.SeparableConvolution2DLayer implements InputGradientOption {

    private static final String DEPTHWISE = SeparableConvolutionParamInitializer.DEPTH_WISE_WEIGHT_KEY;
    private static final String POINTWISE = SeparableConvolutionParamInitializer.POINT_WISE_WEIGHT_KEY;
    private static final String BIAS = SeparableConvolutionParamInitializer.BIAS_KEY;
    private static final int[] ONE = {1, 1};

    private final transient ConvolutionStep depthwise = new ConvolutionStep();
    private final transient ConvolutionStep pointwise = new ConvolutionStep();
    private transient INDArray lastSeen;
    private transient boolean inputGradientWanted = true;

    /** For {@link AcceleratedNetworks}, which copies the state of the layer that this one replaces. */
    public SeparableConvolution2DLayer(NeuralNetConfiguration conf, DataType dataType) {
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
        INDArray filters = getParam(DEPTHWISE);
        INDArray mixing = getParam(POINTWISE);
        INDArray bias = hasBias() ? getParam(BIAS) : null;
        boolean covered = SingleConvolution.covers(input, layerConf());
        CNN2DFormat format = layerConf().getCnn2dDataFormat();
        // DL4J has the message for another number of channels.
        if (!covered || ChannelsLast.shape(input, format)[1] != filters.size(1)) {
            forget();
            return super.activate(training, workspaceMgr);
        }
        applyDropOutIfNecessary(training, workspaceMgr);
        long[] shape = ChannelsLast.shape(input, format);
        ArrayType kept = KeptInput.type(training, workspaceMgr);
        INDArray dense = ChannelsLast.of(input, format, kept, workspaceMgr);
        Elementwise activation = Activations.of(layerConf().getActivationFn()).orElse(null);
        if (SingleConvolution.wouldHide(dense, activation, filters, bias)
                || SingleConvolution.wouldHide(dense, null, mixing, null)) {
            forget();
            return super.activate(training, workspaceMgr);
        }
        lastSeen = input;
        long channels = mixing.size(1);
        INDArray between = depthwise.forward(
                dense,
                shape,
                function -> ConvolutionGeometry.of(input, layerConf())
                        .convolution(shape, channels, kernels(filters), false, function),
                filters,
                null,
                null,
                kept,
                workspaceMgr);
        long[] inside = depthwise.outputShape();
        INDArray output = pointwise.forward(
                between,
                inside,
                function -> pixels(inside).convolution(inside, mixing.size(0), Kernels.DENSE, hasBias(), function),
                mixing,
                bias,
                activation,
                ArrayType.ACTIVATIONS,
                workspaceMgr);
        if (!KeptInput.lasts(kept)) {
            forget();
        }
        return ChannelsLast.present(output, format);
    }

    /** DL4J's are {@code [outputs of an input, inputs, height, width]}; the outputs of an input follow each other. */
    private static Kernels kernels(INDArray filters) {
        long inputs = filters.size(1);
        long width = filters.size(3);
        long size = filters.size(2) * width;
        return new Kernels(inputs, new long[] {size, inputs * size, size, width, 1});
    }

    private static ConvolutionGeometry pixels(long[] shape) {
        long[] size = {shape[2], shape[3]};
        return new ConvolutionGeometry(Window.of(ONE, ONE, ONE, new int[2], size, size), size);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        if (!pointwise.hasRun() || lastSeen != input || !OneDnn.isFloat(epsilon)) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        CNN2DFormat format = layerConf().getCnn2dDataFormat();
        OutputGradient.check(epsilon, ChannelsLast.presented(pointwise.outputShape(), format), layerId());
        INDArray delta = pointwise.beforeActivation(
                ChannelsLast.of(epsilon, format, ArrayType.BP_WORKING_MEM, workspaceMgr), workspaceMgr);
        INDArray mixingGradient = gradientViews.get(POINTWISE);
        INDArray filterGradient = gradientViews.get(DEPTHWISE);
        INDArray biasGradient = hasBias() ? gradientViews.get(BIAS) : null;
        pointwise.parameterGradients(delta, mixingGradient, biasGradient);
        if (Activations.of(layerConf().getActivationFn()).isPresent()
                && !Finite.areGradients(mixingGradient, mixingGradient.size(1), biasGradient)) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        INDArray between =
                pointwise.inputGradient(delta, getParam(POINTWISE), true, ArrayType.BP_WORKING_MEM, workspaceMgr);
        depthwise.parameterGradients(between, filterGradient, null);
        INDArray inputGradient = depthwise.inputGradient(
                between, getParam(DEPTHWISE), inputGradientWanted, ArrayType.ACTIVATION_GRAD, workspaceMgr);
        Gradient gradient = new DefaultGradient();
        if (hasBias()) {
            gradient.setGradientFor(BIAS, biasGradient);
        }
        gradient.setGradientFor(DEPTHWISE, filterGradient, 'c');
        gradient.setGradientFor(POINTWISE, mixingGradient, 'c');
        weightNoiseParams.clear();
        return new Pair<>(gradient, backpropDropOutIfPresent(ChannelsLast.present(inputGradient, format)));
    }

    @Override
    public void clear() {
        super.clear();
        forget();
    }

    private void forget() {
        lastSeen = null;
        depthwise.forget();
        pointwise.forget();
    }
}
