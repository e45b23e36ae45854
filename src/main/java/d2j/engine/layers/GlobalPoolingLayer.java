package d2j.engine.layers;

import d2j.engine.onednn.Magnitude;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Pooling;
import d2j.engine.onednn.RecentlyUsed;
import d2j.engine.onednn.Window;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * DL4J's global pooling on oneDNN, where it takes the mean of each channel of images, or the maximum of each channel of
 * images or of sequences.
 */
public final class GlobalPoolingLayer extends org.deeplearning4j.nn.layers.pooling.GlobalPoolingLayer {

    private static final int[] TIME = {2};
    private static final int[] CHANNELS_FIRST = {2, 3};
    private static final int[] CHANNELS_LAST = {1, 2};

    private final transient RecentlyUsed<List<Long>, Pooling> poolings = new RecentlyUsed<>(8);
    private transient Pooling lastPooling;
    private transient INDArray lastSeen;
    /** Which element was the largest, for the backward pass; null for means. */
    private transient INDArray lastLargest;

    /** For {@link AcceleratedNetworks}, which copies the state of the layer that this one replaces. */
    public GlobalPoolingLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        if (!isCovered()) {
            forget();
            return super.activate(training, workspaceMgr);
        }
        INDArray presented = images(input);
        long[] shape = ChannelsLast.shape(presented, format());
        Pooling.Kind kind = kind();
        INDArray images = ChannelsLast.of(presented, format(), ArrayType.FF_WORKING_MEM, workspaceMgr);
        // The largest of numbers that are none is none in DL4J, and another one in oneDNN.
        if (kind == Pooling.Kind.MAXIMUM && !Magnitude.isOrdinary(OneDnn.address(images), images.length())) {
            forget();
            return super.activate(training, workspaceMgr);
        }
        lastPooling = poolings.get(ChannelsLast.key(shape), () -> make(kind, shape));
        lastSeen = input;
        INDArray output = workspaceMgr.createUninitialized(
                ArrayType.ACTIVATIONS, DataType.FLOAT, new long[] {shape[0], shape[1]}, 'c');
        long size = lastPooling.workspaceSize();
        lastLargest = size == 0
                ? null
                : workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, DataType.BYTE, new long[] {size}, 'c');
        lastPooling.forward(
                OneDnn.address(images), OneDnn.address(output), size == 0 ? 0 : OneDnn.address(lastLargest));
        return output;
    }

    /** All pixels of an image in one column: oneDNN writes code for each column of a window. */
    private static Pooling make(Pooling.Kind kind, long[] shape) {
        int pixels = Math.toIntExact(shape[2] * shape[3]);
        int[] one = {1, 1};
        long[] column = {shape[0], shape[1], pixels, 1};
        long[] result = {shape[0], shape[1], 1, 1};
        Window window =
                Window.of(new int[] {pixels, 1}, one, one, new int[2], new long[] {pixels, 1}, new long[] {1, 1});
        return new Pooling(kind, column, result, window);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        if (lastPooling == null || lastSeen != input || !OneDnn.isFloat(epsilon)) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        long[] shape = ChannelsLast.shape(images(input), format());
        // A row of layers hands the gradient of a sequence's maximum back as that of one time step.
        INDArray of = epsilon.rank() == 3 && epsilon.size(2) == 1 ? epsilon.slice(0, 2) : epsilon;
        OutputGradient.check(of, new long[] {shape[0], shape[1]}, layerId());
        INDArray delta = workspaceMgr.dup(ArrayType.BP_WORKING_MEM, of, 'c');
        if (lastLargest != null && !Magnitude.isOrdinary(OneDnn.address(delta), delta.length())) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        INDArray gradient = ChannelsLast.create(shape, ArrayType.ACTIVATION_GRAD, workspaceMgr);
        if (lastLargest == null) {
            DenseMemory.repeat(delta.divi(shape[2] * shape[3]), gradient);
        } else {
            lastPooling.backward(OneDnn.address(delta), OneDnn.address(gradient), OneDnn.address(lastLargest));
        }
        INDArray presented = ChannelsLast.present(gradient, format());
        return new Pair<>(new DefaultGradient(), input.rank() == 3 ? presented.slice(0, 3) : presented);
    }

    @Override
    public void clear() {
        super.clear();
        forget();
    }

    private void forget() {
        lastPooling = null;
        lastSeen = null;
        lastLargest = null;
    }

    /** Sequences {@code [batch, channels, time]} as images of one column. */
    private static INDArray images(INDArray input) {
        return input.rank() == 3 ? Nd4j.expandDims(input, 3) : input;
    }

    private Pooling.Kind kind() {
        return layerConf().getPoolingType() == PoolingType.AVG ? Pooling.Kind.AVERAGE : Pooling.Kind.MAXIMUM;
    }

    /** DL4J says by the dimensions that it takes means over where the channels are. */
    private CNN2DFormat format() {
        return Arrays.equals(layerConf().getPoolingDimensions(), CHANNELS_LAST) ? CNN2DFormat.NHWC : CNN2DFormat.NCHW;
    }

    private boolean isCovered() {
        if (input == null
                || !OneDnn.isFloat(input)
                || maskArray != null
                || !layerConf().isCollapseDimensions()) {
            return false;
        }
        int[] dimensions = layerConf().getPoolingDimensions();
        boolean isMaximum = layerConf().getPoolingType() == PoolingType.MAX;
        if (input.rank() == 3) {
            return isMaximum && (dimensions == null || Arrays.equals(dimensions, TIME));
        }
        return input.rank() == 4
                && (isMaximum || layerConf().getPoolingType() == PoolingType.AVG)
                && (dimensions == null
                        || Arrays.equals(dimensions, CHANNELS_FIRST)
                        || Arrays.equals(dimensions, CHANNELS_LAST));
    }
}
