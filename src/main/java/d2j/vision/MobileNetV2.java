package d2j.vision;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.activations.Activation;

/**
 * MobileNet v2 (M. Sandler, A. Howard, M. Zhu, A. Zhmoginov and L.-C. Chen, "MobileNetV2: Inverted residuals and linear
 * bottlenecks", 2018): blocks that expand few channels by a 1 x 1 convolution, filter them by a 3 x 3 depthwise one,
 * and reduce them by another 1 x 1 convolution, behind which there is no activation. Where shape and channels stay, the
 * block's input is added to its output: the shortcuts join the narrow ends.
 *
 * <p>Images {@code [n, channels, height, width]}, classes {@code [n, classes]}; 3,504,872 trainable parameters for RGB
 * images of 1,000 classes at full width. The activation is ReLU6, {@code min(max(x, 0), 6)}. The settings should have
 * {@code weightInit(WeightInit.RELU)}.
 *
 * <p>Layers are called {@code stem}; {@code block10-expand}, {@code block10-filter}, {@code block10-reduce} for the
 * first block of the second stage, each with {@code -conv} and {@code -norm}; {@code block11} for a sum; {@code last}.
 */
public final class MobileNetV2 {

    /** The table of the paper. */
    public static final List<Stage> STAGES = List.of(
            new Stage(1, 16, 1, 1),
            new Stage(6, 24, 2, 2),
            new Stage(6, 32, 3, 2),
            new Stage(6, 64, 4, 2),
            new Stage(6, 96, 3, 1),
            new Stage(6, 160, 3, 2),
            new Stage(6, 320, 1, 1));

    private static final int STEM_CHANNELS = 32;
    private static final int LAST_CHANNELS = 1280;
    /** The paper's program gives all layers a number of channels that is divisible by this. */
    private static final int DIVISOR = 8;

    private MobileNetV2() {}

    /**
     * A row of blocks.
     *
     * @param expansion by how much the first convolution of a block multiplies the channels; 1 for no such convolution
     * @param channels  what each block gives, at full width
     * @param blocks    how many
     * @param stride    of the first block; 2 halves height and width
     */
    public record Stage(int expansion, int channels, int blocks, int stride) {

        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if one of them is not positive
         */
        public Stage {
            if (expansion < 1 || channels < 1 || blocks < 1 || stride < 1) {
                throw new IllegalArgumentException("a stage needs an expansion, channels, blocks and a stride, not "
                        + expansion + ", " + channels + ", " + blocks + " and " + stride);
            }
        }
    }

    /**
     * The network of the paper, narrower or wider if wanted.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image; the paper's are 224 x 224 x 3
     * @param classes the number of classes
     * @param width the paper's width multiplier; the last convolution keeps its 1,280 channels below 1
     */
    public static ComputationGraphConfiguration configuration(
            NeuralNetConfiguration.Builder settings, InputType input, int classes, double width) {
        if (!(width > 0)) {
            throw new IllegalArgumentException("a MobileNet has a width above 0, not " + width);
        }
        List<Stage> stages = STAGES.stream()
                .map(stage -> new Stage(
                        stage.expansion(), divisible(stage.channels() * width), stage.blocks(), stage.stride()))
                .toList();
        int last = divisible(LAST_CHANNELS * Math.max(1, width));
        return configuration(settings, input, classes, divisible(STEM_CHANNELS * width), 2, stages, last);
    }

    /**
     * Any network of this kind.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image
     * @param classes the number of classes
     * @param stem the channels of the first convolution, of 3 x 3
     * @param stride of the first convolution
     * @param stages from the image on
     * @param last the channels of the last convolution, of 1 x 1
     */
    public static ComputationGraphConfiguration configuration(
            NeuralNetConfiguration.Builder settings,
            InputType input,
            int classes,
            int stem,
            int stride,
            List<Stage> stages,
            int last) {
        GraphBuilder graph = settings.graphBuilder().addInputs("input").setInputTypes(input);
        NormalisedConvolutions layers = new NormalisedConvolutions(graph, Activation.RELU6);
        String name = layers.activated("stem", "input", ResNet.convolution(stem, 3, stride, false));
        int channels = stem;
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            for (int block = 0; block < stage.blocks(); block++) {
                int blockStride = block == 0 ? stage.stride() : 1;
                name = block(layers, "block" + i + block, name, channels, stage, blockStride);
                channels = stage.channels();
            }
        }
        name = layers.activated("last", name, NormalisedConvolutions.pointwise(last));
        return layers.classifier(name, classes).build();
    }

    private static String block(
            NormalisedConvolutions layers, String name, String input, int channels, Stage stage, int stride) {
        String last = input;
        if (stage.expansion() > 1) {
            last = layers.activated(
                    name + "-expand", last, NormalisedConvolutions.pointwise(stage.expansion() * channels));
        }
        last = layers.activated(name + "-filter", last, NormalisedConvolutions.depthwise(stride));
        last = layers.linear(name + "-reduce", last, NormalisedConvolutions.pointwise(stage.channels()));
        if (stride != 1 || channels != stage.channels()) {
            return last;
        }
        layers.graph().addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), last, input);
        return name;
    }

    /** The nearest multiple of 8, not more than a tenth below. */
    private static int divisible(double channels) {
        int nearest = Math.max(DIVISOR, (int) (channels + DIVISOR / 2.0) / DIVISOR * DIVISOR);
        return nearest < 0.9 * channels ? nearest + DIVISOR : nearest;
    }
}
