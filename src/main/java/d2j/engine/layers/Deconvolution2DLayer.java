package d2j.engine.layers;

import d2j.engine.onednn.ColumnSums;
import d2j.engine.onednn.Convolution;
import d2j.engine.onednn.Elementwise;
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
import org.deeplearning4j.nn.params.DeconvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's transposed convolution on oneDNN: it computes what a convolution in the other direction has for a gradient,
 * and its own gradients are what that convolution computes.
 */
public final class Deconvolution2DLayer extends org.deeplearning4j.nn.layers.convolution.Deconvolution2DLayer
        implements InputGradientOption {

    private static final String WEIGHTS = DeconvolutionParamInitializer.WEIGHT_KEY;
    private static final String BIAS = DeconvolutionParamInitializer.BIAS_KEY;

    private final transient RecentlyUsed<List<Long>, Convolution> convolutions = new RecentlyUsed<>(8);
    private final transient RecentlyUsed<Long, Primitive> activations = new RecentlyUsed<>(8);
    private final transient RecentlyUsed<Long, Primitive> activationGradients = new RecentlyUsed<>(8);
    private transient boolean inputGradientWanted = true;
    private transient INDArray lastSeen;
    private transient INDArray lastInput;
    /** What the activation's gradient comes from; null when DL4J's own path was taken. */
    private transient INDArray known;
    /** The convolution in the other direction. */
    private transient Convolution reverse;

    /** For {@link AcceleratedNetworks}, which copies the state of the layer that this one replaces. */
    public Deconvolution2DLayer(NeuralNetConfiguration conf, DataType dataType) {
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
        INDArray weights = getParam(WEIGHTS);
        INDArray bias = hasBias() ? getParam(BIAS) : null;
        CNN2DFormat format = layerConf().getCnn2dDataFormat();
        if (!isCovered(weights)) {
            forget();
            return super.activate(training, workspaceMgr);
        }
        applyDropOutIfNecessary(training, workspaceMgr);
        long[] shape = ChannelsLast.shape(input, format);
        ArrayType kept = KeptInput.type(training, workspaceMgr);
        INDArray dense = ChannelsLast.of(input, format, kept, workspaceMgr);
        Elementwise activation = Activations.of(layerConf().getActivationFn()).orElse(null);
        if (SingleConvolution.wouldHide(dense, activation, weights, bias)) {
            forget();
            return super.activate(training, workspaceMgr);
        }
        reverse = convolutions.get(ChannelsLast.key(shape), () -> make(shape, weights.size(1)));
        lastSeen = input;
        lastInput = dense;
        known = ChannelsLast.create(reverse.inputShape(), ArrayType.ACTIVATIONS, workspaceMgr);
        reverse.backwardInput(OneDnn.address(dense), OneDnn.address(weights), OneDnn.address(known));
        if (bias != null) {
            known.reshape('c', known.length() / bias.length(), bias.length()).addiRowVector(bias);
        }
        INDArray output = activation == null ? known : apply(activation, workspaceMgr);
        if (!KeptInput.lasts(kept)) {
            forget();
        }
        return ChannelsLast.present(output, format);
    }

    private INDArray apply(Elementwise activation, LayerWorkspaceMgr workspaceMgr) {
        long length = known.length();
        INDArray output = activation.isDerivedFromOutput()
                ? known
                : workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, DataType.FLOAT, known.shape(), 'c');
        activations.get(length, () -> activation.forward(length)).run(OneDnn.address(known), OneDnn.address(output));
        return output;
    }

    /** From images of the output's size to those of the input's. */
    private Convolution make(long[] shape, long outputs) {
        int[] kernel = layerConf().getKernelSize();
        int[] stride = layerConf().getStride();
        int[] dilation = layerConf().getDilation();
        int[] size = outputSize();
        int[] before = layerConf().getPadding().clone();
        if (convolutionMode == ConvolutionMode.Same) {
            for (int i = 0; i < 2; i++) {
                before[i] = (extent(i) - stride[i]) / 2;
            }
        }
        long[] large = {size[0], size[1]};
        Window window = Window.of(kernel, stride, dilation, before, large, new long[] {shape[2], shape[3]});
        return new Convolution(new long[] {shape[0], outputs, size[0], size[1]}, shape, window, false, null);
    }

    private int[] outputSize() {
        return ConvolutionUtils.getDeconvolutionOutputSize(
                input,
                layerConf().getKernelSize(),
                layerConf().getStride(),
                convolutionMode == ConvolutionMode.Same ? null : layerConf().getPadding(),
                convolutionMode,
                layerConf().getDilation(),
                layerConf().getCnn2dDataFormat());
    }

    /** How many pixels a kernel covers. */
    private int extent(int dimension) {
        return (layerConf().getKernelSize()[dimension] - 1) * layerConf().getDilation()[dimension] + 1;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        if (known == null || lastSeen != input || !OneDnn.isFloat(epsilon)) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        CNN2DFormat format = layerConf().getCnn2dDataFormat();
        OutputGradient.check(epsilon, ChannelsLast.presented(reverse.inputShape(), format), layerId());
        INDArray delta = ChannelsLast.of(epsilon, format, ArrayType.BP_WORKING_MEM, workspaceMgr);
        Elementwise activation = Activations.of(layerConf().getActivationFn()).orElse(null);
        if (activation != null) {
            long length = known.length();
            INDArray before =
                    workspaceMgr.createUninitialized(ArrayType.BP_WORKING_MEM, DataType.FLOAT, known.shape(), 'c');
            activationGradients
                    .get(length, () -> activation.backward(length))
                    .run(OneDnn.address(known), OneDnn.address(delta), OneDnn.address(before));
            delta = before;
        }
        Gradient gradient = new DefaultGradient();
        INDArray weightGradient = gradientViews.get(WEIGHTS);
        INDArray biasGradient = hasBias() ? gradientViews.get(BIAS) : null;
        reverse.backwardWeights(OneDnn.address(delta), OneDnn.address(lastInput), OneDnn.address(weightGradient), 0);
        if (biasGradient != null) {
            long outputs = biasGradient.length();
            ColumnSums.of(delta.length() / outputs, outputs, OneDnn.address(delta), OneDnn.address(biasGradient));
            gradient.setGradientFor(BIAS, biasGradient);
        }
        gradient.setGradientFor(WEIGHTS, weightGradient, 'c');
        if (activation != null && !Finite.areGradients(weightGradient, weightGradient.length(), biasGradient)) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        INDArray inputGradient =
                workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, lastInput.shape(), 'c');
        if (inputGradientWanted) {
            reverse.forward(OneDnn.address(delta), OneDnn.address(getParam(WEIGHTS)), 0, OneDnn.address(inputGradient));
        }
        weightNoiseParams.clear();
        // DL4J forgets the dropout here, and so do we.
        return new Pair<>(gradient, ChannelsLast.present(inputGradient, format));
    }

    @Override
    public void clear() {
        super.clear();
        forget();
    }

    private void forget() {
        lastSeen = null;
        lastInput = null;
        known = null;
        reverse = null;
    }

    private boolean isCovered(INDArray weights) {
        if (!SingleConvolution.covers(input, layerConf())
                || ChannelsLast.shape(input, layerConf().getCnn2dDataFormat())[1] != weights.size(0)) {
            return false;
        }
        int[] size = outputSize();
        // Where strides leave gaps, or nothing is left, DL4J says what it makes of it.
        boolean gaps = extent(0) < layerConf().getStride()[0]
                || extent(1) < layerConf().getStride()[1];
        return size[0] > 0 && size[1] > 0 && !(convolutionMode == ConvolutionMode.Same && gaps);
    }
}
