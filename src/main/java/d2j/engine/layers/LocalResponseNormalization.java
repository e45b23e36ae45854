package d2j.engine.layers;

import d2j.engine.onednn.Magnitude;
import d2j.engine.onednn.NeighbourNormalization;
import d2j.engine.onednn.OneDnn;
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

/** DL4J's local response normalisation on oneDNN. */
public final class LocalResponseNormalization
        extends org.deeplearning4j.nn.layers.normalization.LocalResponseNormalization {

    private final transient RecentlyUsed<List<Long>, NeighbourNormalization> normalizations = new RecentlyUsed<>(8);
    private transient NeighbourNormalization last;
    private transient INDArray lastSeen;
    private transient INDArray lastInput;
    /** What the forward pass leaves for the backward pass; may be null. */
    private transient INDArray lastWorkspace;

    /** For {@link AcceleratedNetworks}, which copies the state of the layer that this one replaces. */
    public LocalResponseNormalization(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        if (input == null || input.rank() != 4 || !OneDnn.isFloat(input)) {
            forget();
            return super.activate(training, workspaceMgr);
        }
        CNN2DFormat format = layerConf().getDataFormat();
        ArrayType kept = KeptInput.type(training, workspaceMgr);
        INDArray images = ChannelsLast.of(input, format, kept, workspaceMgr);
        if (!Magnitude.isOrdinary(OneDnn.address(images), images.length())) {
            forget();
            return super.activate(training, workspaceMgr);
        }
        long[] shape = ChannelsLast.shape(input, format);
        last = normalizations.get(ChannelsLast.key(shape), () -> make(shape));
        lastSeen = input;
        lastInput = images;
        INDArray output = ChannelsLast.create(shape, ArrayType.ACTIVATIONS, workspaceMgr);
        long size = last.workspaceSize();
        lastWorkspace = size == 0
                ? null
                : workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, DataType.BYTE, new long[] {size}, 'c');
        last.forward(OneDnn.address(images), OneDnn.address(output), workspace());
        if (!KeptInput.lasts(kept)) {
            forget();
        }
        return ChannelsLast.present(output, format);
    }

    private NeighbourNormalization make(long[] shape) {
        return new NeighbourNormalization(
                shape,
                (int) layerConf().getN() / 2,
                layerConf().getK(),
                layerConf().getAlpha(),
                layerConf().getBeta());
    }

    private long workspace() {
        return lastWorkspace == null ? 0 : OneDnn.address(lastWorkspace);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        if (last == null || lastSeen != input || !OneDnn.isFloat(epsilon)) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        OutputGradient.check(epsilon, input.shape(), layerId());
        CNN2DFormat format = layerConf().getDataFormat();
        INDArray delta = ChannelsLast.of(epsilon, format, ArrayType.BP_WORKING_MEM, workspaceMgr);
        INDArray gradient =
                workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, lastInput.shape(), 'c');
        last.backward(OneDnn.address(lastInput), OneDnn.address(delta), OneDnn.address(gradient), workspace());
        return new Pair<>(new DefaultGradient(), ChannelsLast.present(gradient, format));
    }

    @Override
    public void clear() {
        super.clear();
        forget();
    }

    private void forget() {
        last = null;
        lastSeen = null;
        lastInput = null;
        lastWorkspace = null;
    }
}
