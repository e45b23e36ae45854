package d2j.engine.layers;

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

/** DL4J's global pooling on oneDNN, where it takes the mean of each channel of images. */
public final class GlobalPoolingLayer extends org.deeplearning4j.nn.layers.pooling.GlobalPoolingLayer {

    private static final int[] CHANNELS_FIRST = {2, 3};
    private static final int[] CHANNELS_LAST = {1, 2};

    private final transient RecentlyUsed<List<Long>, Pooling> poolings = new RecentlyUsed<>(8);
    private transient Pooling lastPooling;
    private transient INDArray lastSeen;

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
        long[] shape = ChannelsLast.shape(input, format());
        lastPooling = poolings.get(ChannelsLast.key(shape), () -> make(shape));
        lastSeen = input;
        INDArray images = ChannelsLast.of(input, format(), ArrayType.FF_WORKING_MEM, workspaceMgr);
        INDArray output = workspaceMgr.createUninitialized(
                ArrayType.ACTIVATIONS, DataType.FLOAT, new long[] {shape[0], shape[1]}, 'c');
        lastPooling.forward(OneDnn.address(images), OneDnn.address(output), 0);
        return output;
    }

    /** All pixels of an image in one column: oneDNN writes code for each column of a window. */
    private static Pooling make(long[] shape) {
        int pixels = Math.toIntExact(shape[2] * shape[3]);
        int[] one = {1, 1};
        long[] column = {shape[0], shape[1], pixels, 1};
        long[] mean = {shape[0], shape[1], 1, 1};
        Window window =
                Window.of(new int[] {pixels, 1}, one, one, new int[2], new long[] {pixels, 1}, new long[] {1, 1});
        return new Pooling(Pooling.Kind.AVERAGE, column, mean, window);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        if (lastPooling == null || lastSeen != input || !OneDnn.isFloat(epsilon)) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        long[] shape = ChannelsLast.shape(input, format());
        OutputGradient.check(epsilon, new long[] {shape[0], shape[1]}, layerId());
        INDArray delta =
                workspaceMgr.dup(ArrayType.BP_WORKING_MEM, epsilon, 'c').divi(shape[2] * shape[3]);
        INDArray gradient = ChannelsLast.create(shape, ArrayType.ACTIVATION_GRAD, workspaceMgr);
        DenseMemory.repeat(delta, gradient);
        return new Pair<>(new DefaultGradient(), ChannelsLast.present(gradient, format()));
    }

    @Override
    public void clear() {
        super.clear();
        forget();
    }

    private void forget() {
        lastPooling = null;
        lastSeen = null;
    }

    /** DL4J says by the dimensions that it takes means over where the channels are. */
    private CNN2DFormat format() {
        return Arrays.equals(layerConf().getPoolingDimensions(), CHANNELS_LAST) ? CNN2DFormat.NHWC : CNN2DFormat.NCHW;
    }

    private boolean isCovered() {
        int[] dimensions = layerConf().getPoolingDimensions();
        return input != null
                && input.rank() == 4
                && OneDnn.isFloat(input)
                && maskArray == null
                && layerConf().getPoolingType() == PoolingType.AVG
                && layerConf().isCollapseDimensions()
                && (dimensions == null
                        || Arrays.equals(dimensions, CHANNELS_FIRST)
                        || Arrays.equals(dimensions, CHANNELS_LAST));
    }
}
