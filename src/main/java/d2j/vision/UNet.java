package d2j.vision;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;

/**
 * U-Net (O. Ronneberger, P. Fischer and T. Brox, "U-Net: convolutional networks for biomedical image segmentation",
 * 2015): on the way down each level has two 3 x 3 convolutions and a maximum pooling, and twice the channels of the one
 * above; on the way up a transposed convolution of 2 x 2 doubles height and width and halves the channels, what the way
 * down had at this size is put beside it, and two convolutions follow. A 1 x 1 convolution gives the classes of each
 * pixel.
 *
 * <p>The convolutions are padded, as nearly everybody has them since, so that labels have the size of the image; those
 * of the paper were not. Images {@code [n, channels, height, width]}, whose height and width can be halved as often as
 * there are poolings; classes {@code [n, classes, height, width]}. The settings should have {@code
 * weightInit(WeightInit.RELU)}.
 *
 * <p>Layers are called {@code down0-conv1}, {@code down0-conv2}, {@code down0-pool}, {@code down1-conv1} ...; {@code
 * bottom-conv1}, {@code bottom-conv2}; {@code up3}, {@code up3-joined}, {@code up3-conv1}, {@code up3-conv2} to {@code
 * up0-conv2}; {@code scores}, {@code output}. With normalisation a convolution is {@code down0-conv1-conv}, followed by
 * {@code down0-conv1-norm} and {@code down0-conv1}, the ReLU.
 */
public final class UNet {

    private UNet() {}

    /**
     * The network with four poolings and 32 to 512 channels, half of the paper's, as it is often written. 7,759,521
     * parameters for grey images and one class, which is a yes or a no for each pixel.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image, such as {@code InputType.convolutional(96, 128, 3)}
     * @param classes the number of classes; 1 for a sigmoid instead of a softmax
     */
    public static ComputationGraphConfiguration configuration(
            NeuralNetConfiguration.Builder settings, InputType input, int classes) {
        return configuration(settings, input, classes, 32, 4, false);
    }

    /**
     * A network of any size.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image
     * @param classes the number of classes; 1 for a sigmoid instead of a softmax
     * @param channels of the uppermost level; each level below has twice as many
     * @param poolings how often height and width are halved
     * @param normalised whether each 3 x 3 convolution has batch normalisation, instead of a bias
     */
    public static ComputationGraphConfiguration configuration(
            NeuralNetConfiguration.Builder settings,
            InputType input,
            int classes,
            int channels,
            int poolings,
            boolean normalised) {
        GraphBuilder graph = settings.graphBuilder().addInputs("input").setInputTypes(input);
        String last = "input";
        for (int level = 0; level < poolings; level++) {
            String name = "down" + level;
            last = twice(graph, name, last, channels << level, normalised);
            SubsamplingLayer pooling = new SubsamplingLayer.Builder(PoolingType.MAX)
                    .kernelSize(2, 2)
                    .stride(2, 2)
                    .build();
            graph.addLayer(name + "-pool", pooling, last);
            last = name + "-pool";
        }
        last = twice(graph, "bottom", last, channels << poolings, normalised);
        for (int level = poolings - 1; level >= 0; level--) {
            String name = "up" + level;
            Deconvolution2D doubling = new Deconvolution2D.Builder(2, 2)
                    .stride(2, 2)
                    .nOut(channels << level)
                    .activation(Activation.IDENTITY)
                    .build();
            graph.addLayer(name, doubling, last)
                    .addVertex(name + "-joined", new MergeVertex(), "down" + level + "-conv2", name);
            last = twice(graph, name, name + "-joined", channels << level, normalised);
        }
        return PixelClasses.end(graph.addLayer("scores", PixelClasses.pointwise(classes), last), "scores", classes);
    }

    private static String twice(GraphBuilder graph, String name, String input, int channels, boolean normalised) {
        String last = input;
        for (int i = 1; i <= 2; i++) {
            String next = name + "-conv" + i;
            if (normalised) {
                new NormalisedConvolutions(graph, Activation.RELU)
                        .activated(next, last, ResNet.convolution(channels, 3, 1, false));
            } else {
                ConvolutionLayer convolution = new ConvolutionLayer.Builder(3, 3)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .padding(1, 1)
                        .nOut(channels)
                        .activation(Activation.RELU)
                        .build();
                graph.addLayer(next, convolution, last);
            }
            last = next;
        }
        return last;
    }
}
