package d2j.vision;

import d2j.nn.images.ChannelSelection;
import d2j.vision.ResNet.Stage;
import d2j.vision.ResNet.Stem;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.activations.Activation;

/**
 * ShuffleNet v2 (N. Ma, X. Zhang, H.-T. Zheng and J. Sun, "ShuffleNet V2: Practical guidelines for efficient CNN
 * architecture design", 2018). A unit splits its channels: one half passes as it is, the other goes through a 1 x 1, a
 * 3 x 3 depthwise and a 1 x 1 convolution of equally many channels, without groups and without a sum; both are joined,
 * and a {@linkplain ChannelSelection#shuffle shuffle} of two groups deals them out to the halves of the next unit. The
 * first unit of each stage does not split: both of its ways see all channels and halve height and width.
 *
 * <p>Images {@code [n, channels, height, width]}, classes {@code [n, classes]}. The settings should have
 * {@code weightInit(WeightInit.RELU)}.
 *
 * <p>Layers are called {@code stem}; {@code unit01-kept} and {@code unit01-split} for the halves, {@code unit01-first},
 * {@code unit01-filter}, {@code unit01-second}, {@code unit01-join} and {@code unit01} for the shuffle; {@code last}.
 */
public final class ShuffleNetV2 {

    /** Channels of the stages and of the last convolution in the paper, for each width. */
    public static final Map<Double, List<Integer>> CHANNELS = Map.of(
            0.5, List.of(48, 96, 192, 1024),
            1.0, List.of(116, 232, 464, 1024),
            1.5, List.of(176, 352, 704, 1024),
            2.0, List.of(244, 488, 976, 2048));

    private static final int STEM_CHANNELS = 24;

    private ShuffleNetV2() {}

    /**
     * The network of the paper's table: 1,366,792, 2,278,604, 3,503,624 or 7,393,996 trainable parameters for RGB
     * images of 1,000 classes.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image, such as {@code InputType.convolutional(224, 224, 3)}
     * @param classes the number of classes
     * @param width 0.5, 1, 1.5 or 2
     */
    public static ComputationGraphConfiguration configuration(
            NeuralNetConfiguration.Builder settings, InputType input, int classes, double width) {
        List<Integer> channels = CHANNELS.get(width);
        if (channels == null) {
            throw new IllegalArgumentException("the paper has the widths 0.5, 1, 1.5 and 2, not " + width);
        }
        List<Stage> stages =
                List.of(new Stage(4, channels.get(0)), new Stage(8, channels.get(1)), new Stage(4, channels.get(2)));
        return configuration(settings, input, classes, Stem.LARGE_IMAGES, STEM_CHANNELS, stages, channels.get(3));
    }

    /**
     * Any network of this kind.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image
     * @param classes the number of classes
     * @param stem whether the first convolution, of 3 x 3, has a stride of 2 and a pooling behind it, or neither
     * @param stemChannels of the first convolution
     * @param stages each of which halves height and width; of an even number of channels
     * @param last the channels of the last convolution, of 1 x 1
     */
    public static ComputationGraphConfiguration configuration(
            NeuralNetConfiguration.Builder settings,
            InputType input,
            int classes,
            Stem stem,
            int stemChannels,
            List<Stage> stages,
            int last) {
        GraphBuilder graph = settings.graphBuilder().addInputs("input").setInputTypes(input);
        NormalisedConvolutions layers = new NormalisedConvolutions(graph, Activation.RELU);
        String name = ShuffleNet.stem(layers, stem, stemChannels);
        for (int i = 0; i < stages.size(); i++) {
            int half = stages.get(i).channels() / 2;
            if (2 * half != stages.get(i).channels()) {
                throw new IllegalArgumentException(
                        "channels are split into halves, not " + stages.get(i).channels());
            }
            for (int unit = 0; unit < stages.get(i).blocks(); unit++) {
                String unitName = "unit" + i + unit;
                name = unit == 0 ? halving(layers, unitName, name, half) : splitting(layers, unitName, name, half);
            }
        }
        name = layers.activated("last", name, NormalisedConvolutions.pointwise(last));
        return layers.classifier(name, classes).build();
    }

    private static String halving(NormalisedConvolutions layers, String name, String input, int half) {
        String left = layers.linear(name + "-left-filter", input, NormalisedConvolutions.depthwise(2));
        left = layers.activated(name + "-left", left, NormalisedConvolutions.pointwise(half));
        return joined(layers.graph(), name, half, left, way(layers, name, input, half, 2));
    }

    private static String splitting(NormalisedConvolutions layers, String name, String input, int half) {
        layers.graph()
                .addVertex(name + "-kept", ChannelSelection.range(0, half), input)
                .addVertex(name + "-split", ChannelSelection.range(half, 2 * half), input);
        return joined(layers.graph(), name, half, name + "-kept", way(layers, name, name + "-split", half, 1));
    }

    private static String way(NormalisedConvolutions layers, String name, String input, int half, int stride) {
        String last = layers.activated(name + "-first", input, NormalisedConvolutions.pointwise(half));
        last = layers.linear(name + "-filter", last, NormalisedConvolutions.depthwise(stride));
        return layers.activated(name + "-second", last, NormalisedConvolutions.pointwise(half));
    }

    private static String joined(GraphBuilder graph, String name, int half, String left, String right) {
        graph.addVertex(name + "-join", new MergeVertex(), left, right)
                .addVertex(name, ChannelSelection.shuffle(2 * half, 2), name + "-join");
        return name;
    }
}
