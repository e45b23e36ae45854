package d2j.nn.images;

import d2j.nn.PlainVertexConfiguration;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Multiplies each channel of an image by a number of its own, as a vertex of a graph: the last step of a
 * squeeze-and-excitation block (J. Hu, L. Shen and G. Sun, 2018). The inputs are images {@code [n, channels, height,
 * width]} and gates {@code [n, channels]}, for example of a dense layer; the output has the images' shape. DL4J's
 * element-wise vertex would multiply so too, but its configuration refuses images of different sizes.
 */
public final class ChannelGate extends PlainVertexConfiguration {

    @Override
    public GraphVertex clone() {
        return new ChannelGate();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelGate;
    }

    @Override
    public int hashCode() {
        return ChannelGate.class.hashCode();
    }

    @Override
    public String toString() {
        return "ChannelGate()";
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
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
            ComputationGraph graph,
            String name,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType dataType) {
        return new ChannelGateRunner(graph, name, index, dataType);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) throws InvalidInputTypeException {
        if (inputs.length == 2
                && inputs[0] instanceof InputType.InputTypeConvolutional images
                && images.getFormat() == CNN2DFormat.NCHW
                && inputs[1] instanceof InputType.InputTypeFeedForward gates
                && images.getChannels() == gates.getSize()) {
            return images;
        }
        throw new InvalidInputTypeException(
                "a channel gate takes images [n, channels, height, width] and as many gates [n, channels], not "
                        + java.util.Arrays.toString(inputs));
    }
}
