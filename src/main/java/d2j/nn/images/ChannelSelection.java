package d2j.nn.images;

import d2j.nn.PlainVertexConfiguration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Picks channels of images, in a given order, as a vertex of a graph: the channel shuffle and the channel split of the
 * ShuffleNets (X. Zhang, X. Zhou, M. Lin and J. Sun, 2018; N. Ma, X. Zhang, H.-T. Zheng and J. Sun, 2018). Images
 * {@code [n, channels, height, width]} become {@code [n, picked, height, width]}; a channel's gradient goes back to
 * where it came from. DL4J's {@code SubsetVertex} miscounts the channels of images.
 *
 * <pre>{@code
 * graph.addVertex("shuffle", ChannelSelection.shuffle(240, 3), "conv")   // 0, 80, 160, 1, 81, 161, 2 ...
 *      .addVertex("half", ChannelSelection.range(0, 120), "conv")
 * }</pre>
 */
public final class ChannelSelection extends PlainVertexConfiguration {

    private final int[] channels;

    /** @param channels of the input, in the order of the output */
    public ChannelSelection(@JsonProperty("channels") int... channels) {
        if (channels.length == 0 || Arrays.stream(channels).anyMatch(channel -> channel < 0)) {
            throw new IllegalArgumentException(
                    "channels are picked by their numbers, from 0 on, not by " + Arrays.toString(channels));
        }
        this.channels = channels.clone();
    }

    /**
     * Deals all channels out anew: the first channel of each group, then the second of each, and so on. A grouped
     * convolution behind it sees channels of all groups of the one before it. A shuffle of {@code channels / groups}
     * groups undoes it.
     *
     * @param channels how many the images have
     * @param groups   of neighbours, into which they fall
     */
    public static ChannelSelection shuffle(int channels, int groups) {
        if (groups < 1 || channels % groups != 0) {
            throw new IllegalArgumentException(channels + " channels do not fall into " + groups + " groups");
        }
        int members = channels / groups;
        return new ChannelSelection(IntStream.range(0, channels)
                .map(i -> i % groups * members + i / groups)
                .toArray());
    }

    /**
     * Neighbouring channels.
     *
     * @param from the first
     * @param to   the one after the last
     */
    public static ChannelSelection range(int from, int to) {
        return new ChannelSelection(IntStream.range(from, to).toArray());
    }

    /** The channels of the input, in the order of the output. */
    public int[] getChannels() {
        return channels.clone();
    }

    @Override
    public GraphVertex clone() {
        return new ChannelSelection(channels);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelSelection selection && Arrays.equals(channels, selection.channels);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(channels);
    }

    @Override
    public String toString() {
        return "ChannelSelection(" + Arrays.toString(channels) + ")";
    }

    @Override
    public int minVertexInputs() {
        return 1;
    }

    @Override
    public int maxVertexInputs() {
        return 1;
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
            ComputationGraph graph,
            String name,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType dataType) {
        return new ChannelSelectionRunner(graph, name, index, dataType, channels);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) throws InvalidInputTypeException {
        int last = Arrays.stream(channels).max().getAsInt();
        if (inputs.length == 1
                && inputs[0] instanceof InputType.InputTypeConvolutional images
                && images.getFormat() == CNN2DFormat.NCHW
                && images.getChannels() > last) {
            return InputType.convolutional(images.getHeight(), images.getWidth(), channels.length);
        }
        throw new InvalidInputTypeException("a channel selection up to channel " + last
                + " takes images [n, channels, height, width] that have it, not " + Arrays.toString(inputs));
    }
}
