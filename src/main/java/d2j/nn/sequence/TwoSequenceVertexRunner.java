package d2j.nn.sequence;

import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link TwoSequenceVertex}: hands both inputs and masks to its layer, and both gradients back. */
public final class TwoSequenceVertexRunner extends LayerVertex {

    /**
     * @param graph    that the vertex belongs to
     * @param name     of the vertex
     * @param index    of the vertex
     * @param layer    a {@link TwoSequenceRunner}
     * @param isOutput whether the vertex is an output of the graph
     * @param dataType of activations
     */
    public TwoSequenceVertexRunner(
            ComputationGraph graph, String name, int index, Layer layer, boolean isOutput, DataType dataType) {
        super(graph, name, index, layer, null, isOutput, dataType);
    }

    @Override
    public void setInput(int number, INDArray input, LayerWorkspaceMgr workspaceMgr) {
        if (number == 1) {
            inputs[1] = input;
            runner().setMemory(input);
        } else {
            super.setInput(number, input, workspaceMgr);
        }
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaceMgr) {
        INDArray memory = inputs[1];
        boolean timeFirst = runner().layerConf().getRnnDataFormat() == RNNFormat.NWC;
        INDArray memoryGradient = null;
        if (memory != null) {
            memoryGradient = workspaceMgr.createUninitialized(
                    ArrayType.ACTIVATION_GRAD,
                    memory.dataType(),
                    new long[] {memory.size(0), memory.size(timeFirst ? 1 : 2), memory.size(timeFirst ? 2 : 1)},
                    'c');
            runner().setMemoryGradient(memoryGradient);
        }
        Pair<Gradient, INDArray[]> result = super.doBackward(truncated, workspaceMgr);
        INDArray gradient = result.getSecond()[0];
        if (gradient == null) {
            // A frozen layer, before which nothing is trained.
            memoryGradient = null;
        } else if (!timeFirst) {
            memoryGradient = memoryGradient.permute(0, 2, 1);
        }
        return new Pair<>(result.getFirst(), new INDArray[] {gradient, memoryGradient});
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArrays(INDArray[] masks, MaskState state, int batch) {
        runner().setMemoryMask(masks == null || masks.length < 2 ? null : masks[1]);
        return super.feedForwardMaskArrays(masks, state, batch);
    }

    private TwoSequenceRunner<?> runner() {
        Layer layer = getLayer();
        while (layer instanceof BaseWrapperLayer wrapper) {
            layer = wrapper.getUnderlying();
        }
        return (TwoSequenceRunner<?>) layer;
    }

    @Override
    public String toString() {
        return "TwoSequenceVertex(\"" + getVertexName() + "\", inputs=" + Arrays.toString(getInputVertices()) + ")";
    }
}
