package d2j.engine.layers;

import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Pooling;
import d2j.engine.onednn.RecentlyUsed;
import d2j.engine.onednn.Window;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's upsampling of images on oneDNN, which repeats rows and columns: what average pooling has for a gradient, but
 * for a factor. (The resampling of oneDNN 2.5.2 crashes on a processor without AVX-512.)
 */
public final class Upsampling2D extends org.deeplearning4j.nn.layers.convolution.upsampling.Upsampling2D {

    private final transient RecentlyUsed<List<Long>, Pooling> poolings = new RecentlyUsed<>(8);
    private transient Pooling last;
    private transient INDArray lastSeen;

    /** For {@link AcceleratedNetworks}, which copies the state of the layer that this one replaces. */
    public Upsampling2D(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        if (input == null || input.rank() != 4 || !OneDnn.isFloat(input)) {
            forget();
            return super.activate(training, workspaceMgr);
        }
        applyDropOutIfNecessary(training, workspaceMgr);
        CNN2DFormat format = layerConf().getFormat();
        long[] shape = ChannelsLast.shape(input, format);
        int[] size = layerConf().getSize();
        long[] large = outputShape(shape);
        last = poolings.get(ChannelsLast.key(shape), () -> make(shape, large));
        lastSeen = input;
        INDArray images = ChannelsLast.of(input, format, ArrayType.FF_WORKING_MEM, workspaceMgr);
        INDArray scaled =
                workspaceMgr.createUninitialized(ArrayType.FF_WORKING_MEM, DataType.FLOAT, images.shape(), 'c');
        images.muli(size[0] * size[1], scaled);
        INDArray output = ChannelsLast.create(large, ArrayType.ACTIVATIONS, workspaceMgr);
        last.backward(OneDnn.address(scaled), OneDnn.address(output), 0);
        return ChannelsLast.present(output, format);
    }

    private Pooling make(long[] small, long[] large) {
        int[] size = layerConf().getSize();
        Window window = Window.of(size, size, new int[] {1, 1}, new int[2], sides(large), sides(small));
        return new Pooling(Pooling.Kind.AVERAGE, large, small, window);
    }

    private static long[] sides(long[] shape) {
        return new long[] {shape[2], shape[3]};
    }

    private long[] outputShape(long[] shape) {
        int[] size = layerConf().getSize();
        return new long[] {shape[0], shape[1], shape[2] * size[0], shape[3] * size[1]};
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        if (last == null || lastSeen != input || !OneDnn.isFloat(epsilon)) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        CNN2DFormat format = layerConf().getFormat();
        long[] shape = ChannelsLast.shape(input, format);
        OutputGradient.check(epsilon, ChannelsLast.presented(outputShape(shape), format), layerId());
        INDArray delta = ChannelsLast.of(epsilon, format, ArrayType.BP_WORKING_MEM, workspaceMgr);
        INDArray gradient = ChannelsLast.create(shape, ArrayType.ACTIVATION_GRAD, workspaceMgr);
        last.forward(OneDnn.address(delta), OneDnn.address(gradient), 0);
        int[] size = layerConf().getSize();
        gradient.muli(size[0] * size[1]);
        return new Pair<>(new DefaultGradient(), backpropDropOutIfPresent(ChannelsLast.present(gradient, format)));
    }

    @Override
    public void clear() {
        super.clear();
        forget();
    }

    private void forget() {
        last = null;
        lastSeen = null;
    }
}
