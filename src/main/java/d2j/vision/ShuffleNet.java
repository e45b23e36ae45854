package d2j.vision;

import d2j.nn.images.ChannelSelection;
import d2j.vision.ResNet.Stage;
import d2j.vision.ResNet.Stem;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;

/**
 * ShuffleNet (X. Zhang, X. Zhou, M. Lin and J. Sun, "ShuffleNet: An extremely efficient convolutional neural network
 * for mobile devices", 2018): residual units of a 1 x 1 convolution in groups, a
 * {@linkplain ChannelSelection#shuffle shuffle}, a 3 x 3 depthwise convolution, and another 1 x 1 convolution in
 * groups. The first unit of each stage halves height and width, and is joined with its input, pooled, along the
 * channels instead of added to it.
 *
 * <p>Images {@code [n, channels, height, width]}, classes {@code [n, classes]}. The settings should have
 * {@code weightInit(WeightInit.RELU)}.
 *
 * <p>Layers are called {@code stem}; {@code unit00-reduce}, {@code unit00-shuffle}, {@code unit00-filter}, {@code
 * unit00-expand} and {@code unit00} for the first unit of the first stage.
 */
public final class ShuffleNet {

    /** Channels of the paper's first stage for each number of groups; the later have two and four times as many. */
    public static final Map<Integer, Integer> CHANNELS = Map.of(1, 144, 2, 200, 3, 240, 4, 272, 8, 384);

    private static final int STEM_CHANNELS = 24;
    /** By how much fewer channels than the unit its depthwise convolution has. */
    private static final int BOTTLENECK = 4;

    private ShuffleNet() {}

    /**
     * The network of the paper's table, with about 140 million multiply-adds for images of 224 x 224. It has 1,531,936
     * trainable parameters for RGB images of 1,000 classes with one group.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image, such as {@code InputType.convolutional(224, 224, 3)}
     * @param classes the number of classes
     * @param groups of the 1 x 1 convolutions: 1, 2, 3, 4 or 8
     */
    public static ComputationGraphConfiguration configuration(
            NeuralNetConfiguration.Builder settings, InputType input, int classes, int groups) {
        Integer channels = CHANNELS.get(groups);
        if (channels == null) {
            throw new IllegalArgumentException("the paper has 1, 2, 3, 4 and 8 groups, not " + groups);
        }
        List<Stage> stages = List.of(new Stage(4, channels), new Stage(8, 2 * channels), new Stage(4, 4 * channels));
        return configuration(settings, input, classes, Stem.LARGE_IMAGES, STEM_CHANNELS, stages, groups, true);
    }

    /**
     * Any network of this kind.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image
     * @param classes the number of classes
     * @param stem whether the first convolution, of 3 x 3, has a stride of 2 and a pooling behind it, or neither
     * @param stemChannels of the first convolution
     * @param stages each of which halves height and width
     * @param groups of the 1 x 1 convolutions but the first, which sees the few channels of the stem
     * @param shuffled false for the network without shuffles, whose groups are strangers to one another
     */
    public static ComputationGraphConfiguration configuration(
            NeuralNetConfiguration.Builder settings,
            InputType input,
            int classes,
            Stem stem,
            int stemChannels,
            List<Stage> stages,
            int groups,
            boolean shuffled) {
        GraphBuilder graph = settings.graphBuilder().addInputs("input").setInputTypes(input);
        NormalisedConvolutions layers = new NormalisedConvolutions(graph, Activation.RELU);
        String last = stem(layers, stem, stemChannels);
        int channels = stemChannels;
        for (int i = 0; i < stages.size(); i++) {
            for (int unit = 0; unit < stages.get(i).blocks(); unit++) {
                int out = stages.get(i).channels();
                Groups inGroups = new Groups(i == 0 && unit == 0 ? 1 : groups, groups, shuffled);
                last = unit(layers, "unit" + i + unit, last, channels, out, inGroups);
                channels = out;
            }
        }
        return layers.classifier(last, classes).build();
    }

    /** The groups of a unit's two 1 x 1 convolutions, and whether a shuffle follows the first. */
    private record Groups(int first, int second, boolean shuffled) {}

    private static String unit(
            NormalisedConvolutions layers, String name, String input, int channels, int out, Groups groups) {
        boolean halves = channels != out;
        GraphBuilder graph = layers.graph();
        int narrow = out / BOTTLENECK;
        String last = layers.activated(name + "-reduce", input, GroupedConvolutions.of(narrow, 1, 1, groups.first()));
        if (groups.shuffled()) {
            graph.addVertex(name + "-shuffle", ChannelSelection.shuffle(narrow, groups.second()), last);
            last = name + "-shuffle";
        }
        last = layers.linear(name + "-filter", last, NormalisedConvolutions.depthwise(halves ? 2 : 1));
        int added = halves ? out - channels : out;
        last = layers.linear(name + "-expand", last, GroupedConvolutions.of(added, 1, 1, groups.second()));
        if (halves) {
            graph.addLayer(name + "-pool", pooling(PoolingType.AVG), input)
                    .addVertex(name + "-join", new MergeVertex(), name + "-pool", last)
                    .addLayer(name, new ActivationLayer(Activation.RELU), name + "-join");
        } else {
            graph.addVertex(name + "-sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), last, input)
                    .addLayer(name, new ActivationLayer(Activation.RELU), name + "-sum");
        }
        return name;
    }

    /** The layers before the first unit; also those of {@link ShuffleNetV2}. */
    static String stem(NormalisedConvolutions layers, Stem stem, int channels) {
        boolean large = stem == Stem.LARGE_IMAGES;
        String last = layers.activated("stem", "input", ResNet.convolution(channels, 3, large ? 2 : 1, false));
        if (!large) {
            return last;
        }
        layers.graph().addLayer("stem-pool", pooling(PoolingType.MAX), last);
        return "stem-pool";
    }

    private static SubsamplingLayer pooling(PoolingType type) {
        return new SubsamplingLayer.Builder(type)
                .kernelSize(3, 3)
                .stride(2, 2)
                .padding(1, 1)
                .convolutionMode(ConvolutionMode.Truncate)
                .build();
    }
}
