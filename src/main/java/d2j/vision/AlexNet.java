package d2j.vision;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * AlexNet (A. Krizhevsky, I. Sutskever and G. E. Hinton, "ImageNet classification with deep convolutional neural
 * networks", 2012): five convolutions with ReLU, three overlapping 3 x 3 maximum poolings of stride 2, two dense layers
 * with dropout 0.5, and a softmax.
 *
 * <p>Images {@code [n, channels, height, width]}, classes {@code [n, classes]}. The settings should have
 * {@code weightInit(WeightInit.RELU)}; the paper drew weights with a standard deviation of 0.01.
 */
public final class AlexNet {

    private AlexNet() {}

    /**
     * As in the paper, on two processors: each computes half of the channels, and they see each other's only in the
     * third convolution and in the dense layers. A local response normalisation follows the first two convolutions. The
     * vertices of the halves are called "conv1-a" and "conv1-b" and so on. 60,965,224 parameters for RGB images of 224
     * x 224 and 1000 classes.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image, such as {@code InputType.convolutional(224, 224, 3)}
     * @param classes the number of classes
     */
    public static ComputationGraphConfiguration original(
            NeuralNetConfiguration.Builder settings, InputType input, int classes) {
        GraphBuilder graph = settings.graphBuilder().addInputs("image").setInputTypes(input);
        for (String half : new String[] {"-a", "-b"}) {
            graph.addLayer("conv1" + half, convolution(48, 11, 4, 2), "image")
                    .addLayer("norm1" + half, new LocalResponseNormalization.Builder().build(), "conv1" + half)
                    .addLayer("pool1" + half, pool(), "norm1" + half)
                    .addLayer("conv2" + half, convolution(128, 5, 1, 2), "pool1" + half)
                    .addLayer("norm2" + half, new LocalResponseNormalization.Builder().build(), "conv2" + half)
                    .addLayer("pool2" + half, pool(), "norm2" + half);
        }
        graph.addVertex("pool2", new MergeVertex(), "pool2-a", "pool2-b");
        for (String half : new String[] {"-a", "-b"}) {
            graph.addLayer("conv3" + half, convolution(192, 3, 1, 1), "pool2")
                    .addLayer("conv4" + half, convolution(192, 3, 1, 1), "conv3" + half)
                    .addLayer("conv5" + half, convolution(128, 3, 1, 1), "conv4" + half)
                    .addLayer("pool5" + half, pool(), "conv5" + half);
        }
        return graph.addVertex("pool5", new MergeVertex(), "pool5-a", "pool5-b")
                .addLayer("dense6", dense(4096, 1), "pool5")
                .addLayer("dense7", dense(4096, 0.5), "dense6")
                .addLayer("output", output(classes), "dense7")
                .setOutputs("output")
                .build();
    }

    /**
     * In one piece and without the normalisation, as <i>Dive into Deep Learning</i> has it, narrower if wanted.
     * 46,764,746 parameters for grey images of 224 x 224 and 10 classes at full width.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image, such as {@code InputType.convolutional(224, 224, 1)}
     * @param classes the number of classes
     * @param divisor 1 for the full width, 4 for a quarter of the channels and dense units; a divisor of 32
     */
    public static MultiLayerConfiguration configuration(
            NeuralNetConfiguration.Builder settings, InputType input, int classes, int divisor) {
        return layers(settings, input, classes, divisor, 4096 / checked(divisor), convolution(96 / divisor, 11, 4, 1));
    }

    /**
     * For images of about 28 x 28: the first convolution is 5 x 5 with a stride of 1, everything else has the windows
     * of the original. 632,250 parameters for grey images of 28 x 28 and 10 classes at a quarter of the width and 512
     * dense units.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image, at least 15 pixels in each direction
     * @param classes the number of classes
     * @param divisor 1 for the full number of channels, 4 for a quarter; a divisor of 32
     * @param denseUnits the units of the two dense layers, 4096 in the paper
     */
    public static MultiLayerConfiguration forSmallImages(
            NeuralNetConfiguration.Builder settings, InputType input, int classes, int divisor, int denseUnits) {
        return layers(settings, input, classes, divisor, denseUnits, convolution(96 / checked(divisor), 5, 1, 2));
    }

    private static MultiLayerConfiguration layers(
            NeuralNetConfiguration.Builder settings,
            InputType input,
            int classes,
            int divisor,
            int denseUnits,
            ConvolutionLayer first) {
        return settings.list()
                .layer(first)
                .layer(pool())
                .layer(convolution(256 / divisor, 5, 1, 2))
                .layer(pool())
                .layer(convolution(384 / divisor, 3, 1, 1))
                .layer(convolution(384 / divisor, 3, 1, 1))
                .layer(convolution(256 / divisor, 3, 1, 1))
                .layer(pool())
                .layer(dense(denseUnits, 1))
                .layer(dense(denseUnits, 0.5))
                .layer(output(classes))
                .setInputType(input)
                .build();
    }

    private static int checked(int divisor) {
        if (divisor < 1 || 32 % divisor != 0) {
            throw new IllegalArgumentException(
                    "AlexNet cannot be made " + divisor + " times as narrow: 96 channels do not divide by that");
        }
        return divisor;
    }

    static ConvolutionLayer convolution(int channels, int kernel, int stride, int padding) {
        return new ConvolutionLayer.Builder(kernel, kernel)
                .stride(stride, stride)
                .padding(padding, padding)
                .convolutionMode(ConvolutionMode.Truncate)
                .nOut(channels)
                .activation(Activation.RELU)
                .build();
    }

    /** Windows of 3 that overlap by one pixel. */
    private static SubsamplingLayer pool() {
        return new SubsamplingLayer.Builder(PoolingType.MAX)
                .kernelSize(3, 3)
                .stride(2, 2)
                .convolutionMode(ConvolutionMode.Truncate)
                .build();
    }

    /** DL4J drops a layer's inputs: the outputs of the layer before. 1 keeps them all. */
    static DenseLayer dense(int units, double kept) {
        DenseLayer.Builder layer = new DenseLayer.Builder().nOut(units).activation(Activation.RELU);
        return kept < 1 ? layer.dropOut(kept).build() : layer.build();
    }

    static OutputLayer output(int classes) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .dropOut(0.5)
                .build();
    }
}
