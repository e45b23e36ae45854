package d2j.engine.layers;

import d2j.engine.onednn.Magnitude;
import d2j.engine.onednn.OneDnn;
import d2j.engine.recurrent.Beginning;
import d2j.engine.recurrent.HeapShare;
import d2j.engine.recurrent.InitialState;
import d2j.engine.recurrent.InputSequence;
import d2j.engine.recurrent.LstmSequence;
import d2j.engine.recurrent.Matrix;
import d2j.engine.recurrent.Products;
import d2j.engine.recurrent.RecurrentGradients;
import d2j.engine.recurrent.RecurrentWeights;
import d2j.engine.recurrent.Sequences;
import d2j.engine.recurrent.WorkingMemory;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.LSTMParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's LSTM, which takes some thirty small operations per time step and runs forward twice, by
 * {@link LstmSequence}. Tangent and logistic activations only; the superclass does the others and weight noise. As in
 * DL4J, a mask resets states on the way forward and is left out of account on the way back.
 *
 * <p>Truncated backpropagation differs from DL4J's, on purpose: in a network of layers in a row the gradient of a piece
 * of a text is taken at the state that the piece before it left. DL4J's layer runs forward once more for it from zeros,
 * so that its gradient is one of other states than those that the loss was computed from.
 */
public final class LSTM extends org.deeplearning4j.nn.layers.recurrent.LSTM implements InputGradientOption {

    private final transient Products products = new Products(true);
    private final transient LstmSequence sequence = new LstmSequence(products);
    private final transient HeapShare share = new HeapShare();
    private final transient Beginning beginning = new Beginning();
    private transient boolean inputGradientWanted = true;

    /** What {@link #sequence} last ran forward on for a backward pass to come; null when that is over. */
    private transient List<INDArray> traced;

    public LSTM(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public void setInputGradientWanted(boolean wanted) {
        inputGradientWanted = wanted;
    }

    @Override
    public INDArray activate(INDArray input, boolean training, LayerWorkspaceMgr workspaces) {
        setInput(input, workspaces);
        return activate(training, workspaces);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        return covers(null, null, training)
                ? forward(training, null, null, workspaces)
                : super.activate(training, workspaces);
    }

    @Override
    public INDArray rnnTimeStep(INDArray input, LayerWorkspaceMgr workspaces) {
        setInput(input, workspaces);
        INDArray hidden = stateMap.get(STATE_KEY_PREV_ACTIVATION);
        INDArray cell = stateMap.get(STATE_KEY_PREV_MEMCELL);
        if (!covers(hidden, cell, false)) {
            return super.rnnTimeStep(input, workspaces);
        }
        INDArray output = forward(false, hidden, cell, workspaces);
        stateMap.put(STATE_KEY_PREV_ACTIVATION, state(sequence.lastHidden()));
        stateMap.put(STATE_KEY_PREV_MEMCELL, state(sequence.lastCell()));
        return output;
    }

    @Override
    public INDArray rnnActivateUsingStoredState(
            INDArray input, boolean training, boolean storeLastForTBPTT, LayerWorkspaceMgr workspaces) {
        setInput(input, workspaces);
        INDArray hidden = tBpttStateMap.get(STATE_KEY_PREV_ACTIVATION);
        INDArray cell = tBpttStateMap.get(STATE_KEY_PREV_MEMCELL);
        if (!covers(hidden, cell, training)) {
            return super.rnnActivateUsingStoredState(input, training, storeLastForTBPTT, workspaces);
        }
        INDArray output = forward(training, hidden, cell, workspaces);
        if (storeLastForTBPTT) {
            storeTruncated();
        }
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray hidden = beginning.state(input, maskArray, 0);
        INDArray cell = beginning.state(input, maskArray, 1);
        if (!covers(hidden, cell, true) || epsilon.dataType() != DataType.FLOAT) {
            return super.backpropGradient(epsilon, workspaces);
        }
        return backward(epsilon, hidden, cell, 0, false, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray> tbpttBackpropGradient(INDArray epsilon, int length, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray hidden = stateMap.get(STATE_KEY_PREV_ACTIVATION);
        INDArray cell = stateMap.get(STATE_KEY_PREV_MEMCELL);
        if (!covers(hidden, cell, true) || epsilon.dataType() != DataType.FLOAT) {
            return super.tbpttBackpropGradient(epsilon, length, workspaces);
        }
        long time = permuteIfNWC(input).size(2);
        return backward(epsilon, hidden, cell, (int) Math.max(0, time - length), true, workspaces);
    }

    /** What else there is, invalid shapes among it, is the superclass's business. */
    private boolean covers(INDArray hidden, INDArray cell, boolean keep) {
        if (input == null
                || input.rank() != 3
                || !OneDnn.isFloat(input)
                || layerConf().getWeightNoise() != null
                || layerConf().getGateActivationFn().getClass() != ActivationSigmoid.class
                || layerConf().getActivationFn().getClass() != ActivationTanH.class
                || params.get(LSTMParamInitializer.INPUT_WEIGHT_KEY).dataType() != DataType.FLOAT) {
            return false;
        }
        int feature = getDataFormat() == RNNFormat.NWC ? 2 : 1;
        long batch = input.size(0);
        long time = input.size(3 - feature);
        return input.size(feature) == layerConf().getNIn()
                && isOrdinary(LSTMParamInitializer.RECURRENT_WEIGHT_KEY)
                && coversState(hidden, batch)
                && coversState(cell, batch)
                && (maskArray == null || Arrays.equals(maskArray.shape(), new long[] {batch, time}))
                && Sequences.fit(
                        batch,
                        time,
                        Math.max(layerConf().getNIn(), 4 * layerConf().getNOut()),
                        keep ? 7 * layerConf().getNOut() : 0,
                        share);
    }

    /** Zeros times NaN, at the first step, are left out of account; DL4J's own way shows them. */
    private boolean isOrdinary(String parameter) {
        INDArray values = params.get(parameter);
        return Magnitude.isOrdinary(OneDnn.address(values), values.length());
    }

    private boolean coversState(INDArray state, long batch) {
        return state == null
                || state.rank() == 2
                        && state.size(0) == batch
                        && state.size(1) == layerConf().getNOut()
                        && state.dataType() == DataType.FLOAT;
    }

    private INDArray forward(boolean training, INDArray hidden, INDArray cell, LayerWorkspaceMgr workspaces) {
        applyDropOutIfNecessary(training, workspaces);
        INDArray outputs = run(hidden, cell, training, ArrayType.ACTIVATIONS, ArrayType.FF_WORKING_MEM, workspaces);
        return permuteIfNWC(Sequences.sequence(outputs, input.size(0)));
    }

    /** Runs {@link #sequence} forward; the result is a time-major matrix. */
    private INDArray run(
            INDArray hidden,
            INDArray cell,
            boolean keep,
            ArrayType result,
            ArrayType working,
            LayerWorkspaceMgr workspaces) {
        INDArray sequences = permuteIfNWC(input);
        long batch = sequences.size(0);
        long time = sequences.size(2);
        long size = layerConf().getNOut();
        INDArray x = Sequences.matrix(sequences, working, workspaces, products);
        INDArray preactivations = Sequences.matrix(time, batch, 4 * size, working, workspaces);
        INDArray outputs = Sequences.matrix(time, batch, size, result, workspaces);
        float[][] mask =
                maskArray == null ? null : maskArray.castTo(DataType.FLOAT).toFloatMatrix();
        sequence.forward(
                new InputSequence(Matrix.of(x), mask, (int) batch),
                weights(),
                Sequences.row(params.get(LSTMParamInitializer.BIAS_KEY)),
                new InitialState(Sequences.matrix(hidden), Sequences.values(cell)),
                Matrix.of(preactivations),
                Matrix.of(outputs),
                keep);
        traced = keep ? trace(hidden, cell) : null;
        beginning.note(keep, input, maskArray, hidden, cell);
        return outputs;
    }

    private Pair<Gradient, INDArray> backward(
            INDArray epsilon,
            INDArray hidden,
            INDArray cell,
            int first,
            boolean truncated,
            LayerWorkspaceMgr workspaces) {
        if (!isTraced(hidden, cell)) {
            applyDropOutIfNecessary(true, workspaces);
            run(hidden, cell, true, ArrayType.BP_WORKING_MEM, ArrayType.BP_WORKING_MEM, workspaces);
        }
        if (truncated) {
            storeTruncated();
        }
        traced = null;
        INDArray sequences = permuteIfNWC(input);
        long batch = sequences.size(0);
        long time = sequences.size(2);
        long size = layerConf().getNOut();
        OutputGradient.check(permuteIfNWC(epsilon), new long[] {batch, size, time}, layerId());
        INDArray x = Sequences.matrix(sequences, ArrayType.BP_WORKING_MEM, workspaces, products);
        INDArray gradients = Sequences.matrix(permuteIfNWC(epsilon), ArrayType.BP_WORKING_MEM, workspaces, products);
        INDArray deltas = Sequences.matrix(time, batch, 4 * size, ArrayType.BP_WORKING_MEM, workspaces);
        INDArray stateGradients = Sequences.matrix(1, batch, size, ArrayType.BP_WORKING_MEM, workspaces);
        INDArray inputGradients = inputGradientWanted
                ? Sequences.matrix(time, batch, sequences.size(1), ArrayType.ACTIVATION_GRAD, workspaces)
                : null;
        INDArray weightGradients = gradientViews.get(LSTMParamInitializer.INPUT_WEIGHT_KEY);
        INDArray recurrentGradients = gradientViews.get(LSTMParamInitializer.RECURRENT_WEIGHT_KEY);
        sequence.backward(
                Matrix.of(gradients),
                new InputSequence(Matrix.of(x), null, (int) batch),
                weights(),
                new InitialState(Sequences.matrix(hidden), Sequences.values(cell)),
                first,
                new WorkingMemory(Matrix.of(deltas), Matrix.of(stateGradients)),
                new RecurrentGradients(
                        Matrix.of(weightGradients).transpose(),
                        Matrix.of(recurrentGradients).transpose(),
                        Sequences.row(gradientViews.get(LSTMParamInitializer.BIAS_KEY)),
                        Sequences.matrix(inputGradients)));
        Gradient gradient = new DefaultGradient();
        gradient.gradientForVariable().put(LSTMParamInitializer.INPUT_WEIGHT_KEY, weightGradients);
        gradient.gradientForVariable().put(LSTMParamInitializer.RECURRENT_WEIGHT_KEY, recurrentGradients);
        gradient.gradientForVariable()
                .put(LSTMParamInitializer.BIAS_KEY, gradientViews.get(LSTMParamInitializer.BIAS_KEY));
        INDArray below = inputGradients == null
                ? null
                : backpropDropOutIfPresent(permuteIfNWC(Sequences.sequence(inputGradients, batch)));
        return new Pair<>(gradient, below);
    }

    private List<INDArray> trace(INDArray hidden, INDArray cell) {
        return Arrays.asList(input, maskArray, hidden, cell);
    }

    /** True when the last forward pass was this one: the very arrays, since a comparison of contents would cost. */
    private boolean isTraced(INDArray hidden, INDArray cell) {
        return traced != null
                && traced.get(0) == input
                && traced.get(1) == maskArray
                && traced.get(2) == hidden
                && traced.get(3) == cell;
    }

    private void storeTruncated() {
        tBpttStateMap.put(STATE_KEY_PREV_ACTIVATION, state(sequence.lastHidden()));
        tBpttStateMap.put(STATE_KEY_PREV_MEMCELL, state(sequence.lastCell()));
    }

    private INDArray state(float[] values) {
        return Sequences.state(values, input.size(0), layerConf().getNOut());
    }

    private RecurrentWeights weights() {
        return new RecurrentWeights(
                Matrix.of(params.get(LSTMParamInitializer.INPUT_WEIGHT_KEY)),
                Matrix.of(params.get(LSTMParamInitializer.RECURRENT_WEIGHT_KEY)));
    }
}
