package d2j.vision;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Residual networks (K. He, X. Zhang, S. Ren and J. Sun, "Deep residual learning for image recognition", 2015): blocks
 * of two 3 x 3 convolutions with batch normalisation, whose result is added to the block's input. The first block of
 * each stage but the first halves height and width; its input passes a 1 x 1 convolution.
 *
 * <p>Those of basic blocks are written as <i>Dive into Deep Learning</i> has them: convolutions have biases, and the
 * 1 x 1 convolution no batch normalisation of its own. ReLU has layers of its own, since DL4J's batch normalisation
 * ignores an activation. Images {@code [n, channels, height, width]}, classes {@code [n, classes]}. The settings
 * should have {@code weightInit(WeightInit.RELU)}.
 *
 * <p>Layers are called {@code stem}, {@code stem-norm}, {@code stem-relu}; {@code block00-conv1} for a convolution of
 * the first stage's first block, {@code block00-norm1}, {@code block00-relu1}, {@code block00-conv2}, {@code
 * block00-norm2}, {@code block00-shortcut} where there is one, {@code block00-sum}, and {@code block00} for the ReLU
 * that ends it.
 */
public final class ResNet {

    private static final int[] CHANNELS = {64, 128, 256, 512};

    /** How many times as many channels a bottleneck gives as its 3 x 3 convolution has. */
    private static final int EXPANSION = 4;

    private static final List<Stage> FIFTY =
            List.of(new Stage(3, 64), new Stage(4, 128), new Stage(6, 256), new Stage(3, 512));

    private ResNet() {}

    /** What lies between the image and the first block. */
    public enum Stem {
        /** A 3 x 3 convolution of stride 1: for images of 32 x 32 or so, which are not to be made smaller yet. */
        SMALL_IMAGES,
        /** A 7 x 7 convolution of stride 2 and a 3 x 3 maximum pooling of stride 2, as in the paper, for 224 x 224. */
        LARGE_IMAGES
    }

    /**
     * A row of blocks on maps of one size.
     *
     * @param blocks how many
     * @param channels the channels of their convolutions
     */
    public record Stage(int blocks, int channels) {

        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if one of them is not positive
         */
        public Stage {
            if (blocks < 1 || channels < 1) {
                throw new IllegalArgumentException(
                        "a stage needs blocks and channels, not " + blocks + " blocks of " + channels + " channels");
            }
        }
    }

    /**
     * ResNet-18 with the stem for small images. Trainable parameters for 10 classes: 11,175,818 for grey images,
     * 11,176,970 for RGB.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image, such as {@code InputType.convolutional(32, 32, 3)}
     * @param classes the number of classes
     */
    public static ComputationGraphConfiguration resNet18(
            NeuralNetConfiguration.Builder settings, InputType input, int classes) {
        return configuration(settings, input, classes, Stem.SMALL_IMAGES, 2, 2, 2, 2);
    }

    /**
     * A residual network of basic blocks; 2, 2, 2, 2 of them are ResNet-18 and 3, 4, 6, 3 ResNet-34.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image
     * @param classes the number of classes
     * @param stem what lies between the image and the first block
     * @param blocks how many blocks the stages have, of 64, 128, 256 and 512 channels; one to four numbers
     */
    public static ComputationGraphConfiguration configuration(
            NeuralNetConfiguration.Builder settings, InputType input, int classes, Stem stem, int... blocks) {
        if (blocks.length < 1 || blocks.length > CHANNELS.length) {
            throw new IllegalArgumentException("a residual network has one to four stages, not " + blocks.length);
        }
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < blocks.length; i++) {
            stages.add(new Stage(blocks[i], CHANNELS[i]));
        }
        return configuration(settings, input, classes, stem, stages);
    }

    /**
     * A residual network of basic blocks of any width; the stem has as many channels as the first stage.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image
     * @param classes the number of classes
     * @param stem what lies between the image and the first block
     * @param stages each but the first halves height and width
     */
    public static ComputationGraphConfiguration configuration(
            NeuralNetConfiguration.Builder settings, InputType input, int classes, Stem stem, List<Stage> stages) {
        return basic(settings, input, classes, stem, stages, true);
    }

    /**
     * The same layers without anything added: what a residual network is compared with. The 1 x 1 convolutions of the
     * shortcuts are missing, too.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image
     * @param classes the number of classes
     * @param stem what lies between the image and the first block
     * @param stages as in {@link #configuration(NeuralNetConfiguration.Builder, InputType, int, Stem, List)}
     */
    public static ComputationGraphConfiguration plain(
            NeuralNetConfiguration.Builder settings, InputType input, int classes, Stem stem, List<Stage> stages) {
        return basic(settings, input, classes, stem, stages, false);
    }

    private static ComputationGraphConfiguration basic(
            NeuralNetConfiguration.Builder settings,
            InputType input,
            int classes,
            Stem stem,
            List<Stage> stages,
            boolean adds) {
        GraphBuilder graph = settings.graphBuilder().addInputs("input").setInputTypes(input);
        String last = stem(graph, stem, stages.get(0).channels(), true);
        for (int i = 0; i < stages.size(); i++) {
            for (int block = 0; block < stages.get(i).blocks(); block++) {
                boolean narrower = i > 0 && block == 0;
                last = residual(graph, "block" + i + block, last, stages.get(i).channels(), narrower, adds);
            }
        }
        return head(graph, last, classes);
    }

    /**
     * ResNet-50 of bottlenecks: 1 x 1, 3 x 3 and 1 x 1 convolutions, the last with four times as many channels. As in
     * the paper, convolutions have no biases, and the shortcuts' are normalised; the stride is the 3 x 3 convolution's,
     * as nearly everybody has it since. 25,557,032 trainable parameters for RGB images of 1000 classes.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image, such as {@code InputType.convolutional(224, 224, 3)}
     * @param classes the number of classes
     */
    public static ComputationGraphConfiguration resNet50(
            NeuralNetConfiguration.Builder settings, InputType input, int classes) {
        return bottlenecks(settings, input, classes, Stem.LARGE_IMAGES, FIFTY);
    }

    /**
     * ResNeXt-50 (S. Xie, R. Girshick, P. Dollár, Z. Tu and K. He, "Aggregated residual transformations for deep neural
     * networks", 2017): ResNet-50 with 3 x 3 convolutions of twice as many channels in 32 groups. 25,028,904 trainable
     * parameters for RGB images of 1000 classes.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image, such as {@code InputType.convolutional(224, 224, 3)}
     * @param classes the number of classes
     */
    public static ComputationGraphConfiguration resNeXt50(
            NeuralNetConfiguration.Builder settings, InputType input, int classes) {
        return bottlenecks(settings, input, classes, Stem.LARGE_IMAGES, FIFTY, 2, 32);
    }

    /**
     * A residual network of bottlenecks, as {@link #resNet50} has them.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image
     * @param classes the number of classes
     * @param stem what lies between the image and the first block
     * @param stages the channels are those of the 3 x 3 convolutions; a block gives four times as many
     */
    public static ComputationGraphConfiguration bottlenecks(
            NeuralNetConfiguration.Builder settings, InputType input, int classes, Stem stem, List<Stage> stages) {
        return bottlenecks(settings, input, classes, stem, stages, 1, 1);
    }

    private static ComputationGraphConfiguration bottlenecks(
            NeuralNetConfiguration.Builder settings,
            InputType input,
            int classes,
            Stem stem,
            List<Stage> stages,
            int wider,
            int groups) {
        GraphBuilder graph = settings.graphBuilder().addInputs("input").setInputTypes(input);
        String last = stem(graph, stem, stages.get(0).channels(), false);
        for (int i = 0; i < stages.size(); i++) {
            for (int block = 0; block < stages.get(i).blocks(); block++) {
                int channels = stages.get(i).channels();
                int stride = i > 0 && block == 0 ? 2 : 1;
                Layer middle = groups == 1
                        ? convolution(wider * channels, 3, stride, false)
                        : GroupedConvolutions.of(wider * channels, 3, stride, groups);
                last = bottleneck(graph, "block" + i + block, last, channels, wider, middle, stride, block == 0);
            }
        }
        return head(graph, last, classes);
    }

    private static ComputationGraphConfiguration head(GraphBuilder graph, String last, int classes) {
        return graph.addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last)
                .addLayer(
                        "output",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(classes)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "pool")
                .setOutputs("output")
                .build();
    }

    /** The layers before the first block; also those of {@link DenseNet}. */
    static String stem(GraphBuilder graph, Stem stem, int channels, boolean biases) {
        boolean large = stem == Stem.LARGE_IMAGES;
        graph.addLayer("stem", convolution(channels, large ? 7 : 3, large ? 2 : 1, biases), "input");
        normalised(graph, "stem-norm", "stem-relu", "stem");
        if (!large) {
            return "stem-relu";
        }
        graph.addLayer(
                "stem-pool",
                new SubsamplingLayer.Builder(PoolingType.MAX)
                        .kernelSize(3, 3)
                        .stride(2, 2)
                        .padding(1, 1)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .build(),
                "stem-relu");
        return "stem-pool";
    }

    private static String residual(
            GraphBuilder graph, String name, String input, int channels, boolean narrower, boolean adds) {
        int stride = narrower ? 2 : 1;
        graph.addLayer(name + "-conv1", convolution(channels, 3, stride, true), input);
        normalised(graph, name + "-norm1", name + "-relu1", name + "-conv1");
        graph.addLayer(name + "-conv2", convolution(channels, 3, 1, true), name + "-relu1")
                .addLayer(name + "-norm2", new BatchNormalization(), name + "-conv2");
        if (!adds) {
            return relu(graph, name, name + "-norm2");
        }
        String shortcut = input;
        if (narrower) {
            shortcut = name + "-shortcut";
            graph.addLayer(shortcut, convolution(channels, 1, stride, true), input);
        }
        return sum(graph, name, name + "-norm2", shortcut);
    }

    private static String bottleneck(
            GraphBuilder graph,
            String name,
            String input,
            int channels,
            int wider,
            Layer middle,
            int stride,
            boolean first) {
        graph.addLayer(name + "-conv1", convolution(wider * channels, 1, 1, false), input);
        normalised(graph, name + "-norm1", name + "-relu1", name + "-conv1");
        graph.addLayer(name + "-conv2", middle, name + "-relu1");
        normalised(graph, name + "-norm2", name + "-relu2", name + "-conv2");
        graph.addLayer(name + "-conv3", convolution(EXPANSION * channels, 1, 1, false), name + "-relu2")
                .addLayer(name + "-norm3", new BatchNormalization(), name + "-conv3");
        String shortcut = input;
        if (first) {
            shortcut = name + "-shortcut-norm";
            graph.addLayer(name + "-shortcut", convolution(EXPANSION * channels, 1, stride, false), input)
                    .addLayer(shortcut, new BatchNormalization(), name + "-shortcut");
        }
        return sum(graph, name, name + "-norm3", shortcut);
    }

    /** Batch normalisation and the ReLU behind it. */
    static void normalised(GraphBuilder graph, String norm, String relu, String input) {
        graph.addLayer(norm, new BatchNormalization(), input);
        relu(graph, relu, norm);
    }

    private static String relu(GraphBuilder graph, String name, String input) {
        graph.addLayer(name, new ActivationLayer(Activation.RELU), input);
        return name;
    }

    private static String sum(GraphBuilder graph, String name, String branch, String shortcut) {
        graph.addVertex(name + "-sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), branch, shortcut);
        return relu(graph, name, name + "-sum");
    }

    /** A convolution that leaves height and width, or divides them by its stride. */
    static ConvolutionLayer convolution(int channels, int kernel, int stride, boolean bias) {
        return new ConvolutionLayer.Builder(kernel, kernel)
                .stride(stride, stride)
                .padding(kernel / 2, kernel / 2)
                .convolutionMode(ConvolutionMode.Truncate)
                .nOut(channels)
                .hasBias(bias)
                .activation(Activation.IDENTITY)
                .build();
    }
}
