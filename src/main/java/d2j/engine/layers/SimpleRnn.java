package d2j.engine.layers;

import d2j.engine.onednn.Magnitude;
import d2j.engine.onednn.OneDnn;
import d2j.engine.recurrent.Beginning;
import d2j.engine.recurrent.InputSequence;
import d2j.engine.recurrent.Matrix;
import d2j.engine.recurrent.Products;
import d2j.engine.recurrent.RecurrentGradients;
import d2j.engine.recurrent.RecurrentWeights;
import d2j.engine.recurrent.Sequences;
import d2j.engine.recurrent.SimpleSequence;
import d2j.engine.recurrent.WorkingMemory;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.SimpleRnnParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's plain recurrent layer, by {@link SimpleSequence}. The hyperbolic tangent without layer normalization only; the
 * superclass does the others and weight noise.
 *
 * <p>Truncated backpropagation differs from DL4J's, on purpose: the gradient of a piece of a text is taken at the state
 * that the piece before it left. DL4J's layer runs forward once more for it from zeros, so that its gradient is one of
 * other states than those that the loss was computed from.
 */
public final class SimpleRnn extends org.deeplearning4j.nn.layers.recurrent.SimpleRnn implements InputGradientOption {

    private final transient Products products = new Products(true);
    private final transient SimpleSequence sequence = new SimpleSequence(products);
    private final transient Beginning beginning = new Beginning();
    private transient boolean inputGradientWanted = true;

    /** What {@link #sequence} last ran forward on, and from which state, for a backward pass to come; else null. */
    private transient List<INDArray> traced;

    public SimpleRnn(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public void setInputGradientWanted(boolean wanted) {
        inputGradientWanted = wanted;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        return covers(null) ? forward(training, null, workspaces) : super.activate(training, workspaces);
    }

    @Override
    public INDArray rnnTimeStep(INDArray input, LayerWorkspaceMgr workspaces) {
        setInput(input, workspaces);
        INDArray hidden = stateMap.get(STATE_KEY_PREV_ACTIVATION);
        if (!covers(hidden)) {
            return super.rnnTimeStep(input, workspaces);
        }
        INDArray output = forward(false, hidden, workspaces);
        stateMap.put(STATE_KEY_PREV_ACTIVATION, state());
        return output;
    }

    @Override
    public INDArray rnnActivateUsingStoredState(
            INDArray input, boolean training, boolean storeLastForTBPTT, LayerWorkspaceMgr workspaces) {
        setInput(input, workspaces);
        INDArray hidden = tBpttStateMap.get(STATE_KEY_PREV_ACTIVATION);
        if (!covers(hidden)) {
            return super.rnnActivateUsingStoredState(input, training, storeLastForTBPTT, workspaces);
        }
        INDArray output = forward(training, hidden, workspaces);
        if (storeLastForTBPTT) {
            tBpttStateMap.put(STATE_KEY_PREV_ACTIVATION, state());
        }
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> tbpttBackpropGradient(INDArray epsilon, int length, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray hidden = length > 0 ? stateMap.get(STATE_KEY_PREV_ACTIVATION) : beginning.state(input, maskArray, 0);
        if (!covers(hidden) || epsilon.dataType() != DataType.FLOAT) {
            return super.tbpttBackpropGradient(epsilon, length, workspaces);
        }
        if (traced == null || traced.get(0) != input || traced.get(1) != maskArray || traced.get(2) != hidden) {
            applyDropOutIfNecessary(true, workspaces);
            run(hidden, true, ArrayType.BP_WORKING_MEM, ArrayType.BP_WORKING_MEM, workspaces);
        }
        traced = null;
        INDArray sequences = permuteIfNWC(input);
        long batch = sequences.size(0);
        long time = sequences.size(2);
        long size = layerConf().getNOut();
        OutputGradient.check(permuteIfNWC(epsilon), new long[] {batch, size, time}, layerId());
        int first = length > 0 ? (int) Math.max(0, time - length) : 0;
        INDArray x = Sequences.matrix(sequences, ArrayType.BP_WORKING_MEM, workspaces, products);
        INDArray gradients = Sequences.matrix(permuteIfNWC(epsilon), ArrayType.BP_WORKING_MEM, workspaces, products);
        INDArray deltas = Sequences.matrix(time, batch, size, ArrayType.BP_WORKING_MEM, workspaces);
        INDArray room = Sequences.matrix(1, batch, size, ArrayType.BP_WORKING_MEM, workspaces);
        INDArray inputGradients = inputGradientWanted
                ? Sequences.matrix(time, batch, sequences.size(1), ArrayType.ACTIVATION_GRAD, workspaces)
                : null;
        Gradient gradient = new DefaultGradient(gradientsFlattened);
        for (String name : List.of(
                SimpleRnnParamInitializer.WEIGHT_KEY,
                SimpleRnnParamInitializer.RECURRENT_WEIGHT_KEY,
                SimpleRnnParamInitializer.BIAS_KEY)) {
            gradient.gradientForVariable().put(name, gradientViews.get(name));
        }
        sequence.backward(
                Matrix.of(gradients),
                new InputSequence(Matrix.of(x), mask(), (int) batch),
                weights(),
                Sequences.matrix(hidden),
                first,
                new WorkingMemory(Matrix.of(deltas), Matrix.of(room)),
                new RecurrentGradients(
                        Matrix.of(gradientViews.get(SimpleRnnParamInitializer.WEIGHT_KEY))
                                .transpose(),
                        Matrix.of(gradientViews.get(SimpleRnnParamInitializer.RECURRENT_WEIGHT_KEY))
                                .transpose(),
                        Sequences.row(gradientViews.get(SimpleRnnParamInitializer.BIAS_KEY)),
                        Sequences.matrix(inputGradients)));
        INDArray below = inputGradients == null
                ? null
                : backpropDropOutIfPresent(permuteIfNWC(Sequences.sequence(inputGradients, batch)));
        return new Pair<>(gradient, below);
    }

    /** What else there is, invalid shapes among it, is the superclass's business. */
    private boolean covers(INDArray hidden) {
        if (input == null
                || input.rank() != 3
                || !OneDnn.isFloat(input)
                || layerConf().getWeightNoise() != null
                || hasLayerNorm()
                || layerConf().getActivationFn().getClass() != ActivationTanH.class
                || params.get(SimpleRnnParamInitializer.WEIGHT_KEY).dataType() != DataType.FLOAT) {
            return false;
        }
        int feature = getDataFormat() == RNNFormat.NWC ? 2 : 1;
        long batch = input.size(0);
        long time = input.size(3 - feature);
        return input.size(feature) == layerConf().getNIn()
                && isOrdinary(SimpleRnnParamInitializer.RECURRENT_WEIGHT_KEY)
                && (hidden == null
                        || Arrays.equals(
                                        hidden.shape(),
                                        new long[] {batch, layerConf().getNOut()})
                                && hidden.dataType() == DataType.FLOAT)
                && coversMask(batch, time)
                && Sequences.fit(
                        batch, time, Math.max(layerConf().getNIn(), layerConf().getNOut()));
    }

    /** Zeros times NaN, at the first step, are left out of account; DL4J's own way shows them. */
    private boolean isOrdinary(String parameter) {
        INDArray values = params.get(parameter);
        return Magnitude.isOrdinary(OneDnn.address(values), values.length());
    }

    /** DL4J multiplies with the mask twice, which is the same for zeros and ones only. */
    private boolean coversMask(long batch, long time) {
        if (maskArray == null) {
            return true;
        }
        if (!Arrays.equals(maskArray.shape(), new long[] {batch, time})) {
            return false;
        }
        for (float[] row : mask()) {
            for (float value : row) {
                if (value != 0 && value != 1) {
                    return false;
                }
            }
        }
        return true;
    }

    private INDArray forward(boolean training, INDArray hidden, LayerWorkspaceMgr workspaces) {
        applyDropOutIfNecessary(training, workspaces);
        INDArray outputs = run(hidden, training, ArrayType.ACTIVATIONS, ArrayType.FF_WORKING_MEM, workspaces);
        return permuteIfNWC(Sequences.sequence(outputs, input.size(0)));
    }

    private INDArray run(
            INDArray hidden, boolean keep, ArrayType result, ArrayType working, LayerWorkspaceMgr workspaces) {
        INDArray sequences = permuteIfNWC(input);
        long batch = sequences.size(0);
        INDArray x = Sequences.matrix(sequences, working, workspaces, products);
        INDArray outputs =
                Sequences.matrix(sequences.size(2), batch, layerConf().getNOut(), result, workspaces);
        sequence.forward(
                new InputSequence(Matrix.of(x), mask(), (int) batch),
                weights(),
                Sequences.row(params.get(SimpleRnnParamInitializer.BIAS_KEY)),
                Sequences.matrix(hidden),
                Matrix.of(outputs),
                keep);
        traced = keep ? Arrays.asList(input, maskArray, hidden) : null;
        beginning.note(keep, input, maskArray, hidden);
        return outputs;
    }

    private INDArray state() {
        return Sequences.state(sequence.lastHidden(), input.size(0), layerConf().getNOut());
    }

    private RecurrentWeights weights() {
        return new RecurrentWeights(
                Matrix.of(params.get(SimpleRnnParamInitializer.WEIGHT_KEY)),
                Matrix.of(params.get(SimpleRnnParamInitializer.RECURRENT_WEIGHT_KEY)));
    }

    private float[][] mask() {
        return maskArray == null ? null : maskArray.castTo(DataType.FLOAT).toFloatMatrix();
    }
}
