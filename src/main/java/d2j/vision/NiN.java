package d2j.vision;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Network in network (M. Lin, Q. Chen and S. Yan, "Network in network", 2013): blocks of a convolution and two 1 x 1
 * convolutions, which are a dense layer at every pixel, and at the end no dense layers but one map for each class,
 * whose mean is the score of the class.
 *
 * <p>Images {@code [n, channels, height, width]}, classes {@code [n, classes]}. The settings should have
 * {@code weightInit(WeightInit.RELU)}.
 */
public final class NiN {

    /** The blocks of <i>Dive into Deep Learning</i> before the one of the classes, for images of 224 x 224. */
    public static final List<Block> BLOCKS =
            List.of(new Block(96, 11, 4, 0, true), new Block(256, 5, 1, 2, true), new Block(384, 3, 1, 1, true));

    private static final int KERNEL_OF_CLASSES = 3;

    private NiN() {}

    /**
     * A block: a convolution and two 1 x 1 convolutions of as many channels.
     *
     * @param channels of all three convolutions
     * @param kernel height and width of the first one's kernel
     * @param stride of the first one
     * @param padding of the first one
     * @param pooled whether a 3 x 3 maximum pooling of stride 2 follows
     */
    public record Block(int channels, int kernel, int stride, int padding, boolean pooled) {}

    /**
     * The network of <i>Dive into Deep Learning</i>: 1,992,166 parameters for grey images of 10 classes, whatever their
     * size. Of 224 x 224 pixels the blocks make maps of 54, 26, 12 and 5.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image, at least 67 pixels in each direction
     * @param classes the number of classes
     */
    public static MultiLayerConfiguration configuration(
            NeuralNetConfiguration.Builder settings, InputType input, int classes) {
        ListBuilder layers = settings.list();
        BLOCKS.forEach(block -> add(layers, block, false));
        layers.layer(new DropoutLayer(0.5));
        add(layers, ofClasses(classes), false);
        return means(layers).setInputType(input).build();
    }

    /**
     * The blocks of a network for images of 28 x 28 or so: a stride of 2 and a pooling, which leave 6 x 6 of them.
     *
     * @param width the channels of the first block; the others have two and three times as many
     */
    public static List<Block> smallBlocks(int width) {
        return List.of(
                new Block(width, 5, 2, 2, false),
                new Block(2 * width, 3, 1, 1, true),
                new Block(3 * width, 3, 1, 1, false));
    }

    /**
     * {@link #smallBlocks} and a block of the classes, with batch normalisation (S. Ioffe and C. Szegedy, 2015) after
     * each convolution but the last one, which has no ReLU either, so that a score may be negative.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image, at least 5 pixels in each direction
     * @param classes the number of classes
     * @param width the channels of the first block
     */
    public static MultiLayerConfiguration small(
            NeuralNetConfiguration.Builder settings, InputType input, int classes, int width) {
        ListBuilder layers = settings.list();
        smallBlocks(width).forEach(block -> add(layers, block, true));
        Block last = ofClasses(classes);
        add(layers, last.channels(), last.kernel(), 1, last.padding(), true);
        add(layers, last.channels(), 1, 1, 0, true);
        layers.layer(new ConvolutionLayer.Builder(1, 1)
                .nOut(classes)
                .activation(Activation.IDENTITY)
                .build());
        return means(layers).setInputType(input).build();
    }

    /**
     * Appends a block to layers of one's own.
     *
     * @param layers what to append to
     * @param block what to append
     * @param normalised with batch normalisation after each convolution, or without
     */
    public static void add(ListBuilder layers, Block block, boolean normalised) {
        add(layers, block.channels(), block.kernel(), block.stride(), block.padding(), normalised);
        add(layers, block.channels(), 1, 1, 0, normalised);
        add(layers, block.channels(), 1, 1, 0, normalised);
        if (block.pooled()) {
            layers.layer(new SubsamplingLayer.Builder(PoolingType.MAX)
                    .kernelSize(3, 3)
                    .stride(2, 2)
                    .build());
        }
    }

    /** A convolution and ReLU, a layer of its own after batch normalisation, since DL4J's ignores an activation. */
    private static void add(ListBuilder layers, int channels, int kernel, int stride, int padding, boolean normalised) {
        layers.layer(new ConvolutionLayer.Builder(kernel, kernel)
                .stride(stride, stride)
                .padding(padding, padding)
                .nOut(channels)
                .activation(normalised ? Activation.IDENTITY : Activation.RELU)
                .build());
        if (normalised) {
            layers.layer(new BatchNormalization()).layer(new ActivationLayer(Activation.RELU));
        }
    }

    private static Block ofClasses(int classes) {
        return new Block(classes, KERNEL_OF_CLASSES, 1, KERNEL_OF_CLASSES / 2, false);
    }

    /** The end: the mean of each class's map, and a softmax of the means. */
    private static ListBuilder means(ListBuilder layers) {
        return layers.layer(new GlobalPoolingLayer(PoolingType.AVG))
                .layer(new LossLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .build());
    }
}
