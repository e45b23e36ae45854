package d2j.engine.layers;

import d2j.engine.onednn.Elementwise;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Primitive;
import d2j.engine.onednn.RecentlyUsed;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's activation layer, for arrays of any shape. Results lie in memory in the order of their inputs, such as images
 * with their channels last.
 */
public final class ActivationLayer extends org.deeplearning4j.nn.layers.ActivationLayer {

    private final transient RecentlyUsed<Long, Primitive> forwards = new RecentlyUsed<>(8);
    private final transient RecentlyUsed<Long, Primitive> backwards = new RecentlyUsed<>(8);
    /** What the last forward pass saw and gave; null when DL4J's own path was taken. */
    private transient INDArray lastSeen;

    private transient INDArray lastOutput;

    /** For {@link AcceleratedNetworks}, which copies the state of the layer that this one replaces. */
    public ActivationLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr mgr) {
        Elementwise function = Activations.of(layerConf().getActivationFn()).orElse(null);
        boolean bounded = BoundedRelu.is(layerConf().getActivationFn());
        if (function == null && !bounded || input == null || !OneDnn.isFloat(input) || !DenseMemory.hasNoGaps(input)) {
            forget();
            return super.activate(training, mgr);
        }
        long length = input.length();
        lastSeen = input;
        lastOutput = DenseMemory.uninitialisedLike(input, ArrayType.ACTIVATIONS, mgr);
        if (bounded) {
            BoundedRelu.forward(OneDnn.address(input), OneDnn.address(lastOutput), length);
        } else {
            forwards.get(length, () -> function.forward(length)).run(OneDnn.address(input), OneDnn.address(lastOutput));
        }
        return lastOutput;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        if (lastOutput == null || lastSeen != input || !OneDnn.isFloat(epsilon)) {
            return super.backpropGradient(epsilon, workspaceMgr);
        }
        OutputGradient.check(epsilon, lastOutput.shape(), layerId());
        INDArray delta = DenseMemory.uninitialisedLike(lastOutput, ArrayType.ACTIVATION_GRAD, workspaceMgr);
        INDArray alike = epsilon;
        if (!DenseMemory.isAlike(epsilon, lastOutput)) {
            delta.assign(epsilon);
            alike = delta;
        }
        long length = lastOutput.length();
        if (BoundedRelu.is(layerConf().getActivationFn())) {
            BoundedRelu.backward(OneDnn.address(lastOutput), OneDnn.address(alike), OneDnn.address(delta), length);
            return new Pair<>(new DefaultGradient(), delta);
        }
        Elementwise function = Activations.of(layerConf().getActivationFn()).orElseThrow();
        INDArray known = function.isDerivedFromOutput() ? lastOutput : input;
        backwards
                .get(length, () -> function.backward(length))
                .run(OneDnn.address(known), OneDnn.address(alike), OneDnn.address(delta));
        return new Pair<>(new DefaultGradient(), delta);
    }

    @Override
    public void clear() {
        super.clear();
        forget();
    }

    private void forget() {
        lastSeen = null;
        lastOutput = null;
    }
}
