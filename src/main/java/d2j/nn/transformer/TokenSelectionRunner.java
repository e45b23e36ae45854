package d2j.nn.transformer;

import d2j.engine.layers.OutputGradient;
import d2j.engine.onednn.Floats;
import d2j.engine.onednn.OneDnn;
import d2j.nn.PlainVertex;
import java.util.Arrays;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link TokenSelection}. */
public final class TokenSelectionRunner extends PlainVertex {

    /**
     * @param graph    that the vertex belongs to
     * @param name     of the vertex
     * @param index    of the vertex
     * @param dataType of activations
     */
    public TokenSelectionRunner(ComputationGraph graph, String name, int index, DataType dataType) {
        super("TokenSelection", graph, name, index, dataType);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceMgr) {
        INDArray sequences = inputs[0];
        int[] positions = positions();
        int each = (int) (positions.length / sequences.size(0));
        INDArray result = workspaceMgr.createUninitialized(
                ArrayType.ACTIVATIONS, sequences.dataType(), new long[] {positions.length, sequences.size(1)}, 'c');
        if (isFast(sequences, result)) {
            float[] features = new float[(int) sequences.size(1)];
            for (int i = 0; i < positions.length; i++) {
                Floats.read(address(sequences, i / each, positions[i]), features, features.length);
                Floats.write(
                        OneDnn.address(result) + (long) i * features.length * Float.BYTES, features, features.length);
            }
            return result;
        }
        for (int i = 0; i < positions.length; i++) {
            result.getRow(i).assign(token(sequences, i / each, positions[i]));
        }
        return result;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaceMgr) {
        INDArray sequences = inputs[0];
        int[] positions = positions();
        int each = (int) (positions.length / sequences.size(0));
        OutputGradient.check(
                epsilon, new long[] {positions.length, sequences.size(1)}, "(vertex name: " + vertexName + ")");
        INDArray gradient = workspaceMgr
                .create(
                        ArrayType.ACTIVATION_GRAD,
                        sequences.dataType(),
                        new long[] {sequences.size(0), sequences.size(2), sequences.size(1)},
                        'c')
                .permute(0, 2, 1);
        // A position may be picked more than once.
        if (isFast(gradient, epsilon)) {
            float[] sum = new float[(int) sequences.size(1)];
            float[] addend = new float[sum.length];
            for (int i = 0; i < positions.length; i++) {
                long target = address(gradient, i / each, positions[i]);
                Floats.read(target, sum, sum.length);
                Floats.read(OneDnn.address(epsilon) + i * epsilon.stride(0) * Float.BYTES, addend, sum.length);
                for (int feature = 0; feature < sum.length; feature++) {
                    sum[feature] += addend[feature];
                }
                Floats.write(target, sum, sum.length);
            }
        } else {
            for (int i = 0; i < positions.length; i++) {
                token(gradient, i / each, positions[i]).addi(epsilon.getRow(i));
            }
        }
        INDArray[] gradients = new INDArray[inputs.length];
        gradients[0] = gradient;
        if (inputs.length > 1) {
            gradients[1] = workspaceMgr.create(ArrayType.ACTIVATION_GRAD, sequences.dataType(), inputs[1].shape(), 'c');
        }
        return new Pair<>(null, gradients);
    }

    private int[] positions() {
        long batch = inputs[0].size(0);
        long time = inputs[0].size(2);
        if (inputs.length == 1) {
            return new int[(int) batch];
        }
        if (inputs[1].rank() != 2 || inputs[1].size(0) != batch) {
            throw new IllegalArgumentException("positions for " + batch + " sequences have the shape [" + batch
                    + ", picked], not " + Arrays.toString(inputs[1].shape()) + " - " + vertexName);
        }
        int[] positions =
                inputs[1].reshape('c', new long[] {inputs[1].length()}).toIntVector();
        for (int position : positions) {
            if (position < 0 || position >= time) {
                throw new IllegalArgumentException(
                        "no token " + position + " in sequences of " + time + " - " + vertexName);
            }
        }
        return positions;
    }

    /** True when the features of a token lie next to each other in the processor's memory. */
    private static boolean isFast(INDArray sequences, INDArray rows) {
        return OneDnn.available()
                && OneDnn.isFloat(sequences)
                && OneDnn.isFloat(rows)
                && sequences.stride(1) == 1
                && rows.stride(1) == 1;
    }

    private static long address(INDArray sequences, int sequence, int position) {
        return OneDnn.address(sequences)
                + (sequence * sequences.stride(0) + position * sequences.stride(2)) * Float.BYTES;
    }

    /** The features of a token, {@code [features]}, as a view. */
    private static INDArray token(INDArray sequences, int sequence, int position) {
        return sequences.slice(sequence).slice(position, 1);
    }
}
