package d2j.vision;

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
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Residual networks (K. He, X. Zhang, S. Ren and J. Sun, "Deep residual learning for image recognition", 2015) of basic
 * blocks: two 3 x 3 convolutions with batch normalisation, whose result is added to the block's input. The first block
 * of each stage but the first halves height and width and doubles the channels; its input passes a 1 x 1 convolution.
 *
 * <p>Written as <i>Dive into Deep Learning</i> has it: convolutions have biases, and the 1 x 1 convolution no batch
 * normalisation of its own. ReLU has layers of its own, since DL4J's batch normalisation ignores an activation. Images
 * {@code [n, channels, height, width]}, classes {@code [n, classes]}. The settings should have
 * {@code weightInit(WeightInit.RELU)}.
 */
public final class ResNet {

    private static final int[] CHANNELS = {64, 128, 256, 512};

    private ResNet() {}

    /** What lies between the image and the first block. */
    public enum Stem {
        /** A 3 x 3 convolution of stride 1: for images of 32 x 32 or so, which are not to be made smaller yet. */
        SMALL_IMAGES,
        /** A 7 x 7 convolution of stride 2 and a 3 x 3 maximum pooling of stride 2, as in the paper, for 224 x 224. */
        LARGE_IMAGES
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
        GraphBuilder graph = settings.graphBuilder().addInputs("input").setInputTypes(input);
        String last = stem(graph, stem);
        for (int stage = 0; stage < blocks.length; stage++) {
            for (int block = 0; block < blocks[stage]; block++) {
                boolean narrower = stage > 0 && block == 0;
                last = residual(graph, "block" + stage + block, last, CHANNELS[stage], narrower);
            }
        }
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

    private static String stem(GraphBuilder graph, Stem stem) {
        boolean large = stem == Stem.LARGE_IMAGES;
        graph.addLayer("stem", large ? convolution(CHANNELS[0], 7, 2) : convolution(CHANNELS[0], 3, 1), "input")
                .addLayer("stem-norm", new BatchNormalization(), "stem")
                .addLayer("stem-relu", new ActivationLayer(Activation.RELU), "stem-norm");
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

    private static String residual(GraphBuilder graph, String name, String input, int channels, boolean narrower) {
        int stride = narrower ? 2 : 1;
        graph.addLayer(name + "-conv1", convolution(channels, 3, stride), input)
                .addLayer(name + "-norm1", new BatchNormalization(), name + "-conv1")
                .addLayer(name + "-relu1", new ActivationLayer(Activation.RELU), name + "-norm1")
                .addLayer(name + "-conv2", convolution(channels, 3, 1), name + "-relu1")
                .addLayer(name + "-norm2", new BatchNormalization(), name + "-conv2");
        String shortcut = input;
        if (narrower) {
            shortcut = name + "-shortcut";
            graph.addLayer(shortcut, convolution(channels, 1, stride), input);
        }
        graph.addVertex(name + "-sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), name + "-norm2", shortcut)
                .addLayer(name, new ActivationLayer(Activation.RELU), name + "-sum");
        return name;
    }

    private static ConvolutionLayer convolution(int channels, int kernel, int stride) {
        return new ConvolutionLayer.Builder(kernel, kernel)
                .stride(stride, stride)
                .padding(kernel / 2, kernel / 2)
                .convolutionMode(ConvolutionMode.Truncate)
                .nOut(channels)
                .activation(Activation.IDENTITY)
                .build();
    }
}
