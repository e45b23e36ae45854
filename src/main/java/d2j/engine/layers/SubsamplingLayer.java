package d2j.engine.layers;

import d2j.engine.onednn.NativeMemory;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Pooling;
import d2j.engine.onednn.RecentlyUsed;
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

/** DL4J's maximum and average pooling on oneDNN. */
public final class SubsamplingLayer extends org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer {

    /** A pooling and the shape of its result, {@code [batch, channels, height, width]}. */
    private record Planned(Pooling pooling, long[] outputShape) implements NativeMemory {
        @Override
        public void close() {
            pooling.close();
        }
    }

    private final transient RecentlyUsed<List<Long>, Planned> poolings = new RecentlyUsed<>(8);
    private transient Planned lastPooling;
    private transient INDArray lastSeen;
    /** Which element was the largest, for the backward pass; null for averages. */
    private transient INDArray lastLargest;

    /** For {@link AcceleratedNetworks}, which copies the state of the layer that this one replaces. */
    public SubsamplingLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        if (!isCovered()) {
            forget();
            return super.activate(training, workspaceMgr);
        }
        CNN2DFormat format = layerConf().getCnn2dDataFormat();
        long[] shape = ChannelsLast.shape(input, format);
        lastPooling = poolings.get(ChannelsLast.key(shape), () -> make(shape));
        lastSeen = input;
        INDArray in = ChannelsLast.of(input, format, ArrayType.FF_WORKING_MEM, workspaceMgr);
        INDArray output = ChannelsLast.create(lastPooling.outputShape(), ArrayType.ACTIVATIONS, workspaceMgr);
        long size = lastPooling.pooling().workspaceSize();
        lastLargest = size == 0
                ? null
                : workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, DataType.BYTE, new long[] {size}, 'c');
        lastPooling
                .pooling()
                .forward(OneDnn.address(in), OneDnn.address(output), size == 0 ? 0 : OneDnn.address(lastLargest));
        return ChannelsLast.present(output, format);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        if (lastPooling == null || lastSeen != input || !OneDnn.isFloat(epsilon)) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        CNN2DFormat format = layerConf().getCnn2dDataFormat();
        OutputGradient.check(epsilon, ChannelsLast.presented(lastPooling.outputShape(), format), layerId());
        INDArray delta = ChannelsLast.of(epsilon, format, ArrayType.BP_WORKING_MEM, workspaceMgr);
        INDArray gradient =
                ChannelsLast.create(ChannelsLast.shape(input, format), ArrayType.ACTIVATION_GRAD, workspaceMgr);
        lastPooling
                .pooling()
                .backward(
                        OneDnn.address(delta),
                        OneDnn.address(gradient),
                        lastLargest == null ? 0 : OneDnn.address(lastLargest));
        return new Pair<>(new DefaultGradient(), ChannelsLast.present(gradient, format));
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

    private boolean isCovered() {
        if (input == null || input.rank() != 4 || !OneDnn.isFloat(input)) {
            return false;
        }
        return ConvolutionGeometry.knows(convolutionMode)
                && switch (layerConf().getPoolingType()) {
                    case MAX, AVG -> true;
                    default -> false;
                };
    }

    private Planned make(long[] shape) {
        ConvolutionGeometry geometry = ConvolutionGeometry.of(
                input,
                layerConf().getCnn2dDataFormat(),
                layerConf().getKernelSize(),
                layerConf().getStride(),
                layerConf().getDilation(),
                layerConf().getPadding(),
                convolutionMode);
        long[] output = {shape[0], shape[1], geometry.output()[0], geometry.output()[1]};
        Pooling.Kind kind =
                switch (layerConf().getPoolingType()) {
                    case MAX -> Pooling.Kind.MAXIMUM;
                    default ->
                        layerConf().isAvgPoolIncludePadInDivisor()
                                ? Pooling.Kind.AVERAGE_WITH_PADDING
                                : Pooling.Kind.AVERAGE;
                };
        return new Planned(new Pooling(kind, shape, output, geometry.window()), output);
    }
}
