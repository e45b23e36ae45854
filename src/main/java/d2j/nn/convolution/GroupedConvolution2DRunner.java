package d2j.nn.convolution;

import d2j.engine.layers.InputGradientOption;
import d2j.engine.layers.OutputGradient;
import d2j.engine.layers.SingleConvolution;
import d2j.engine.onednn.Acceleration;
import d2j.engine.onednn.Kernels;
import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs a {@link GroupedConvolution2D}: floats on the CPU by oneDNN, which knows groups; anything else by an ordinary
 * convolution for each group.
 */
public final class GroupedConvolution2DRunner extends BaseLayer<GroupedConvolution2D> implements InputGradientOption {

    private static final String WEIGHTS = ConvolutionParamInitializer.WEIGHT_KEY;
    private static final String BIAS = ConvolutionParamInitializer.BIAS_KEY;
    /** ND4J's number for weights {@code [outputs, inputs, height, width]}. */
    private static final int OUTPUTS_FIRST = 1;

    private final transient SingleConvolution convolution = new SingleConvolution();
    private final transient boolean accelerated;
    private transient boolean inputGradientWanted = true;

    /**
     * @param conf     holds the configuration
     * @param dataType of parameters and activations
     */
    public GroupedConvolution2DRunner(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        accelerated = dataType == DataType.FLOAT && Acceleration.isOn();
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
    public boolean hasBias() {
        return layerConf().hasBias();
    }

    @Override
    public Type type() {
        return Type.CONVOLUTIONAL;
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    /** Messages name the configuration, which is what users know. */
    @Override
    protected String layerId() {
        return super.layerId()
                .replace(getClass().getSimpleName(), layerConf().getClass().getSimpleName());
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(false);
        checkInput();
        applyDropOutIfNecessary(training, workspaceMgr);
        if (accelerated && SingleConvolution.covers(input, layerConf())) {
            INDArray output = convolution.forward(
                    input,
                    layerConf(),
                    Kernels.ofGroups(layerConf().getGroups()),
                    layerConf().getNOut(),
                    getParam(WEIGHTS),
                    hasBias() ? getParam(BIAS) : null,
                    training,
                    workspaceMgr);
            if (output != null) {
                return output;
            }
        }
        convolution.forget();
        INDArray sums = present(groupByGroup(training, workspaceMgr));
        return layerConf().getActivationFn().getActivation(sums, training);
    }

    private void checkInput() {
        boolean channelsLast = layerConf().getCnn2dDataFormat() == CNN2DFormat.NHWC;
        if (input.rank() != 4 || input.size(channelsLast ? 3 : 1) != layerConf().getNIn()) {
            throw new DL4JInvalidInputException("expected images of the shape "
                    + (channelsLast ? "[batch, height, width, " : "[batch, ")
                    + layerConf().getNIn()
                    + (channelsLast ? "]" : ", height, width]")
                    + ", got " + Arrays.toString(input.shape()) + " - " + layerId());
        }
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(true);
        INDArray weightGradient = gradientViews.get(WEIGHTS);
        INDArray biasGradient = hasBias() ? gradientViews.get(BIAS) : null;
        INDArray inputGradient = null;
        if (convolution.follows(input, epsilon)) {
            inputGradient = convolution.backward(
                    epsilon,
                    layerConf().getCnn2dDataFormat(),
                    layerConf().getGroups(),
                    getParam(WEIGHTS),
                    weightGradient,
                    biasGradient,
                    inputGradientWanted,
                    layerId(),
                    workspaceMgr);
        }
        if (inputGradient == null) {
            inputGradient = gradientsGroupByGroup(epsilon, weightGradient, biasGradient, workspaceMgr);
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

    /** The result before the activation, {@code [batch, outputs, height, width]}. */
    private INDArray groupByGroup(boolean training, LayerWorkspaceMgr workspaceMgr) {
        INDArray images = channelsFirst(input.castTo(dataType)).dup('c');
        INDArray weights = copy(WEIGHTS, training, workspaceMgr);
        INDArray bias = hasBias() ? copy(BIAS, training, workspaceMgr) : null;
        int[] size = ConvolutionUtils.getOutputSize(
                images,
                layerConf().getKernelSize(),
                layerConf().getStride(),
                isSame() ? null : layerConf().getPadding(),
                layerConf().getConvolutionMode(),
                layerConf().getDilation(),
                CNN2DFormat.NCHW);
        INDArray result = workspaceMgr.createUninitialized(
                ArrayType.ACTIVATIONS,
                dataType,
                new long[] {images.size(0), layerConf().getNOut(), size[0], size[1]},
                'c');
        int[] settings = settings(images, size);
        for (int group = 0; group < layerConf().getGroups(); group++) {
            try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                INDArray w = outputs(weights, group).dup('c');
                INDArray out = Nd4j.createUninitialized(
                        dataType, new long[] {images.size(0), w.size(0), size[0], size[1]}, 'c');
                INDArray in = channels(images, group).dup('c');
                INDArray[] inputs = bias == null
                        ? new INDArray[] {in, w}
                        : new INDArray[] {in, w, outputs(bias, group).dup('c')};
                Nd4j.exec(DynamicCustomOp.builder("conv2d")
                        .addInputs(inputs)
                        .addIntegerArguments(settings)
                        .addOutputs(out)
                        .build());
                channels(result, group).assign(out);
            }
        }
        return result;
    }

    private INDArray gradientsGroupByGroup(
            INDArray epsilon, INDArray weightGradient, INDArray biasGradient, LayerWorkspaceMgr workspaceMgr) {
        INDArray images = channelsFirst(input.castTo(dataType)).dup('c');
        INDArray sums = groupByGroup(true, workspaceMgr);
        OutputGradient.check(epsilon, present(sums).shape(), layerId());
        INDArray delta = layerConf()
                .getActivationFn()
                .backprop(sums, channelsFirst(epsilon.castTo(dataType)).dup('c'))
                .getFirst();
        INDArray weights = copy(WEIGHTS, true, workspaceMgr);
        INDArray bias = hasBias() ? copy(BIAS, true, workspaceMgr) : null;
        INDArray inputGradient =
                workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, images.shape(), 'c');
        int[] settings = settings(images, new int[] {(int) sums.size(2), (int) sums.size(3)});
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            INDArray allWeights = Nd4j.createUninitialized(dataType, weights.shape(), 'c');
            INDArray allBiases = bias == null ? null : Nd4j.createUninitialized(dataType, bias.length());
            for (int group = 0; group < layerConf().getGroups(); group++) {
                INDArray in = channels(images, group).dup('c');
                INDArray w = outputs(weights, group).dup('c');
                INDArray above = channels(delta, group).dup('c');
                INDArray below = Nd4j.createUninitialized(dataType, in.shape(), 'c');
                INDArray ofWeights = Nd4j.createUninitialized(dataType, w.shape(), 'c');
                INDArray ofBias = Nd4j.createUninitialized(dataType, w.size(0));
                Nd4j.exec(DynamicCustomOp.builder("conv2d_bp")
                        .addInputs(
                                bias == null
                                        ? new INDArray[] {in, w, above}
                                        : new INDArray[] {
                                            in, w, outputs(bias, group).dup('c'), above
                                        })
                        .addIntegerArguments(settings)
                        .addOutputs(
                                bias == null
                                        ? new INDArray[] {below, ofWeights}
                                        : new INDArray[] {below, ofWeights, ofBias})
                        .build());
                channels(inputGradient, group).assign(below);
                outputs(allWeights, group).assign(ofWeights);
                if (bias != null) {
                    outputs(allBiases, group).assign(ofBias);
                }
            }
            weightGradient.assign(allWeights);
            if (bias != null) {
                biasGradient.assign(allBiases);
            }
        }
        return present(inputGradient);
    }

    /** ND4J 1.0.0-M2.1 makes scalars of some slices of views, such as parameters are. */
    private INDArray copy(String parameter, boolean training, LayerWorkspaceMgr workspaceMgr) {
        return getParamWithNoise(parameter, training, workspaceMgr).dup('c');
    }

    private boolean isSame() {
        return layerConf().getConvolutionMode() == ConvolutionMode.Same;
    }

    /** What ND4J's operations want to know. */
    private int[] settings(INDArray images, int[] outputSize) {
        int[] kernel = layerConf().getKernelSize();
        int[] stride = layerConf().getStride();
        int[] dilation = layerConf().getDilation();
        int[] padding = isSame()
                ? ConvolutionUtils.getSameModeTopLeftPadding(
                        outputSize, new int[] {(int) images.size(2), (int) images.size(3)}, kernel, stride, dilation)
                : layerConf().getPadding();
        return new int[] {
            kernel[0],
            kernel[1],
            stride[0],
            stride[1],
            padding[0],
            padding[1],
            dilation[0],
            dilation[1],
            isSame() ? 1 : 0,
            0,
            OUTPUTS_FIRST
        };
    }

    private INDArray channelsFirst(INDArray images) {
        return layerConf().getCnn2dDataFormat() == CNN2DFormat.NHWC ? images.permute(0, 3, 1, 2) : images;
    }

    private INDArray present(INDArray channelsFirst) {
        return layerConf().getCnn2dDataFormat() == CNN2DFormat.NHWC ? channelsFirst.permute(0, 2, 3, 1) : channelsFirst;
    }

    /** A group's channels of images that lie in memory in the order of their shape. */
    private INDArray channels(INDArray images, int group) {
        int groups = layerConf().getGroups();
        return images.reshape('c', images.size(0), groups, images.size(1) / groups, images.size(2), images.size(3))
                .slice(group, 1);
    }

    /** Those of a group's outputs, of weights or biases. */
    private INDArray outputs(INDArray parameters, int group) {
        long[] shape = parameters.shape();
        long[] grouped = new long[shape.length + 1];
        System.arraycopy(shape, 1, grouped, 2, shape.length - 1);
        grouped[0] = layerConf().getGroups();
        grouped[1] = shape[0] / grouped[0];
        return parameters.reshape('c', grouped).slice(group, 0);
    }
}
