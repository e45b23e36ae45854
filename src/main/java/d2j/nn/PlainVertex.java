package d2j.nn;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What runs a vertex of a graph that has no layer, no parameters, and an output to which no mask applies. */
public abstract class PlainVertex extends BaseGraphVertex {

    private final String kind;

    /**
     * @param kind     how the vertex calls itself
     * @param graph    that the vertex belongs to
     * @param name     of the vertex
     * @param index    of the vertex
     * @param dataType of activations
     */
    protected PlainVertex(String kind, ComputationGraph graph, String name, int index, DataType dataType) {
        super(graph, name, index, null, null, dataType);
        this.kind = kind;
    }

    @Override
    public boolean hasLayer() {
        return false;
    }

    @Override
    public Layer getLayer() {
        return null;
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray gradients) {
        if (gradients != null) {
            throw new IllegalArgumentException("this vertex has no parameters");
        }
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArrays(INDArray[] masks, MaskState state, int batch) {
        return new Pair<>(null, state);
    }

    @Override
    public String toString() {
        return kind + "(\"" + vertexName + "\")";
    }
}
