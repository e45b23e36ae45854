package d2j.vision;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;

/**
 * Xception (F. Chollet, "Xception: Deep learning with depthwise separable convolutions", 2017): Inception's hypothesis
 * that channels and places may be treated apart, taken to its end. All convolutions but the first two are separable
 * ones, a 3 x 3 for each channel and a 1 x 1 for all, with no activation in between, in blocks that residual
 * connections bridge: an entry flow of three blocks that halve height and width, a middle flow of eight alike, and an
 * exit flow.
 *
 * <p>Images {@code [n, channels, height, width]}, classes {@code [n, classes]}; 22,855,952 trainable parameters for RGB
 * images of 1,000 classes. Of an image of 299 x 299 the middle flow sees 19 x 19. The settings should have
 * {@code weightInit(WeightInit.RELU)}.
 */
public final class Xception {

    private static final int[] ENTRY = {128, 256, 728};
    private static final int MIDDLE_BLOCKS = 8;
    private static final int MIDDLE_CHANNELS = 728;

    private Xception() {}

    /**
     * The network of the paper, without the dropout before its last layer.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image, such as {@code InputType.convolutional(299, 299, 3)}
     * @param classes the number of classes
     */
    public static ComputationGraphConfiguration configuration(
            NeuralNetConfiguration.Builder settings, InputType input, int classes) {
        GraphBuilder graph = settings.graphBuilder().addInputs("input").setInputTypes(input);
        NormalisedConvolutions layers = new NormalisedConvolutions(graph, Activation.RELU);
        String last = layers.activated("stem1", "input", convolution(32, 3, 2, ConvolutionMode.Truncate));
        last = layers.activated("stem2", last, convolution(64, 3, 1, ConvolutionMode.Truncate));
        for (int i = 0; i < ENTRY.length; i++) {
            String name = "entry" + i;
            // The stem has a ReLU at its end already.
            String branch = i == 0 ? last : relu(graph, name + "-relu", last);
            branch = layers.activated(name + "-1", branch, separable(ENTRY[i]));
            branch = layers.linear(name + "-2", branch, separable(ENTRY[i]));
            last = halved(layers, name, last, branch, ENTRY[i]);
        }
        for (int i = 0; i < MIDDLE_BLOCKS; i++) {
            last = middle(layers, "middle" + i, last);
        }
        String branch = relu(graph, "exit-relu", last);
        branch = layers.activated("exit-1", branch, separable(728));
        branch = layers.linear("exit-2", branch, separable(1024));
        last = halved(layers, "exit", last, branch, 1024);
        last = layers.activated("last-1", last, separable(1536));
        last = layers.activated("last-2", last, separable(2048));
        return layers.classifier(last, classes).build();
    }

    /** The sum of what a branch gives, pooled, and of the block's input after a 1 x 1 convolution of stride 2. */
    private static String halved(
            NormalisedConvolutions layers, String name, String input, String branch, int channels) {
        layers.graph()
                .addLayer(
                        name + "-pool",
                        new SubsamplingLayer.Builder(PoolingType.MAX)
                                .kernelSize(3, 3)
                                .stride(2, 2)
                                .convolutionMode(ConvolutionMode.Same)
                                .build(),
                        branch);
        String shortcut = layers.linear(name + "-shortcut", input, convolution(channels, 1, 2, ConvolutionMode.Same));
        layers.graph().addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), name + "-pool", shortcut);
        return name;
    }

    private static String middle(NormalisedConvolutions layers, String name, String input) {
        String branch = relu(layers.graph(), name + "-relu", input);
        branch = layers.activated(name + "-1", branch, separable(MIDDLE_CHANNELS));
        branch = layers.activated(name + "-2", branch, separable(MIDDLE_CHANNELS));
        branch = layers.linear(name + "-3", branch, separable(MIDDLE_CHANNELS));
        layers.graph().addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), branch, input);
        return name;
    }

    private static String relu(GraphBuilder graph, String name, String input) {
        graph.addLayer(name, new ActivationLayer(Activation.RELU), input);
        return name;
    }

    private static Layer separable(int channels) {
        return new SeparableConvolution2D.Builder(3, 3)
                .convolutionMode(ConvolutionMode.Same)
                .nOut(channels)
                .hasBias(false)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static Layer convolution(int channels, int kernel, int stride, ConvolutionMode mode) {
        return new ConvolutionLayer.Builder(kernel, kernel)
                .stride(stride, stride)
                .convolutionMode(mode)
                .nOut(channels)
                .hasBias(false)
                .activation(Activation.IDENTITY)
                .build();
    }
}
