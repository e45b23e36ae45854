package d2j.vision;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * GoogLeNet (C. Szegedy et al., "Going deeper with convolutions", 2014): two or three convolutions, nine inception
 * blocks ({@link Inception#v1}) in three stages, global average pooling and one dense layer. Without the paper's local
 * response normalisation and its two auxiliary classifiers, as <i>Dive into Deep Learning</i> has it.
 *
 * <p>Images {@code [n, channels, height, width]}, classes {@code [n, classes]}. The settings should have
 * {@code weightInit(WeightInit.RELU)}.
 */
public final class GoogLeNet {

    /** The nine blocks of the paper's table in their three stages, each of one size of the maps. */
    public static final List<List<int[]>> STAGES = List.of(
            List.of(new int[] {64, 96, 128, 16, 32, 32}, new int[] {128, 128, 192, 32, 96, 64}),
            List.of(
                    new int[] {192, 96, 208, 16, 48, 64},
                    new int[] {160, 112, 224, 24, 64, 64},
                    new int[] {128, 128, 256, 24, 64, 64},
                    new int[] {112, 144, 288, 32, 64, 64},
                    new int[] {256, 160, 320, 32, 128, 128}),
            List.of(new int[] {256, 160, 320, 32, 128, 128}, new int[] {384, 192, 384, 48, 128, 128}));

    private static final int MOST_NARROW = 8;

    private GoogLeNet() {}

    /** What lies between the image and the first block. */
    public enum Stem {
        /** A 3 x 3 convolution and a 3 x 3 maximum pooling of stride 2: 28 x 28 becomes 14 x 14. */
        SMALL_IMAGES,
        /** The paper's: 7 x 7 of stride 2, pooling, 1 x 1, 3 x 3, pooling; 224 x 224 becomes 28 x 28. */
        LARGE_IMAGES
    }

    /**
     * The network of the paper: 6,998,552 parameters for colour images of 1000 classes, 5,977,530 for grey ones of 10.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image, 224 x 224 in the paper and 96 x 96 in <i>Dive into Deep Learning</i>
     * @param classes the number of classes
     */
    public static ComputationGraphConfiguration configuration(
            NeuralNetConfiguration.Builder settings, InputType input, int classes) {
        return configuration(settings, input, classes, Stem.LARGE_IMAGES, 1, false);
    }

    /**
     * The network of the paper, narrower if wanted.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image
     * @param classes the number of classes
     * @param stem what lies between the image and the first block
     * @param divisor by which all channels are divided: 1, 2, 4 or 8
     * @param normalised with batch normalisation between each convolution and its ReLU
     */
    public static ComputationGraphConfiguration configuration(
            NeuralNetConfiguration.Builder settings,
            InputType input,
            int classes,
            Stem stem,
            int divisor,
            boolean normalised) {
        if (divisor < 1 || MOST_NARROW % divisor != 0) {
            throw new IllegalArgumentException("GoogLeNet cannot be made " + divisor
                    + " times as narrow: 24 channels and others divide by 1, 2, 4 and 8 only");
        }
        GraphBuilder graph = settings.graphBuilder().addInputs("input").setInputTypes(input);
        String last = stem(graph, stem, divisor, normalised);
        for (int stage = 0; stage < STAGES.size(); stage++) {
            if (stage > 0) {
                last = pool(graph, "pool" + (stage + 2), last);
            }
            List<int[]> blocks = STAGES.get(stage);
            for (int block = 0; block < blocks.size(); block++) {
                String name = stage + 3 + String.valueOf((char) ('a' + block));
                last = block(blocks.get(block), divisor).addTo(graph, name, last, normalised);
            }
        }
        return graph.addLayer("means", new GlobalPoolingLayer(PoolingType.AVG), last)
                .addLayer(
                        "output",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(classes)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "means")
                .setOutputs("output")
                .build();
    }

    private static Inception block(int[] channels, int divisor) {
        return Inception.v1(
                channels[0] / divisor,
                channels[1] / divisor,
                channels[2] / divisor,
                channels[3] / divisor,
                channels[4] / divisor,
                channels[5] / divisor);
    }

    private static String stem(GraphBuilder graph, Stem stem, int divisor, boolean normalised) {
        if (stem == Stem.SMALL_IMAGES) {
            Inception.Convolution only = new Inception.Convolution(192 / divisor, 3, 3, 1);
            return pool(graph, "pool2", Inception.add(graph, "conv1", "input", only, normalised));
        }
        graph.addLayer(
                "conv1",
                new ConvolutionLayer.Builder(7, 7)
                        .stride(2, 2)
                        .padding(3, 3)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .nOut(64 / divisor)
                        .activation(Activation.RELU)
                        .build(),
                "input");
        String last = pool(graph, "pool1", "conv1");
        last = Inception.add(
                graph, "conv2-reduced", last, new Inception.Convolution(64 / divisor, 1, 1, 1), normalised);
        last = Inception.add(graph, "conv2", last, new Inception.Convolution(192 / divisor, 3, 3, 1), normalised);
        return pool(graph, "pool2", last);
    }

    /** Between stages: the maximum of 3 x 3, which halves height and width. */
    private static String pool(GraphBuilder graph, String name, String input) {
        graph.addLayer(
                name,
                new SubsamplingLayer.Builder(PoolingType.MAX)
                        .kernelSize(3, 3)
                        .stride(2, 2)
                        .padding(1, 1)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .build(),
                input);
        return name;
    }
}
