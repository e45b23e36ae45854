package d2j.vision;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * VGG (K. Simonyan and A. Zisserman, "Very deep convolutional networks for large-scale image recognition", 2014):
 * blocks of 3 x 3 convolutions with ReLU, each block followed by a 2 x 2 maximum pooling that halves height and width,
 * then two dense layers with dropout 0.5.
 *
 * <p>Images {@code [n, channels, height, width]}, classes {@code [n, classes]}. Without
 * {@code weightInit(WeightInit.RELU)} (He et al., 2015) in the settings a network this deep hardly begins to learn.
 */
public final class Vgg {

    /** The blocks of VGG-11, configuration A of the paper. */
    public static final List<Block> VGG_11 =
            List.of(new Block(1, 64), new Block(1, 128), new Block(2, 256), new Block(2, 512), new Block(2, 512));

    /** The blocks of VGG-16, configuration D of the paper. */
    public static final List<Block> VGG_16 =
            List.of(new Block(2, 64), new Block(2, 128), new Block(3, 256), new Block(3, 512), new Block(3, 512));

    /** The units of each dense layer in the paper. */
    public static final int DENSE_UNITS = 4096;

    private Vgg() {}

    /**
     * A block: convolutions of the same number of channels, then a pooling.
     *
     * @param convolutions how many
     * @param channels the channels that each of them computes
     */
    public record Block(int convolutions, int channels) {}

    /**
     * VGG-11, narrower if wanted: channels and dense units are divided by a number. Parameters: 132,863,336 for images
     * of 224 x 224 x 3 and 1000 classes at full width, 1,769,066 for 32 x 32 x 3, 10 classes and a quarter of it.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image, at least 32 pixels in each direction
     * @param classes the number of classes
     * @param divisor 1 for the network of the paper, 4 for a quarter of its width; a divisor of 64
     */
    public static MultiLayerConfiguration vgg11(
            NeuralNetConfiguration.Builder settings, InputType input, int classes, int divisor) {
        return configuration(settings, input, classes, narrowed(VGG_11, divisor), DENSE_UNITS / divisor);
    }

    /**
     * The same blocks with fewer channels.
     *
     * @param blocks such as {@link #VGG_16}
     * @param divisor by which the channels of each block are divided; they must be multiples of it
     */
    public static List<Block> narrowed(List<Block> blocks, int divisor) {
        for (Block block : blocks) {
            if (divisor < 1 || block.channels() % divisor != 0) {
                throw new IllegalArgumentException("VGG cannot be made " + divisor + " times as narrow: "
                        + block.channels() + " channels do not divide by that");
            }
        }
        return blocks.stream()
                .map(block -> new Block(block.convolutions(), block.channels() / divisor))
                .toList();
    }

    /**
     * Any network of this kind.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image; each block halves it, and a pixel must be left
     * @param classes the number of classes
     * @param blocks the convolutional part, from the image on
     * @param denseUnits the units of the two dense layers
     */
    public static MultiLayerConfiguration configuration(
            NeuralNetConfiguration.Builder settings, InputType input, int classes, List<Block> blocks, int denseUnits) {
        NeuralNetConfiguration.ListBuilder list = settings.list();
        for (Block block : blocks) {
            for (int i = 0; i < block.convolutions(); i++) {
                list.layer(new ConvolutionLayer.Builder(3, 3)
                        .padding(1, 1)
                        .nOut(block.channels())
                        .activation(Activation.RELU)
                        .build());
            }
            list.layer(new SubsamplingLayer.Builder(PoolingType.MAX)
                    .kernelSize(2, 2)
                    .stride(2, 2)
                    .build());
        }
        // DL4J drops a layer's inputs: the outputs of the layer before.
        return list.layer(new DenseLayer.Builder()
                        .nOut(denseUnits)
                        .activation(Activation.RELU)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nOut(denseUnits)
                        .activation(Activation.RELU)
                        .dropOut(0.5)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(classes)
                        .activation(Activation.SOFTMAX)
                        .dropOut(0.5)
                        .build())
                .setInputType(input)
                .build();
    }
}
