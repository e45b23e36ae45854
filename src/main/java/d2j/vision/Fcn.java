package d2j.vision;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;

/**
 * Fully convolutional networks (J. Long, E. Shelhamer and T. Darrell, "Fully convolutional networks for semantic
 * segmentation", 2015): a network for classification without its dense layers, a 1 x 1 convolution to the scores of the
 * classes, and transposed convolutions that begin as bilinear interpolation and bring the scores back to the size of
 * the image. On the way the scores of earlier, finer stages may be added: the paper's FCN-32s adds none, FCN-16s one,
 * FCN-8s two.
 *
 * <p>The stages here have two 3 x 3 convolutions with batch normalisation and a maximum pooling each. Images {@code [n,
 * channels, height, width]}, whose height and width can be halved by each stage; classes {@code [n, classes, height,
 * width]}. The settings should have {@code weightInit(WeightInit.RELU)}.
 *
 * <p>Layers are called {@code stage0-conv1-conv}, {@code stage0-conv1-norm}, {@code stage0-conv1} (the ReLU), {@code
 * stage0-conv2} ..., {@code stage0-pool}; {@code score3} for the scores of the last of four stages, {@code up3} for
 * these at twice the size, {@code score2}, {@code sum2} ...; {@code scores}, {@code output}.
 */
public final class Fcn {

    private Fcn() {}

    /**
     * A network of any size.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image, such as {@code InputType.convolutional(96, 128, 3)}
     * @param classes the number of classes
     * @param channels of each stage
     * @param skips how many earlier stages give scores, too; fewer than there are stages
     */
    public static ComputationGraphConfiguration configuration(
            NeuralNetConfiguration.Builder settings, InputType input, int classes, List<Integer> channels, int skips) {
        if (skips < 0 || skips >= channels.size()) {
            throw new IllegalArgumentException(
                    "of " + channels.size() + " stages, 0 to " + (channels.size() - 1) + " can be added, not " + skips);
        }
        GraphBuilder graph = settings.graphBuilder().addInputs("input").setInputTypes(input);
        String last = "input";
        for (int i = 0; i < channels.size(); i++) {
            last = stage(graph, "stage" + i, last, channels.get(i));
        }
        int stage = channels.size() - 1;
        last = "score" + stage;
        graph.addLayer(last, PixelClasses.pointwise(classes), "stage" + stage + "-pool");
        for (; stage > channels.size() - 1 - skips; stage--) {
            int finer = stage - 1;
            graph.addLayer("up" + stage, upsampling(classes, 2), last)
                    .addLayer("score" + finer, PixelClasses.pointwise(classes), "stage" + finer + "-pool")
                    .addVertex(
                            "sum" + finer,
                            new ElementWiseVertex(ElementWiseVertex.Op.Add),
                            "up" + stage,
                            "score" + finer);
            last = "sum" + finer;
        }
        graph.addLayer("scores", upsampling(classes, 2 << stage), last);
        return PixelClasses.end(graph, "scores", classes);
    }

    /**
     * Adds two convolutions, {@code name + "-conv1"} and {@code name + "-conv2"}, and a pooling to a graph of one's
     * own.
     *
     * @return the name of the pooling
     */
    public static String stage(GraphBuilder graph, String name, String input, int channels) {
        NormalisedConvolutions convolutions = new NormalisedConvolutions(graph, Activation.RELU);
        convolutions.activated(name + "-conv1", input, ResNet.convolution(channels, 3, 1, false));
        convolutions.activated(name + "-conv2", name + "-conv1", ResNet.convolution(channels, 3, 1, false));
        SubsamplingLayer pooling = new SubsamplingLayer.Builder(PoolingType.MAX)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build();
        graph.addLayer(name + "-pool", pooling, name + "-conv2");
        return name + "-pool";
    }

    /**
     * A transposed convolution that multiplies height and width, and begins as bilinear interpolation: a kernel of
     * twice the factor, a padding of half of it.
     */
    public static Deconvolution2D upsampling(int channels, int factor) {
        return new Deconvolution2D.Builder(2 * factor, 2 * factor)
                .stride(factor, factor)
                .padding(factor / 2, factor / 2)
                .nOut(channels)
                .hasBias(false)
                .weightInit(new BilinearWeights())
                .activation(Activation.IDENTITY)
                .build();
    }
}
