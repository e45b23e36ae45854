package d2j.bench;

import java.util.Arrays;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scatter.ScatterUpdate;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Picks tokens out of sequences: from {@code [batch, features, time]} and positions {@code [batch, count]}, each an
 * index of a time step, it makes {@code [batch x count, features]}. BERT's pre-training looks only at masked tokens.
 */
final class TokenRows extends GraphVertex {

    @Override
    public GraphVertex clone() {
        return new TokenRows();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenRows;
    }

    @Override
    public int hashCode() {
        return TokenRows.class.hashCode();
    }

    @Override
    public long numParams(boolean backprop) {
        return 0;
    }

    @Override
    public int minVertexInputs() {
        return 2;
    }

    @Override
    public int maxVertexInputs() {
        return 2;
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(ComputationGraph graph, String name, int index,
            INDArray parameters, boolean initialize, DataType dataType) {
        return new Running(graph, name, index, dataType);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        return InputType.feedForward(((InputType.InputTypeRecurrent) inputs[0]).getSize());
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputs) {
        return new LayerMemoryReport.Builder(null, TokenRows.class, inputs[0], getOutputType(-1, inputs))
                .standardMemory(0, 0).workingMemory(0, 0, 0, 0).cacheMemory(0, 0).build();
    }

    private static final class Running extends BaseGraphVertex {

        private long[] shape;
        private int[] rows;

        Running(ComputationGraph graph, String name, int index, DataType dataType) {
            super(graph, name, index, null, null, dataType);
        }

        @Override
        public boolean hasLayer() {
            return false;
        }

        @Override
        public org.deeplearning4j.nn.api.Layer getLayer() {
            return null;
        }

        @Override
        public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
            INDArray tokens = inputs[0];
            shape = tokens.shape();
            int count = (int) inputs[1].size(1);
            rows = inputs[1].ravel().toIntVector();
            for (int i = 0; i < rows.length; i++) {
                rows[i] += i / count * (int) shape[2];
            }
            INDArray table = tokens.permute(0, 2, 1).reshape('c', shape[0] * shape[2], shape[1]);
            return workspaces.leverageTo(ArrayType.ACTIVATIONS, Nd4j.pullRows(table, 1, rows, 'c'));
        }

        @Override
        public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
            INDArray gradient = workspaces.create(ArrayType.ACTIVATION_GRAD, epsilon.dataType(),
                    new long[] {shape[0], shape[2], shape[1]}, 'c');
            INDArray table = gradient.reshape('c', shape[0] * shape[2], shape[1]);
            Nd4j.scatterUpdate(ScatterUpdate.UpdateOp.ADD, table, Nd4j.createFromArray(rows), epsilon, 1);
            return new Pair<>(null, new INDArray[] {gradient.permute(0, 2, 1), null});
        }

        @Override
        public void setBackpropGradientsViewArray(INDArray gradients) {
            if (gradients != null) {
                throw new IllegalArgumentException("there are no parameters");
            }
        }

        @Override
        public Pair<INDArray, MaskState> feedForwardMaskArrays(INDArray[] masks, MaskState state, int batch) {
            return new Pair<>(null, state);
        }

        @Override
        public String toString() {
            return "TokenRows" + Arrays.toString(shape);
        }
    }
}
