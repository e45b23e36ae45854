package d2j.vision;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The two networks of a deep convolutional generative adversarial network (A. Radford, L. Metz and S. Chintala,
 * "Unsupervised representation learning with deep convolutional generative adversarial networks", 2015), for images of
 * 32 x 32 pixels. Kernels are 4 x 4 throughout; batch normalisation stands everywhere but at the images.
 *
 * <p>The configurations are those of one network each, with a loss of its own, as they are measured and looked at; an
 * adversarial training joins them.
 */
public final class Dcgan {

    /** The slope of the discriminator's activations for negative inputs. */
    public static final double SLOPE = 0.2;

    private Dcgan() {}

    /**
     * From noise {@code [n, noise, 1, 1]} to images {@code [n, channels, 32, 32]} with values from -1 to 1: transposed
     * convolutions to 4 x 4, 8 x 8, 16 x 16 and 32 x 32, the first with four times {@code width} channels. Its loss is
     * the squared distance to given images.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param noise the length of the noise vector
     * @param width the channels at 16 x 16; 64 in the paper's smallest layer
     * @param channels of the image
     * @throws IllegalArgumentException if a number is below 1
     */
    public static MultiLayerConfiguration generator(
            NeuralNetConfiguration.Builder settings, int noise, int width, int channels) {
        requirePositive(noise, width, channels);
        NeuralNetConfiguration.ListBuilder layers = settings.list();
        for (int factor = 4; factor >= 1; factor /= 2) {
            // The first makes 4 x 4 of a single place, the others double.
            boolean isFirst = factor == 4;
            layers.layer(new Deconvolution2D.Builder(4, 4)
                            .stride(isFirst ? 1 : 2, isFirst ? 1 : 2)
                            .padding(isFirst ? 0 : 1, isFirst ? 0 : 1)
                            .nOut(factor * width)
                            .activation(Activation.IDENTITY)
                            .build())
                    .layer(new BatchNormalization.Builder().build())
                    .layer(new ActivationLayer(Activation.RELU));
        }
        return layers.layer(new Deconvolution2D.Builder(4, 4)
                        .stride(2, 2)
                        .padding(1, 1)
                        .nOut(channels)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new CnnLossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.TANH)
                        .build())
                .setInputType(InputType.convolutional(1, 1, noise))
                .build();
    }

    /**
     * From images {@code [n, channels, 32, 32]} to the probability {@code [n, 1]} that each is real: convolutions of
     * stride 2 with {@code width}, twice and four times as many channels and leaky ReLU, then one unit. Its loss is the
     * binary cross-entropy.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param width the channels of the first convolution
     * @param channels of the image
     * @throws IllegalArgumentException if a number is below 1
     */
    public static MultiLayerConfiguration discriminator(
            NeuralNetConfiguration.Builder settings, int width, int channels) {
        requirePositive(width, channels);
        NeuralNetConfiguration.ListBuilder layers = settings.list();
        for (int factor = 1; factor <= 4; factor *= 2) {
            layers.layer(new ConvolutionLayer.Builder(4, 4)
                    .stride(2, 2)
                    .padding(1, 1)
                    .nOut(factor * width)
                    .activation(Activation.IDENTITY)
                    .build());
            if (factor > 1) {
                layers.layer(new BatchNormalization.Builder().build());
            }
            layers.layer(new ActivationLayer(new ActivationLReLU(SLOPE)));
        }
        return layers.layer(new OutputLayer.Builder(LossFunction.XENT)
                        .nOut(1)
                        .activation(Activation.SIGMOID)
                        .build())
                .setInputType(InputType.convolutional(32, 32, channels))
                .build();
    }

    private static void requirePositive(int... numbers) {
        for (int number : numbers) {
            if (number < 1) {
                throw new IllegalArgumentException("A DCGAN's sizes are numbers from 1 on, not " + number);
            }
        }
    }
}
