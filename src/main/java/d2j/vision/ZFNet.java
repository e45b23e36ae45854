package d2j.vision;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/**
 * ZFNet (M. D. Zeiler and R. Fergus, "Visualizing and understanding convolutional networks", 2013): AlexNet in one
 * piece, whose first convolution is 7 x 7 with a stride of 2 instead of 11 x 11 with a stride of 4, and whose second
 * has a stride of 2. The first two poolings are padded, and a local response normalisation follows each of them.
 */
public final class ZFNet {

    private ZFNet() {}

    /**
     * 62,357,608 parameters for RGB images of 224 x 224 and 1000 classes.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image, such as {@code InputType.convolutional(224, 224, 3)}
     * @param classes the number of classes
     */
    public static MultiLayerConfiguration configuration(
            NeuralNetConfiguration.Builder settings, InputType input, int classes) {
        return settings.list()
                .layer(AlexNet.convolution(96, 7, 2, 1))
                .layer(pool(1))
                .layer(new LocalResponseNormalization.Builder().build())
                .layer(AlexNet.convolution(256, 5, 2, 0))
                .layer(pool(1))
                .layer(new LocalResponseNormalization.Builder().build())
                .layer(AlexNet.convolution(384, 3, 1, 1))
                .layer(AlexNet.convolution(384, 3, 1, 1))
                .layer(AlexNet.convolution(256, 3, 1, 1))
                .layer(pool(0))
                .layer(AlexNet.dense(4096, 1))
                .layer(AlexNet.dense(4096, 0.5))
                .layer(AlexNet.output(classes))
                .setInputType(input)
                .build();
    }

    private static SubsamplingLayer pool(int padding) {
        return new SubsamplingLayer.Builder(PoolingType.MAX)
                .kernelSize(3, 3)
                .stride(2, 2)
                .padding(padding, padding)
                .convolutionMode(ConvolutionMode.Truncate)
                .build();
    }
}
