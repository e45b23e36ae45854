package d2j.vision;

import d2j.nn.images.ChannelGate;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Squeeze-and-excitation (J. Hu, L. Shen and G. Sun, "Squeeze-and-excitation networks", 2018): the mean of each channel
 * over all pixels goes through two dense layers, the first of which is narrow, and becomes a gate between 0 and 1 by
 * which the channel is multiplied. {@link #gate} adds such a block to any graph, and {@link #configuration} builds
 * residual networks that have one at the end of each residual branch.
 *
 * <p>Images {@code [n, channels, height, width]}, classes {@code [n, classes]}. The settings should have
 * {@code weightInit(WeightInit.RELU)}.
 */
public final class SeNet {

    /** By how much the paper narrows the first dense layer. */
    public static final int REDUCTION = 16;

    private SeNet() {}

    /**
     * Adds a squeeze-and-excitation block to a graph: a global average pooling, two dense layers and a
     * {@link ChannelGate}, with {@code 2 channels² / reduction + channels + channels / reduction} parameters.
     *
     * @param graph     to which it is added
     * @param name      of the vertex that gives the gated images; the gates are what {@code name + "-excite"} gives
     * @param input     the layer or vertex whose channels are gated
     * @param channels  how many channels that has
     * @param reduction by how much narrower the first dense layer is; it has at least one unit
     * @return the graph
     */
    public static GraphBuilder gate(GraphBuilder graph, String name, String input, int channels, int reduction) {
        return graph.addLayer(name + "-squeeze", new GlobalPoolingLayer(PoolingType.AVG), input)
                .addLayer(
                        name + "-reduce",
                        new DenseLayer.Builder()
                                .nOut(Math.max(1, channels / reduction))
                                .activation(Activation.RELU)
                                .build(),
                        name + "-squeeze")
                .addLayer(
                        name + "-excite",
                        new DenseLayer.Builder()
                                .nOut(channels)
                                .activation(Activation.SIGMOID)
                                .build(),
                        name + "-reduce")
                .addVertex(name, new ChannelGate(), input, name + "-excite");
    }

    /**
     * A residual network of basic blocks with a gate at the end of each residual branch, for small images: a 3 x 3
     * convolution, stages of blocks, global average pooling, softmax. Convolutions have no biases, each is followed by
     * batch normalisation, and where a block changes the shape, its shortcut is a 1 x 1 convolution with batch
     * normalisation, as in the paper. The first block of each stage but the first halves height and width.
     *
     * @param settings  what all layers share: seed, updater, initial weights and so on
     * @param input     the shape of an image, such as {@code InputType.convolutional(28, 28, 1)}
     * @param classes   the number of classes
     * @param reduction of the gates, {@link #REDUCTION} in the paper; 0 for a residual network without gates
     * @param blocks    how many blocks each stage has
     * @param channels  of the stages, as many numbers as stages
     */
    public static ComputationGraphConfiguration configuration(
            NeuralNetConfiguration.Builder settings,
            InputType input,
            int classes,
            int reduction,
            int blocks,
            int... channels) {
        if (reduction < 0 || blocks < 1 || channels.length < 1) {
            throw new IllegalArgumentException("a residual network has at least one stage of at least one block, and"
                    + " gates with a reduction of at least 1, or 0 for none");
        }
        GraphBuilder graph = settings.graphBuilder().addInputs("input").setInputTypes(input);
        normalised(graph, "stem", "input", channels[0], 3, 1);
        graph.addLayer("stem", new ActivationLayer(Activation.RELU), "stem-norm");
        String last = "stem";
        for (int stage = 0; stage < channels.length; stage++) {
            for (int block = 0; block < blocks; block++) {
                boolean changes = stage > 0 && block == 0;
                last = residual(graph, "block" + stage + block, last, channels[stage], reduction, changes);
            }
        }
        return graph.addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), last)
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

    private static String residual(
            GraphBuilder graph, String name, String input, int channels, int reduction, boolean changes) {
        normalised(graph, name + "-1", input, channels, 3, changes ? 2 : 1);
        graph.addLayer(name + "-relu", new ActivationLayer(Activation.RELU), name + "-1-norm");
        normalised(graph, name + "-2", name + "-relu", channels, 3, 1);
        String branch = name + "-2-norm";
        if (reduction > 0) {
            gate(graph, name + "-gate", branch, channels, reduction);
            branch = name + "-gate";
        }
        String shortcut = input;
        if (changes) {
            normalised(graph, name + "-shortcut", input, channels, 1, 2);
            shortcut = name + "-shortcut-norm";
        }
        graph.addVertex(name + "-sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), branch, shortcut)
                .addLayer(name, new ActivationLayer(Activation.RELU), name + "-sum");
        return name;
    }

    /** A convolution and its batch normalisation: the layers {@code name-conv} and {@code name-norm}. */
    private static void normalised(
            GraphBuilder graph, String name, String input, int channels, int kernel, int stride) {
        graph.addLayer(
                        name + "-conv",
                        new ConvolutionLayer.Builder(kernel, kernel)
                                .stride(stride, stride)
                                .padding(kernel / 2, kernel / 2)
                                .convolutionMode(ConvolutionMode.Truncate)
                                .nOut(channels)
                                .hasBias(false)
                                .activation(Activation.IDENTITY)
                                .build(),
                        input)
                .addLayer(name + "-norm", new BatchNormalization(), name + "-conv");
    }
}
