package d2j.nn.sequence;

import d2j.engine.layers.InputGradientOption;
import d2j.engine.layers.OutputGradient;
import d2j.engine.onednn.Acceleration;
import d2j.engine.onednn.Placement;
import d2j.nn.functions.Scratch;
import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Turns DL4J's sequences into rows, one per token, and back. Results have DL4J's shape, but lie in memory as rows; such
 * arrays are read without copying, all others are copied once.
 *
 * @param <C> the configuration
 */
public abstract class SequenceRunner<C extends SequenceLayer> extends BaseLayer<C> implements InputGradientOption {

    private final boolean accelerated;

    private final Scratch own = new Scratch();
    private final Scratch steps = new Scratch();
    private boolean inputGradientWanted = true;
    private INDArray forwardInput;
    private INDArray forwardRows;

    /**
     * @param conf     the configuration
     * @param dataType of parameters and activations
     */
    protected SequenceRunner(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        accelerated = dataType == DataType.FLOAT && Acceleration.isOn();
    }

    /**
     * Computes the layer.
     *
     * @param x        {@code [batch * time, features]}
     * @param batch    sequences
     * @param time     tokens in each
     * @param training whether a backward pass may follow
     * @param memory   where to put what the backward pass needs
     * @param y        receives the result {@code [batch * time, features]}
     */
    protected abstract void forward(INDArray x, long batch, long time, boolean training, Scratch memory, INDArray y);

    /**
     * Computes the gradients of the last forward pass with {@code training}; those of the parameters go to
     * {@link #gradientViews}.
     *
     * @param x      the forward pass's input
     * @param memory what the forward pass put aside
     * @param dy     {@code [batch * time, features]}, not to be changed
     * @param dx     receives the gradient with respect to the input, or anything if it is not wanted
     */
    protected abstract void backward(INDArray x, Scratch memory, INDArray dy, INDArray dx);

    @Override
    public void setInputGradientWanted(boolean wanted) {
        inputGradientWanted = wanted;
    }

    /** Whether oneDNN does the work. */
    public final boolean isAccelerated() {
        return accelerated;
    }

    /** Whether the gradient with respect to the input is of use to anybody. */
    protected final boolean isInputGradientWanted() {
        return inputGradientWanted;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(false);
        applyDropOutIfNecessary(training, workspaceMgr);
        if (!training) {
            // The shared memory of a pass without training says nothing to a later backward pass.
            return likeInput(run(bySequence(input), false, Scratch.shared(), workspaceMgr));
        }
        forwardInput = input;
        return likeInput(run(bySequence(input), true, own, workspaceMgr));
    }

    private INDArray run(INDArray sequences, boolean training, Scratch memory, LayerWorkspaceMgr workspaceMgr) {
        long features = layerConf().getNIn();
        int timeAxis = layerConf().getRnnDataFormat() == RNNFormat.NWC ? 1 : 2;
        if (sequences.rank() != 3 || sequences.size(3 - timeAxis) != features) {
            throw new IllegalArgumentException("expected sequences of the shape "
                    + (timeAxis == 2 ? "[batch, " + features + ", time]" : "[batch, time, " + features + "]")
                    + ", got " + Arrays.toString(sequences.shape()) + " - " + layerId());
        }
        INDArray x = rows(sequences, memory, "input");
        if (training) {
            forwardRows = x;
        }
        INDArray result = workspaceMgr.createUninitialized(
                ArrayType.ACTIVATIONS,
                dataType,
                new long[] {
                    sequences.size(0), sequences.size(timeAxis), layerConf().getNOut()
                },
                'c');
        forward(x, sequences.size(0), sequences.size(timeAxis), training, memory, matrix(result));
        return result;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(true);
        if (forwardInput == null || forwardInput != input) {
            activate(true, LayerWorkspaceMgr.noWorkspaces());
        }
        long[] output = input.shape().clone();
        output[input.rank() == 2 || layerConf().getRnnDataFormat() != RNNFormat.NWC ? 1 : 2] =
                layerConf().getNOut();
        OutputGradient.check(epsilon, output, layerId());
        INDArray outputGradient = bySequence(epsilon);
        INDArray dy = rows(outputGradient, Scratch.shared(), "output gradient");
        boolean timeLast = layerConf().getRnnDataFormat() != RNNFormat.NWC;
        INDArray result = workspaceMgr.createUninitialized(
                ArrayType.ACTIVATION_GRAD,
                dataType,
                new long[] {
                    outputGradient.size(0),
                    outputGradient.size(timeLast ? 2 : 1),
                    layerConf().getNIn()
                },
                'c');
        backward(forwardRows, own, dy, matrix(result));
        weightNoiseParams.clear();

        Gradient gradient = new DefaultGradient();
        for (Map.Entry<String, INDArray> entry : gradientViews.entrySet()) {
            gradient.setGradientFor(
                    entry.getKey(), entry.getValue(), entry.getValue().rank() == 1 ? 'c' : 'f');
        }
        if (!inputGradientWanted) {
            return new Pair<>(gradient, null);
        }
        return new Pair<>(gradient, backpropDropOutIfPresent(likeInput(result)));
    }

    /** Memory for what a step of a {@link Stepwise} layer computes. */
    protected final Scratch steps() {
        return steps;
    }

    /** A parameter, with weight noise where the configuration asks for it. */
    public final INDArray parameter(String key, boolean training) {
        return getParamWithNoise(key, training, LayerWorkspaceMgr.noWorkspaces());
    }

    /** Where the gradient of a parameter goes. */
    public final INDArray gradientOf(String key) {
        return gradientViews.get(key);
    }

    /** Rows without copying where the features of a token lie next to each other. */
    final INDArray rows(INDArray sequences, Scratch memory, String name) {
        INDArray byToken = layerConf().getRnnDataFormat() == RNNFormat.NWC ? sequences : sequences.permute(0, 2, 1);
        if (byToken.dataType() == dataType && Placement.isInRowOrder(byToken)) {
            return matrix(byToken);
        }
        INDArray copy = memory.get(name, dataType, byToken.shape());
        copy.assign(byToken);
        return matrix(copy);
    }

    private static INDArray matrix(INDArray byToken) {
        return byToken.reshape('c', byToken.size(0) * byToken.size(1), byToken.size(2));
    }

    /** Rows without time, {@code [batch, features]}, as sequences of one token. */
    private INDArray bySequence(INDArray array) {
        if (array.rank() != 2 || !layerConf().isForRows()) {
            return array;
        }
        return layerConf().getRnnDataFormat() == RNNFormat.NWC
                ? array.reshape(array.size(0), 1, array.size(1))
                : array.reshape(array.size(0), array.size(1), 1);
    }

    /** The result in the shape that the input had. */
    private INDArray likeInput(INDArray byToken) {
        return input.rank() == 2 ? matrix(byToken) : sequence(byToken);
    }

    /** DL4J's shape for what lies in memory as {@code [batch, time, features]}. */
    private INDArray sequence(INDArray byToken) {
        return layerConf().getRnnDataFormat() == RNNFormat.NWC ? byToken : byToken.permute(0, 2, 1);
    }

    @Override
    public void clear() {
        super.clear();
        forwardInput = null;
        forwardRows = null;
    }

    /** Messages name the configuration, which is what users know. */
    @Override
    protected String layerId() {
        return super.layerId()
                .replace(getClass().getSimpleName(), layerConf().getClass().getSimpleName());
    }

    @Override
    public Type type() {
        return Type.RECURRENT;
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }
}
