package d2j.vision;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * MobileNet (A. G. Howard and others, "MobileNets: Efficient convolutional neural networks for mobile vision
 * applications", 2017): a 3 x 3 convolution, then thirteen blocks, each of a 3 x 3 depthwise convolution, which filters
 * every channel by itself, and a 1 x 1 convolution, which mixes them; then the mean of each channel and a dense layer.
 * Each convolution has batch normalisation and ReLU after it and no biases.
 *
 * <p>Images {@code [n, channels, height, width]}, classes {@code [n, classes]}; 4,231,976 trainable parameters for
 * images of 224 x 224 x 3 and 1,000 classes at full width, where the last block computes {@code [n, 1024, 7, 7]}. The
 * settings should have {@code weightInit(WeightInit.RELU)}.
 */
public final class MobileNet {

    /** The blocks of the paper, from the image on. */
    public static final List<Block> BLOCKS = List.of(
            new Block(64, 1),
            new Block(128, 2),
            new Block(128, 1),
            new Block(256, 2),
            new Block(256, 1),
            new Block(512, 2),
            new Block(512, 1),
            new Block(512, 1),
            new Block(512, 1),
            new Block(512, 1),
            new Block(512, 1),
            new Block(1024, 2),
            new Block(1024, 1));

    private static final int STEM_CHANNELS = 32;

    private MobileNet() {}

    /**
     * A depthwise and a 1 x 1 convolution.
     *
     * @param channels what the block computes, at full width
     * @param stride of the depthwise convolution; 2 halves height and width
     */
    public record Block(int channels, int stride) {}

    /**
     * The network of the paper, narrower if wanted.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image; the paper's are 224 x 224 x 3
     * @param classes the number of classes
     * @param width the paper's width multiplier: 1 for all channels, 0.5 for half of them, and so on
     */
    public static MultiLayerConfiguration configuration(
            NeuralNetConfiguration.Builder settings, InputType input, int classes, double width) {
        return configuration(settings, input, classes, width, 2, BLOCKS);
    }

    /**
     * For images of 32 x 32 or so, which the first convolution leaves as large as they are: 823,722 trainable
     * parameters for RGB images of 10 classes at half the width.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image, such as {@code InputType.convolutional(32, 32, 3)}
     * @param classes the number of classes
     * @param width 1 for all channels of the paper, 0.5 for half of them
     */
    public static MultiLayerConfiguration forSmallImages(
            NeuralNetConfiguration.Builder settings, InputType input, int classes, double width) {
        return configuration(settings, input, classes, width, 1, BLOCKS);
    }

    /**
     * Any network of this kind.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image
     * @param classes the number of classes
     * @param width all numbers of channels are multiplied by it, and rounded
     * @param stride of the first convolution
     * @param blocks from the image on
     */
    public static MultiLayerConfiguration configuration(
            NeuralNetConfiguration.Builder settings,
            InputType input,
            int classes,
            double width,
            int stride,
            List<Block> blocks) {
        if (!(width > 0) || blocks.isEmpty()) {
            throw new IllegalArgumentException(
                    "a MobileNet has a width above 0 and blocks, not " + width + " and " + blocks);
        }
        NeuralNetConfiguration.ListBuilder layers = settings.list();
        normalised(layers, ResNet.convolution(channels(STEM_CHANNELS, width), 3, stride, false));
        for (Block block : blocks) {
            normalised(layers, NormalisedConvolutions.depthwise(block.stride()));
            normalised(layers, NormalisedConvolutions.pointwise(channels(block.channels(), width)));
        }
        return layers.layer(new GlobalPoolingLayer.Builder(PoolingType.AVG).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(classes)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(input)
                .build();
    }

    private static int channels(int full, double width) {
        return Math.max(1, (int) Math.round(full * width));
    }

    /** A layer, its batch normalisation and ReLU, which DL4J's batch normalisation would ignore. */
    private static void normalised(NeuralNetConfiguration.ListBuilder layers, Layer layer) {
        layers.layer(layer).layer(new BatchNormalization()).layer(new ActivationLayer(Activation.RELU));
    }
}
