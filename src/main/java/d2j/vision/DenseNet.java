package d2j.vision;

import d2j.vision.ResNet.Stem;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Densely connected networks (G. Huang, Z. Liu, L. van der Maaten and K. Q. Weinberger, "Densely connected
 * convolutional networks", 2017): in a dense block every layer, batch normalisation, ReLU and a 3 x 3 convolution of
 * few channels, sees what all layers before it gave, joined along the channels. Between two blocks a transition,
 * batch normalisation, ReLU, a 1 x 1 convolution and a 2 x 2 average pooling, halves channels, height and width.
 *
 * <p>Written as <i>Dive into Deep Learning</i> has it: convolutions have biases, and there are no bottlenecks of 1 x
 * 1 inside the blocks. Images {@code [n, channels, height, width]}, classes {@code [n, classes]}. The settings should
 * have {@code weightInit(WeightInit.RELU)}.
 *
 * <p>Layers are called {@code stem}, {@code stem-norm}, {@code stem-relu}; {@code block0-norm0}, {@code
 * block0-relu0}, {@code block0-conv0} and {@code block0-join0} for the first layer of the first block; {@code
 * transition0-norm}, {@code -relu}, {@code -conv} and {@code -pool} for what follows the block; {@code last-norm} and
 * {@code last-relu}.
 */
public final class DenseNet {

    private DenseNet() {}

    /**
     * The network of <i>Dive into Deep Learning</i>: the stem for large images with 64 channels, a growth of 32, four
     * blocks of four layers. Trainable parameters for 10 classes: 758,226 for grey images, 764,498 for RGB. Of an image
     * of 96 x 96 the blocks see 24 x 24, 12 x 12, 6 x 6 and 3 x 3.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image, at least 32 pixels in each direction
     * @param classes the number of classes
     */
    public static ComputationGraphConfiguration denseNet(
            NeuralNetConfiguration.Builder settings, InputType input, int classes) {
        return configuration(settings, input, classes, Stem.LARGE_IMAGES, 64, 32, 4, 4, 4, 4);
    }

    /**
     * Any network of this kind.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image
     * @param classes the number of classes
     * @param stem what lies between the image and the first block, as in {@link ResNet}
     * @param channels the channels that the first block is given
     * @param growth how many channels each layer of a block adds
     * @param blocks how many layers each block has
     */
    public static ComputationGraphConfiguration configuration(
            NeuralNetConfiguration.Builder settings,
            InputType input,
            int classes,
            Stem stem,
            int channels,
            int growth,
            int... blocks) {
        if (blocks.length < 1 || growth < 1) {
            throw new IllegalArgumentException("a dense network needs a block and a growth, not " + blocks.length
                    + " blocks with a growth of " + growth);
        }
        GraphBuilder graph = settings.graphBuilder().addInputs("input").setInputTypes(input);
        String last = ResNet.stem(graph, stem, channels, true);
        int joined = channels;
        for (int block = 0; block < blocks.length; block++) {
            last = block(graph, "block" + block, last, blocks[block], growth);
            joined += blocks[block] * growth;
            if (block < blocks.length - 1) {
                joined /= 2;
                last = transition(graph, "transition" + block, last, joined);
            }
        }
        ResNet.normalised(graph, "last-norm", "last-relu", last);
        return graph.addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "last-relu")
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

    private static String block(GraphBuilder graph, String name, String input, int layers, int growth) {
        String last = input;
        for (int i = 0; i < layers; i++) {
            ResNet.normalised(graph, name + "-norm" + i, name + "-relu" + i, last);
            graph.addLayer(name + "-conv" + i, ResNet.convolution(growth, 3, 1, true), name + "-relu" + i)
                    .addVertex(name + "-join" + i, new MergeVertex(), last, name + "-conv" + i);
            last = name + "-join" + i;
        }
        return last;
    }

    private static String transition(GraphBuilder graph, String name, String input, int channels) {
        ResNet.normalised(graph, name + "-norm", name + "-relu", input);
        graph.addLayer(name + "-conv", ResNet.convolution(channels, 1, 1, true), name + "-relu")
                .addLayer(
                        name + "-pool",
                        new SubsamplingLayer.Builder(PoolingType.AVG)
                                .kernelSize(2, 2)
                                .stride(2, 2)
                                .build(),
                        name + "-conv");
        return name + "-pool";
    }
}
