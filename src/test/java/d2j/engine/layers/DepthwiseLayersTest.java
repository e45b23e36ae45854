package d2j.engine.layers;

import static d2j.engine.layers.AgreementWithDl4j.assertAccelerated;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Depthwise and separable convolutions on oneDNN give what DL4J's own path gives. */
class DepthwiseLayersTest {

    private static final int CLASSES = 3;

    /** A random depthwise or separable convolution between two others, with everything that can vary. */
    record Case(int seed, boolean separable, MultiLayerConfiguration configuration, DataSet data) {

        static Case random(int seed) {
            Random random = new Random(seed);
            boolean separable = seed % 2 == 0;
            CNN2DFormat format = random.nextInt(3) > 0 ? CNN2DFormat.NCHW : CNN2DFormat.NHWC;
            ConvolutionMode mode = random.nextBoolean() ? ConvolutionMode.Same : ConvolutionMode.Truncate;
            int batch = 1 + random.nextInt(4);
            // DL4J's own separable convolution fails on one channel.
            int channels = 2 + random.nextInt(18);
            int height = 7 + random.nextInt(6);
            int width = 7 + random.nextInt(6);
            NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                    .seed(3)
                    .updater(new Sgd(0.05))
                    .convolutionMode(mode)
                    .list();
            boolean first = random.nextBoolean();
            if (!first) {
                layers.layer(pointwise(2 + random.nextInt(20), format));
            }
            layers.layer(separable ? separable(random, mode, format) : depthwise(random, mode, format));
            layers.layer(pointwise(4, format));
            MultiLayerConfiguration configuration = layers.layer(output())
                    .setInputType(InputType.convolutional(height, width, channels, format))
                    .build();
            Nd4j.getRandom().setSeed(seed);
            INDArray images = format == CNN2DFormat.NCHW
                    ? Nd4j.randn(DataType.FLOAT, batch, channels, height, width)
                    : Nd4j.randn(DataType.FLOAT, batch, height, width, channels);
            return new Case(seed, separable, configuration, new DataSet(images, labels(batch)));
        }

        private static Layer pointwise(int channels, CNN2DFormat format) {
            return new ConvolutionLayer.Builder(1, 1)
                    .nOut(channels)
                    .activation(Activation.TANH)
                    .dataFormat(format)
                    .build();
        }

        private static Activation activation(Random random) {
            Activation[] activations = {
                Activation.IDENTITY,
                Activation.RELU,
                Activation.SIGMOID,
                Activation.TANH,
                Activation.LEAKYRELU,
                Activation.SWISH,
                Activation.SOFTPLUS
            };
            return activations[random.nextInt(activations.length)];
        }

        private static Layer depthwise(Random random, ConvolutionMode mode, CNN2DFormat format) {
            int[] kernel = {1 + random.nextInt(3), 1 + random.nextInt(3)};
            DepthwiseConvolution2D.Builder builder = new DepthwiseConvolution2D.Builder(kernel)
                    .depthMultiplier(1 + random.nextInt(3))
                    .stride(1 + random.nextInt(2), 1 + random.nextInt(2))
                    .hasBias(random.nextInt(3) > 0)
                    .activation(activation(random))
                    .dataFormat(format);
            if (mode == ConvolutionMode.Truncate) {
                builder.padding(random.nextInt(2), random.nextInt(2));
            }
            // DL4J's own depthwise convolution fails on a dilated row.
            if (random.nextInt(3) == 0 && kernel[0] > 1) {
                builder.dilation(2, 2);
            }
            if (random.nextInt(4) == 0) {
                builder.dropOut(0.7);
            }
            return builder.build();
        }

        private static Layer separable(Random random, ConvolutionMode mode, CNN2DFormat format) {
            SeparableConvolution2D.Builder builder = new SeparableConvolution2D.Builder(
                            1 + random.nextInt(3), 1 + random.nextInt(3))
                    .depthMultiplier(1 + random.nextInt(3))
                    .nOut(1 + random.nextInt(20))
                    .stride(1 + random.nextInt(2), 1 + random.nextInt(2))
                    .hasBias(random.nextInt(3) > 0)
                    .activation(activation(random))
                    .dataFormat(format);
            if (mode == ConvolutionMode.Truncate) {
                builder.padding(random.nextInt(2), random.nextInt(2));
            }
            if (random.nextInt(3) == 0) {
                builder.dilation(2, 2);
            }
            if (random.nextInt(4) == 0) {
                builder.dropOut(0.7);
            }
            return builder.build();
        }

        @Override
        public String toString() {
            return (separable ? "separable" : "depthwise") + ", seed " + seed;
        }
    }

    static Stream<Case> cases() {
        return IntStream.range(0, 40).mapToObj(Case::random);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void randomNetworksAgree(Case example) {
        var pair = AgreementWithDl4j.check(example.configuration(), example.data());
        for (int i = 0; i < pair.accelerated().getnLayers(); i++) {
            assertAccelerated(pair.accelerated().getLayer(i));
        }
    }

    /** The block of a MobileNet: depthwise, normalised, one pixel, normalised. */
    @ParameterizedTest
    @EnumSource(
            value = WorkspaceMode.class,
            names = {"NONE", "ENABLED"})
    void workspacesAndBatchSizesDoNotMatter(WorkspaceMode mode) {
        MultiLayerConfiguration configuration = block();
        configuration.setTrainingWorkspaceMode(mode);
        configuration.setInferenceWorkspaceMode(mode);
        var pair = AgreementWithDl4j.build(configuration);
        for (int batch : new int[] {4, 3, 4, 6}) {
            AgreementWithDl4j.check(pair, data(batch));
        }
    }

    @Test
    void stridedInputIsReadCorrectly() {
        INDArray images = Nd4j.randn(DataType.FLOAT, 4, 10, 10, 8);
        AgreementWithDl4j.check(block(), new DataSet(images.permute(0, 3, 2, 1), labels(4)));
    }

    @Test
    void inputGradientIsRightWhenAskedFor() {
        var pair = AgreementWithDl4j.build(block());
        DataSet data = data(4);
        // A step of training first, which leaves the input gradient out.
        pair.accelerated().fit(data);
        pair.original().fit(data);
        AgreementWithDl4j.compare("input gradient", pair, network -> network.calculateGradients(
                        data.getFeatures(), data.getLabels(), null, null)
                .getSecond());
    }

    @Test
    void otherNumbersOfChannelsGetDl4jsMessage() {
        for (Layer layer : new Layer[] {
            new DepthwiseConvolution2D.Builder(3, 3).build(),
            new SeparableConvolution2D.Builder(3, 3).nOut(4).build()
        }) {
            var pair = AgreementWithDl4j.build(network(layer));
            INDArray wrong = Nd4j.rand(DataType.FLOAT, 2, 5, 10, 10);
            assertEquals(message(pair.original(), wrong), message(pair.accelerated(), wrong));
        }
    }

    private static String message(MultiLayerNetwork network, INDArray input) {
        return assertThrows(DL4JInvalidInputException.class, () -> network.output(input))
                .getMessage();
    }

    private static MultiLayerConfiguration block() {
        return network(
                new DepthwiseConvolution2D.Builder(3, 3)
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .build(),
                new BatchNormalization(),
                new ConvolutionLayer.Builder(1, 1)
                        .nOut(12)
                        .activation(Activation.RELU)
                        .build(),
                new SeparableConvolution2D.Builder(3, 3)
                        .nOut(6)
                        .stride(2, 2)
                        .activation(Activation.RELU)
                        .build());
    }

    private static MultiLayerConfiguration network(Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Sgd(0.05))
                .convolutionMode(ConvolutionMode.Same)
                .list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        return list.layer(output())
                .setInputType(InputType.convolutional(10, 10, 8))
                .build();
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static DataSet data(int batch) {
        return new DataSet(Nd4j.randn(DataType.FLOAT, batch, 8, 10, 10), labels(batch));
    }

    private static INDArray labels(int batch) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, CLASSES);
        for (int i = 0; i < batch; i++) {
            labels.putScalar(i, i % CLASSES, 1);
        }
        return labels;
    }
}
