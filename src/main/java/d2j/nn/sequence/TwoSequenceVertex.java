package d2j.nn.sequence;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A {@link TwoSequenceLayer} in a graph; its inputs are the sequences and the memory. */
public final class TwoSequenceVertex extends LayerVertex {

    /** For reading from JSON. */
    TwoSequenceVertex() {}

    TwoSequenceVertex(NeuralNetConfiguration conf) {
        super(conf, null);
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
    public GraphVertex clone() {
        return new TwoSequenceVertex(getLayerConf().clone());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TwoSequenceVertex && super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
            ComputationGraph graph,
            String name,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType dataType) {
        getLayerConf().getLayer().setLayerName(name);
        return new TwoSequenceVertexRunner(
                graph,
                name,
                index,
                getLayerConf().getLayer().instantiate(getLayerConf(), null, index, parameters, initialize, dataType),
                graph.getConfiguration().getNetworkOutputs().contains(name),
                dataType);
    }
}
