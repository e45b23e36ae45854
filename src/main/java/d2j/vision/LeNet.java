package d2j.vision;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * LeNet, as <i>Dive into Deep Learning</i> teaches it, after LeNet-5 (Y. LeCun, L. Bottou, Y. Bengio and P. Haffner,
 * "Gradient-based learning applied to document recognition", 1998): two 5 x 5 convolutions of 6 and 16 channels, each
 * with a 2 x 2 pooling, and dense layers of 120 and 84 units. The first convolution is padded, so that an image of
 * 28 x 28 stays as large; LeNet-5 had images of 32 x 32 and radial basis functions at its end.
 *
 * <p>Images {@code [n, channels, height, width]}, classes {@code [n, classes]}; 61,706 parameters for 28 x 28 grey
 * images of 10 classes.
 */
public final class LeNet {

    private LeNet() {}

    /**
     * With sigmoids and average pooling, as in 1998.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image, at least 12 pixels in each direction, such as
     *              {@code InputType.convolutional(28, 28, 1)}, or {@code convolutionalFlat} for images in rows
     * @param classes the number of classes
     */
    public static MultiLayerConfiguration configuration(
            NeuralNetConfiguration.Builder settings, InputType input, int classes) {
        return configuration(settings, input, classes, Activation.SIGMOID, PoolingType.AVG);
    }

    /**
     * With another activation function or another pooling; ReLU and the maximum learn several times faster.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image, at least 12 pixels in each direction
     * @param classes the number of classes
     * @param activation of all layers but the last, which is a softmax
     * @param pooling after both convolutions
     */
    public static MultiLayerConfiguration configuration(
            NeuralNetConfiguration.Builder settings,
            InputType input,
            int classes,
            Activation activation,
            PoolingType pooling) {
        return settings.list()
                .layer(new ConvolutionLayer.Builder(5, 5)
                        .padding(2, 2)
                        .nOut(6)
                        .activation(activation)
                        .build())
                .layer(pool(pooling))
                .layer(new ConvolutionLayer.Builder(5, 5)
                        .nOut(16)
                        .activation(activation)
                        .build())
                .layer(pool(pooling))
                .layer(new DenseLayer.Builder().nOut(120).activation(activation).build())
                .layer(new DenseLayer.Builder().nOut(84).activation(activation).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(classes)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(input)
                .build();
    }

    /**
     * With batch normalisation (S. Ioffe and C. Szegedy, 2015) and ReLU after each layer but the last, and maximum
     * pooling: what the same layers do with the means of later years. 62,158 trainable parameters for 28 x 28 grey
     * images of 10 classes. ReLU has layers of its own, since DL4J's batch normalisation ignores an activation. The
     * settings should have {@code weightInit(WeightInit.RELU)}.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image, at least 12 pixels in each direction
     * @param classes the number of classes
     */
    public static MultiLayerConfiguration normalised(
            NeuralNetConfiguration.Builder settings, InputType input, int classes) {
        NeuralNetConfiguration.ListBuilder layers = settings.list();
        normalised(layers, new ConvolutionLayer.Builder(5, 5).padding(2, 2).nOut(6));
        layers.layer(pool(PoolingType.MAX));
        normalised(layers, new ConvolutionLayer.Builder(5, 5).nOut(16));
        layers.layer(pool(PoolingType.MAX));
        normalised(layers, new DenseLayer.Builder().nOut(120));
        normalised(layers, new DenseLayer.Builder().nOut(84));
        return layers.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(classes)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(input)
                .build();
    }

    /** A layer, its batch normalisation and ReLU. */
    private static void normalised(NeuralNetConfiguration.ListBuilder layers, FeedForwardLayer.Builder<?> layer) {
        layer.activation(Activation.IDENTITY);
        layers.layer(layer.build()).layer(new BatchNormalization()).layer(new ActivationLayer(Activation.RELU));
    }

    private static SubsamplingLayer pool(PoolingType type) {
        return new SubsamplingLayer.Builder(type).kernelSize(2, 2).stride(2, 2).build();
    }
}
