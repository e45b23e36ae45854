package d2j.nn.transformer;

import d2j.nn.PlainVertexConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Picks tokens out of sequences, as a vertex of a graph. With two inputs, sequences {@code [batch, features, time]} and
 * positions {@code [batch, picked]}, the output is {@code [batch * picked, features]}, in that order: what BERT
 * predicts masked words from. With the sequences alone it is each sequence's first token, {@code [batch, features]}:
 * what represents the whole sequence in BERT.
 */
public final class TokenSelection extends PlainVertexConfiguration {

    @Override
    public GraphVertex clone() {
        return new TokenSelection();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenSelection;
    }

    @Override
    public int hashCode() {
        return TokenSelection.class.hashCode();
    }

    @Override
    public String toString() {
        return "TokenSelection()";
    }

    @Override
    public int minVertexInputs() {
        return 1;
    }

    @Override
    public int maxVertexInputs() {
        return 2;
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
            ComputationGraph graph,
            String name,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType dataType) {
        return new TokenSelectionRunner(graph, name, index, dataType);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) throws InvalidInputTypeException {
        if (inputs.length > 0 && inputs[0] instanceof InputType.InputTypeRecurrent recurrent) {
            return InputType.feedForward(recurrent.getSize());
        }
        throw new InvalidInputTypeException("tokens are picked out of sequences");
    }
}
