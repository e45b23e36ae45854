package d2j.nn.recurrent;

import d2j.engine.layers.InputGradientOption;
import d2j.engine.layers.OutputGradient;
import d2j.engine.onednn.Acceleration;
import d2j.engine.onednn.Magnitude;
import d2j.engine.onednn.OneDnn;
import d2j.engine.recurrent.Beginning;
import d2j.engine.recurrent.GruSequence;
import d2j.engine.recurrent.HeapShare;
import d2j.engine.recurrent.InitialState;
import d2j.engine.recurrent.InputSequence;
import d2j.engine.recurrent.Matrix;
import d2j.engine.recurrent.Products;
import d2j.engine.recurrent.RecurrentGradients;
import d2j.engine.recurrent.RecurrentWeights;
import d2j.engine.recurrent.Sequences;
import d2j.engine.recurrent.WorkingMemory;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Computes a {@link GRU}: floats on the CPU with the usual activations by {@link GruSequence}, anything else by
 * {@link GruOperations}.
 *
 * <p>In truncated backpropagation the gradient of a piece of a text is taken at the state that the piece before it
 * left, not at zeros as in DL4J's recurrent layers.
 */
public final class GRURunner extends BaseRecurrentLayer<GRU> implements InputGradientOption {

    /** The state's name, the same as in DL4J's recurrent layers. */
    public static final String STATE = "prevAct";

    private final transient Products products = new Products(Acceleration.isOn());
    private final transient GruSequence sequence;
    private final transient HeapShare share = new HeapShare();
    private final transient Beginning beginning = new Beginning();
    private transient boolean inputGradientWanted = true;
    private transient INDArray last;

    /** What {@link #sequence} last ran forward on for a backward pass to come; null when that is over. */
    private transient List<INDArray> traced;

    public GRURunner(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        sequence = new GruSequence(products, layerConf().isResetAfter());
    }

    @Override
    public void setInputGradientWanted(boolean wanted) {
        inputGradientWanted = wanted;
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
    public Type type() {
        return Type.RECURRENT;
    }

    /** As in DL4J's recurrent layers, the mask goes on to the next layer; wrappers that need it here set it. */
    @Override
    public org.nd4j.common.primitives.Pair<INDArray, MaskState> feedForwardMaskArray(
            INDArray mask, MaskState state, int batch) {
        return new Pair<>(mask, MaskState.Passthrough);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        return forward(training, null, workspaces);
    }

    @Override
    public INDArray rnnTimeStep(INDArray input, LayerWorkspaceMgr workspaces) {
        setInput(input, workspaces);
        INDArray output = forward(false, stateMap.get(STATE), workspaces);
        stateMap.put(STATE, last);
        return output;
    }

    @Override
    public INDArray rnnActivateUsingStoredState(
            INDArray input, boolean training, boolean storeLastForTBPTT, LayerWorkspaceMgr workspaces) {
        setInput(input, workspaces);
        INDArray output = forward(training, tBpttStateMap.get(STATE), workspaces);
        if (storeLastForTBPTT) {
            tBpttStateMap.put(STATE, last);
        }
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        return backward(epsilon, beginning.state(input, maskArray, 0), 0, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray> tbpttBackpropGradient(INDArray epsilon, int length, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        long time = permuteIfNWC(input).size(2);
        Pair<Gradient, INDArray> result =
                backward(epsilon, stateMap.get(STATE), (int) Math.max(0, time - length), workspaces);
        tBpttStateMap.put(STATE, last);
        return result;
    }

    private INDArray forward(boolean training, INDArray hidden, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        check(hidden);
        applyDropOutIfNecessary(training, workspaces);
        beginning.note(training, input, maskArray, hidden);
        INDArray output;
        if (isFast(hidden, training)) {
            output = Sequences.sequence(
                    run(hidden, training, ArrayType.ACTIVATIONS, ArrayType.FF_WORKING_MEM, workspaces), input.size(0));
        } else {
            traced = null;
            INDArray x = permuteIfNWC(input);
            output = workspaces.createUninitialized(
                    ArrayType.ACTIVATIONS,
                    dataType,
                    new long[] {x.size(0), layerConf().getNOut(), x.size(2)},
                    'f');
            try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                List<GruOperations.Step> steps = steps(hidden, training, workspaces);
                for (int t = 0; t < steps.size(); t++) {
                    output.tensorAlongDimension(t, 0, 1).assign(steps.get(t).hidden());
                }
            }
        }
        return permuteIfNWC(output);
    }

    private Pair<Gradient, INDArray> backward(
            INDArray epsilon, INDArray hidden, int first, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        check(hidden);
        applyDropOutIfNecessary(true, workspaces);
        INDArray sequences = permuteIfNWC(epsilon);
        INDArray x = permuteIfNWC(input);
        OutputGradient.check(sequences, new long[] {x.size(0), layerConf().getNOut(), x.size(2)}, layerId());
        INDArray below = isFast(hidden, true) && epsilon.dataType() == DataType.FLOAT
                ? fastBackward(sequences, hidden, first, workspaces)
                : slowBackward(sequences, hidden, first, workspaces);
        weightNoiseParams.clear();
        Gradient gradient = new DefaultGradient();
        for (String name : List.of(GruParameters.WEIGHTS, GruParameters.RECURRENT_WEIGHTS, GruParameters.BIAS)) {
            gradient.gradientForVariable().put(name, gradientViews.get(name));
        }
        return new Pair<>(gradient, below == null ? null : backpropDropOutIfPresent(permuteIfNWC(below)));
    }

    private void check(INDArray hidden) {
        if (input.rank() != 3) {
            throw new DL4JInvalidInputException("A GRU takes sequences [batch, features, time], not an array of shape "
                    + Arrays.toString(input.shape()) + " " + layerId());
        }
        INDArray x = permuteIfNWC(input);
        if (x.size(1) != layerConf().getNIn()) {
            throw new DL4JInvalidInputException("Each step has " + x.size(1) + " features, but nIn is "
                    + layerConf().getNIn() + "; the input has the shape " + Arrays.toString(input.shape()) + " "
                    + layerId());
        }
        if (hidden != null
                && (hidden.size(0) != x.size(0) || hidden.size(1) != layerConf().getNOut())) {
            throw new IllegalStateException("The stored state has the shape " + Arrays.toString(hidden.shape())
                    + ", which does not fit a batch of " + x.size(0)
                    + "; call rnnClearPreviousState() between batches " + layerId());
        }
    }

    private boolean isFast(INDArray hidden, boolean keep) {
        INDArray x = permuteIfNWC(input);
        return dataType == DataType.FLOAT
                && x.dataType() == DataType.FLOAT
                && Nd4j.getEnvironment().isCPU()
                && layerConf().getGateActivationFn().getClass() == ActivationSigmoid.class
                && layerConf().getActivationFn().getClass() == ActivationTanH.class
                && (hidden == null || hidden.dataType() == DataType.FLOAT)
                && isOrdinary(getParam(GruParameters.RECURRENT_WEIGHTS))
                && Sequences.fit(
                        x.size(0),
                        x.size(2),
                        Math.max(x.size(1), 4 * layerConf().getNOut()),
                        keep ? 5 * layerConf().getNOut() : 0,
                        share);
    }

    /** Zeros times NaN, at the first step, are left out of account by the fast way. */
    private static boolean isOrdinary(INDArray values) {
        return Magnitude.isOrdinary(OneDnn.address(values), values.length());
    }

    /** Runs {@link #sequence} forward; the result is a time-major matrix. */
    private INDArray run(
            INDArray hidden, boolean keep, ArrayType result, ArrayType working, LayerWorkspaceMgr workspaces) {
        INDArray sequences = permuteIfNWC(input);
        long batch = sequences.size(0);
        long time = sequences.size(2);
        long size = layerConf().getNOut();
        INDArray x = Sequences.matrix(sequences, working, workspaces, products);
        INDArray preactivations = Sequences.matrix(time, batch, 3 * size, working, workspaces);
        INDArray room = Sequences.matrix(1, batch, 3 * size, working, workspaces);
        INDArray outputs = Sequences.matrix(time, batch, size, result, workspaces);
        sequence.forward(
                new InputSequence(Matrix.of(x), mask(), (int) batch),
                weights(keep, workspaces),
                Sequences.row(getParamWithNoise(GruParameters.BIAS, keep, workspaces)),
                new InitialState(Sequences.matrix(hidden), Sequences.values(hidden)),
                new WorkingMemory(Matrix.of(preactivations), Matrix.of(room)),
                Matrix.of(outputs),
                keep);
        traced = keep ? Arrays.asList(input, maskArray, hidden) : null;
        last = Sequences.state(sequence.lastHidden(), batch, size);
        return outputs;
    }

    private INDArray fastBackward(INDArray epsilon, INDArray hidden, int first, LayerWorkspaceMgr workspaces) {
        boolean done =
                traced != null && traced.get(0) == input && traced.get(1) == maskArray && traced.get(2) == hidden;
        if (!done) {
            run(hidden, true, ArrayType.BP_WORKING_MEM, ArrayType.BP_WORKING_MEM, workspaces);
        }
        traced = null;
        INDArray sequences = permuteIfNWC(input);
        long batch = sequences.size(0);
        long time = sequences.size(2);
        long size = layerConf().getNOut();
        INDArray x = Sequences.matrix(sequences, ArrayType.BP_WORKING_MEM, workspaces, products);
        INDArray gradients = Sequences.matrix(epsilon, ArrayType.BP_WORKING_MEM, workspaces, products);
        INDArray deltas = Sequences.matrix(time, batch, 4 * size, ArrayType.BP_WORKING_MEM, workspaces);
        INDArray room = Sequences.matrix(1, batch, size, ArrayType.BP_WORKING_MEM, workspaces);
        INDArray below = inputGradientWanted
                ? Sequences.matrix(time, batch, sequences.size(1), ArrayType.ACTIVATION_GRAD, workspaces)
                : null;
        sequence.backward(
                Matrix.of(gradients),
                new InputSequence(Matrix.of(x), mask(), (int) batch),
                weights(true, workspaces),
                new InitialState(Sequences.matrix(hidden), Sequences.values(hidden)),
                first,
                new WorkingMemory(Matrix.of(deltas), Matrix.of(room)),
                new RecurrentGradients(
                        Matrix.of(gradientViews.get(GruParameters.WEIGHTS)).transpose(),
                        Matrix.of(gradientViews.get(GruParameters.RECURRENT_WEIGHTS))
                                .transpose(),
                        Sequences.row(gradientViews.get(GruParameters.BIAS)),
                        Sequences.matrix(below)));
        return below == null ? null : Sequences.sequence(below, batch);
    }

    private INDArray slowBackward(INDArray epsilon, INDArray hidden, int first, LayerWorkspaceMgr workspaces) {
        INDArray x = permuteIfNWC(input);
        INDArray below = workspaces.create(ArrayType.ACTIVATION_GRAD, dataType, x.shape(), 'f');
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            List<GruOperations.Step> steps = steps(hidden, true, workspaces);
            GruOperations.Gradients gradients =
                    operations(true, workspaces).backward(steps, epsilon.castTo(dataType), maskArray, first);
            gradientViews.get(GruParameters.WEIGHTS).assign(gradients.weights());
            gradientViews.get(GruParameters.RECURRENT_WEIGHTS).assign(gradients.recurrentWeights());
            INDArray bias = gradientViews.get(GruParameters.BIAS);
            bias.assign(gradients.bias().reshape(bias.shape()));
            for (int t = first; t < steps.size(); t++) {
                below.tensorAlongDimension(t, 0, 1).assign(gradients.inputs()[t]);
            }
        }
        return below;
    }

    private List<GruOperations.Step> steps(INDArray hidden, boolean training, LayerWorkspaceMgr workspaces) {
        INDArray x = permuteIfNWC(input).castTo(dataType);
        INDArray first =
                hidden == null ? Nd4j.zeros(dataType, x.size(0), layerConf().getNOut()) : hidden.castTo(dataType);
        List<GruOperations.Step> steps = operations(training, workspaces).forward(x, first, maskArray, training);
        last = steps.get(steps.size() - 1).hidden().dup();
        return steps;
    }

    private GruOperations operations(boolean training, LayerWorkspaceMgr workspaces) {
        return new GruOperations(
                getParamWithNoise(GruParameters.WEIGHTS, training, workspaces),
                getParamWithNoise(GruParameters.RECURRENT_WEIGHTS, training, workspaces),
                getParamWithNoise(GruParameters.BIAS, training, workspaces)
                        .reshape(getParam(GruParameters.BIAS).length()),
                layerConf().isResetAfter(),
                layerConf().getGateActivationFn(),
                layerConf().getActivationFn());
    }

    private RecurrentWeights weights(boolean training, LayerWorkspaceMgr workspaces) {
        return new RecurrentWeights(
                Matrix.of(getParamWithNoise(GruParameters.WEIGHTS, training, workspaces)),
                Matrix.of(getParamWithNoise(GruParameters.RECURRENT_WEIGHTS, training, workspaces)));
    }

    private float[][] mask() {
        return maskArray == null ? null : maskArray.castTo(DataType.FLOAT).toFloatMatrix();
    }
}
