package d2j.engine.layers;

import d2j.engine.onednn.ChannelSlopes;
import d2j.engine.onednn.Magnitude;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Placement;
import d2j.engine.onednn.RecentlyUsed;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.PReLUParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** DL4J's parametric rectifier on oneDNN, for images with a slope of each channel. */
public final class PReLU extends org.deeplearning4j.nn.layers.feedforward.PReLU {

    private static final String SLOPES = PReLUParamInitializer.WEIGHT_KEY;
    /** The layer knows shapes only: the first dimension of an example has the slopes. */
    private static final CNN2DFormat SLOPES_FIRST = CNN2DFormat.NCHW;

    private final transient RecentlyUsed<List<Long>, ChannelSlopes> rectifiers = new RecentlyUsed<>(8);
    private transient ChannelSlopes last;
    private transient INDArray lastSeen;
    private transient INDArray lastInput;

    /** For {@link AcceleratedNetworks}, which copies the state of the layer that this one replaces. */
    public PReLU(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr mgr) {
        INDArray slopes = getParam(SLOPES);
        if (!isCovered(slopes)) {
            forget();
            return super.activate(training, mgr);
        }
        applyDropOutIfNecessary(training, mgr);
        ArrayType kept = KeptInput.type(training, mgr);
        INDArray images = ChannelsLast.of(input, SLOPES_FIRST, kept, mgr);
        if (!Magnitude.isOrdinary(OneDnn.address(images), images.length())
                || !Magnitude.isOrdinary(OneDnn.address(slopes), slopes.length())) {
            forget();
            return super.activate(training, mgr);
        }
        long[] shape = input.shape();
        last = rectifiers.get(ChannelsLast.key(shape), () -> new ChannelSlopes(shape));
        lastSeen = input;
        lastInput = images;
        INDArray output = ChannelsLast.create(shape, ArrayType.ACTIVATIONS, mgr);
        last.forward(OneDnn.address(images), OneDnn.address(slopes), OneDnn.address(output));
        if (!KeptInput.lasts(kept)) {
            forget();
        }
        return ChannelsLast.present(output, SLOPES_FIRST);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        if (last == null || lastSeen != input || !OneDnn.isFloat(epsilon)) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        OutputGradient.check(epsilon, input.shape(), layerId());
        INDArray delta = ChannelsLast.of(epsilon, SLOPES_FIRST, ArrayType.BP_WORKING_MEM, workspaceMgr);
        INDArray gradient =
                workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, lastInput.shape(), 'c');
        INDArray slopeGradient = gradientViews.get(SLOPES);
        last.backward(
                OneDnn.address(lastInput),
                OneDnn.address(getParam(SLOPES)),
                OneDnn.address(delta),
                OneDnn.address(gradient),
                OneDnn.address(slopeGradient));
        Gradient gradients = new DefaultGradient();
        gradients.setGradientFor(SLOPES, slopeGradient, 'c');
        return new Pair<>(gradients, backpropDropOutIfPresent(ChannelsLast.present(gradient, SLOPES_FIRST)));
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
    }

    private boolean isCovered(INDArray slopes) {
        return input != null
                && input.rank() == 4
                && OneDnn.isFloat(input)
                && slopes.rank() == 3
                && slopes.length() == input.size(1)
                && slopes.size(0) == input.size(1)
                && OneDnn.isFloat(slopes)
                && Placement.isInRowOrder(slopes)
                && layerConf().getWeightNoise() == null;
    }
}
