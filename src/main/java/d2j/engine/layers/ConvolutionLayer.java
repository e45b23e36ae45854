package d2j.engine.layers;

import d2j.engine.onednn.Convolution;
import d2j.engine.onednn.Elementwise;
import d2j.engine.onednn.Magnitude;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Primitive;
import d2j.engine.onednn.RecentlyUsed;
import d2j.engine.onednn.Window;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ConvolutionUtils;
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

    private final transient RecentlyUsed<List<Long>, Convolution> convolutions = new RecentlyUsed<>(8);
    private final transient RecentlyUsed<Long, Primitive> activationGradients = new RecentlyUsed<>(8);
    private transient boolean inputGradientWanted = true;
    /** What the last forward pass saw, as given and channels-last, and gave; null when DL4J's own path was taken. */
    private transient INDArray lastSeen;

    private transient INDArray lastInput;
    private transient INDArray lastOutput;
    private transient Convolution lastConvolution;

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
        if (!isCovered()) {
            forget();
            return super.activate(training, workspaceMgr);
        }
        applyDropOutIfNecessary(training, workspaceMgr);
        CNN2DFormat format = layerConf().getCnn2dDataFormat();
        INDArray weights = getParam(ConvolutionParamInitializer.WEIGHT_KEY);
        validateInputDepth(weights.size(1));
        long[] shape = ChannelsLast.shape(input, format);
        Convolution convolution = convolutions.get(ChannelsLast.key(shape), () -> make(shape, weights));
        lastConvolution = convolution;
        lastSeen = input;
        ArrayType kept = KeptInput.type(training, workspaceMgr);
        lastInput = ChannelsLast.of(input, format, kept, workspaceMgr);
        if (wouldHide(weights)) {
            forget();
            return super.activate(training, workspaceMgr);
        }
        lastOutput = ChannelsLast.create(convolution.outputShape(), ArrayType.ACTIVATIONS, workspaceMgr);
        convolution.forward(
                OneDnn.address(lastInput),
                OneDnn.address(weights),
                hasBias() ? OneDnn.address(getParam(ConvolutionParamInitializer.BIAS_KEY)) : 0,
                OneDnn.address(lastOutput));
        INDArray output = ChannelsLast.present(lastOutput, format);
        if (!KeptInput.lasts(kept)) {
            forget();
        }
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        if (lastOutput == null || lastSeen != input || !OneDnn.isFloat(epsilon)) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        CNN2DFormat format = layerConf().getCnn2dDataFormat();
        OutputGradient.check(epsilon, ChannelsLast.presented(lastConvolution.outputShape(), format), layerId());
        INDArray delta = ChannelsLast.of(epsilon, format, ArrayType.BP_WORKING_MEM, workspaceMgr);
        Elementwise activation = Activations.of(layerConf().getActivationFn()).orElse(null);
        if (activation != null) {
            long length = lastOutput.length();
            INDArray before =
                    workspaceMgr.createUninitialized(ArrayType.BP_WORKING_MEM, DataType.FLOAT, lastOutput.shape(), 'c');
            activationGradients
                    .get(length, () -> activation.backward(length))
                    .run(OneDnn.address(lastOutput), OneDnn.address(delta), OneDnn.address(before));
            delta = before;
        }
        INDArray weights = getParam(ConvolutionParamInitializer.WEIGHT_KEY);
        INDArray weightGradient = gradientViews.get(ConvolutionParamInitializer.WEIGHT_KEY);
        Gradient gradient = new DefaultGradient();
        long biasGradientAddress = 0;
        if (hasBias()) {
            INDArray biasGradient = gradientViews.get(ConvolutionParamInitializer.BIAS_KEY);
            biasGradientAddress = OneDnn.address(biasGradient);
            gradient.setGradientFor(ConvolutionParamInitializer.BIAS_KEY, biasGradient);
        }
        lastConvolution.backwardWeights(
                OneDnn.address(lastInput), OneDnn.address(delta), OneDnn.address(weightGradient), biasGradientAddress);
        gradient.setGradientFor(ConvolutionParamInitializer.WEIGHT_KEY, weightGradient, 'c');
        if (activation != null && !areFinite()) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }

        INDArray inputGradient =
                workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, lastInput.shape(), 'c');
        if (inputGradientWanted) {
            lastConvolution.backwardInput(
                    OneDnn.address(delta), OneDnn.address(weights), OneDnn.address(inputGradient));
        }
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
        lastInput = null;
        lastOutput = null;
        lastConvolution = null;
    }

    /**
     * True where DL4J's way may show NaN and oneDNN's none: infinite weights times the zeros around an image, which
     * oneDNN leaves out, and whatever a rectifier turns into zero on its way.
     */
    private boolean wouldHide(INDArray weights) {
        boolean rectifies = Activations.of(layerConf().getActivationFn()).orElse(null) == Elementwise.RELU;
        return !isOrdinary(weights)
                || hasBias() && !isOrdinary(getParam(ConvolutionParamInitializer.BIAS_KEY))
                || rectifies && !isOrdinary(lastInput);
    }

    private static boolean isOrdinary(INDArray dense) {
        return Magnitude.isOrdinary(OneDnn.address(dense), dense.length());
    }

    private boolean areFinite() {
        INDArray weights = gradientViews.get(ConvolutionParamInitializer.WEIGHT_KEY);
        return Finite.areGradients(
                weights, weights.length() / weights.size(0), gradientViews.get(ConvolutionParamInitializer.BIAS_KEY));
    }

    private boolean isCovered() {
        return input != null
                && input.rank() == 4
                && OneDnn.isFloat(input)
                && layerConf().getWeightNoise() == null
                && (convolutionMode == ConvolutionMode.Same
                        || convolutionMode == ConvolutionMode.Truncate
                        || convolutionMode == ConvolutionMode.Strict)
                && Activations.isSupported(layerConf().getActivationFn());
    }

    private Convolution make(long[] shape, INDArray weights) {
        Geometry geometry = Geometry.of(
                input,
                layerConf().getCnn2dDataFormat(),
                layerConf().getKernelSize(),
                layerConf().getStride(),
                layerConf().getDilation(),
                layerConf().getPadding(),
                convolutionMode);
        long[] output = {shape[0], weights.size(0), geometry.output()[0], geometry.output()[1]};
        return new Convolution(
                shape,
                output,
                geometry.window(),
                hasBias(),
                Activations.of(layerConf().getActivationFn()).orElse(null));
    }

    /** Where a window goes on images of a given size. */
    record Geometry(Window window, long[] output) {

        /** With DL4J's own rules for output sizes, which also reject what does not fit. */
        static Geometry of(
                INDArray images,
                CNN2DFormat format,
                int[] kernel,
                int[] stride,
                int[] dilation,
                int[] padding,
                ConvolutionMode mode) {
            long[] shape = ChannelsLast.shape(images, format);
            int[] size = {(int) shape[2], (int) shape[3]};
            int[] output = ConvolutionUtils.getOutputSize(
                    images, kernel, stride, mode == ConvolutionMode.Same ? null : padding, mode, dilation, format);
            int[] before = mode == ConvolutionMode.Same
                    ? ConvolutionUtils.getSameModeTopLeftPadding(output, size, kernel, stride, dilation)
                    : padding;
            long[] result = {output[0], output[1]};
            return new Geometry(
                    Window.of(kernel, stride, dilation, before, new long[] {shape[2], shape[3]}, result), result);
        }
    }
}
