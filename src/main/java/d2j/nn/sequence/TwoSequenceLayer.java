package d2j.nn.sequence;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;

/**
 * A layer with two inputs: sequences, and the memory that their tokens look into. DL4J's {@code addLayer} would merge
 * the two, so {@link #vertex} makes a vertex of a graph of it.
 */
public abstract class TwoSequenceLayer extends SequenceLayer {

    /** For reading from JSON. */
    protected TwoSequenceLayer() {}

    /** @throws IllegalArgumentException if the input and output sizes differ */
    protected TwoSequenceLayer(Builder<?> builder) {
        super(builder);
    }

    /**
     * The vertex of a graph: {@code graph.addVertex("decoder", layer.vertex(settings), "target", "encoder")}.
     *
     * @param settings what all layers of the graph share: updater, initial weights and so on
     */
    public final TwoSequenceVertex vertex(NeuralNetConfiguration.Builder settings) {
        return new TwoSequenceVertex(settings.clone().layer(this).build());
    }
}
