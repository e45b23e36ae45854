package d2j.engine.layers;

import static d2j.engine.layers.AgreementWithDl4j.assertAccelerated;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.ConstantDistribution;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Transposed convolutions and global pooling on oneDNN give what DL4J's own path gives. */
class TransposedLayersTest {

    private static final int CLASSES = 3;

    /** A random transposed convolution, alone or behind another layer, with everything that can vary. */
    record Case(int seed, MultiLayerConfiguration configuration, DataSet data) {

        static Case random(int seed) {
            Random random = new Random(seed);
            CNN2DFormat format = random.nextInt(3) > 0 ? CNN2DFormat.NCHW : CNN2DFormat.NHWC;
            ConvolutionMode mode = random.nextInt(3) == 0 ? ConvolutionMode.Same : ConvolutionMode.Truncate;
            int batch = 1 + random.nextInt(4);
            int channels = 1 + random.nextInt(18);
            int height = 3 + random.nextInt(4);
            int width = 3 + random.nextInt(4);
            NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                    .seed(3)
                    .updater(new Sgd(0.05))
                    .list();
            if (random.nextBoolean()) {
                layers.layer(new ConvolutionLayer.Builder(1, 1)
                        .nOut(1 + random.nextInt(10))
                        .activation(Activation.TANH)
                        .dataFormat(format)
                        .build());
            }
            Activation[] activations = {
                Activation.IDENTITY,
                Activation.RELU,
                Activation.TANH,
                Activation.LEAKYRELU,
                Activation.SWISH,
                Activation.SOFTPLUS
            };
            int[] stride = {1 + random.nextInt(3), 1 + random.nextInt(3)};
            int[] kernel = {stride[0] + random.nextInt(3), stride[1] + random.nextInt(3)};
            Deconvolution2D.Builder builder = new Deconvolution2D.Builder(kernel)
                    .nOut(1 + random.nextInt(12))
                    .stride(stride)
                    .hasBias(random.nextInt(3) > 0)
                    .convolutionMode(mode)
                    .activation(activations[random.nextInt(activations.length)]);
            builder.dataFormat(format);
            if (mode == ConvolutionMode.Truncate) {
                builder.padding(random.nextInt((kernel[0] + 1) / 2), random.nextInt((kernel[1] + 1) / 2));
            }
            layers.layer(builder.build());
            if (random.nextBoolean()) {
                layers.layer(new ConvolutionLayer.Builder(2, 2)
                        .nOut(4)
                        .activation(Activation.TANH)
                        .dataFormat(format)
                        .build());
            }
            if (random.nextBoolean()) {
                layers.layer(new GlobalPoolingLayer(PoolingType.AVG));
            }
            MultiLayerConfiguration configuration = layers.layer(output())
                    .setInputType(InputType.convolutional(height, width, channels, format))
                    .build();
            Nd4j.getRandom().setSeed(seed);
            INDArray images = format == CNN2DFormat.NCHW
                    ? Nd4j.randn(DataType.FLOAT, batch, channels, height, width)
                    : Nd4j.randn(DataType.FLOAT, batch, height, width, channels);
            return new Case(seed, configuration, new DataSet(images, labels(batch)));
        }

        @Override
        public String toString() {
            return "seed " + seed;
        }
    }

    static Stream<Case> cases() {
        return IntStream.range(0, 30).mapToObj(Case::random);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void randomNetworksAgree(Case example) {
        var pair = AgreementWithDl4j.check(example.configuration(), example.data());
        for (int i = 0; i < pair.accelerated().getnLayers(); i++) {
            assertAccelerated(pair.accelerated().getLayer(i));
        }
    }

    /** Noise becomes an image, as in the generator of a GAN. */
    @Test
    void aGeneratorAgreesForAnyBatchSize() {
        var pair = AgreementWithDl4j.build(new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Sgd(0.05))
                .list()
                .layer(new Deconvolution2D.Builder(4, 4)
                        .nOut(8)
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new BatchNormalization())
                .layer(new Deconvolution2D.Builder(4, 4)
                        .nOut(3)
                        .stride(2, 2)
                        .padding(1, 1)
                        .activation(Activation.TANH)
                        .build())
                .layer(output())
                .setInputType(InputType.convolutional(1, 1, 10))
                .build());
        for (int batch : new int[] {5, 4, 5}) {
            AgreementWithDl4j.check(pair, new DataSet(Nd4j.randn(DataType.FLOAT, batch, 10, 1, 1), labels(batch)));
        }
    }

    @ParameterizedTest
    @EnumSource(value = PoolingType.class)
    void everyGlobalPoolingAgrees(PoolingType type) {
        for (CNN2DFormat format : CNN2DFormat.values()) {
            var configuration = new NeuralNetConfiguration.Builder()
                    .seed(3)
                    .updater(new Sgd(0.05))
                    .list()
                    .layer(new ConvolutionLayer.Builder(3, 3)
                            .nOut(6)
                            .activation(Activation.TANH)
                            .build())
                    .layer(new GlobalPoolingLayer(type))
                    .layer(output())
                    .setInputType(InputType.convolutional(9, 7, 3, format))
                    .build();
            long[] shape = format == CNN2DFormat.NCHW ? new long[] {4, 3, 9, 7} : new long[] {4, 9, 7, 3};
            AgreementWithDl4j.check(configuration, new DataSet(Nd4j.randn(DataType.FLOAT, shape), labels(4)));
        }
    }

    /** Upsampling, local response normalisation and parametric rectifiers, of one and several sizes. */
    @ParameterizedTest
    @EnumSource(value = CNN2DFormat.class)
    void otherImageLayersAgree(CNN2DFormat format) {
        Random random = new Random(1);
        for (int channels : new int[] {4, 5, 8, 16}) {
            NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                    .seed(3)
                    .updater(new Sgd(0.05))
                    .list()
                    .layer(new ConvolutionLayer.Builder(3, 3)
                            .nOut(channels)
                            .activation(Activation.IDENTITY)
                            .build())
                    .layer(new Upsampling2D.Builder(1)
                            .size(new int[] {1 + random.nextInt(3), 1 + random.nextInt(3)})
                            .build())
                    .layer(new LocalResponseNormalization.Builder(2, 3, 1e-4, 0.75).build());
            if (format == CNN2DFormat.NCHW) {
                layers.layer(new LocalResponseNormalization.Builder(1, 5, 1e-4, 0.75).build());
            }
            MultiLayerConfiguration configuration = layers.layer(output())
                    .setInputType(InputType.convolutional(7, 6, 3, format))
                    .build();
            long[] shape = format == CNN2DFormat.NCHW ? new long[] {4, 3, 7, 6} : new long[] {4, 7, 6, 3};
            AgreementWithDl4j.check(configuration, new DataSet(Nd4j.randn(DataType.FLOAT, shape), labels(4)));
        }
    }

    /** The layer of a dense block, twice, with a branch of other numbers of channels. */
    @Test
    void joinedChannelsAgree() {
        for (int channels : new int[] {1, 3, 8, 20}) {
            var configuration = new NeuralNetConfiguration.Builder()
                    .seed(3)
                    .updater(new Sgd(0.05))
                    .convolutionMode(ConvolutionMode.Same)
                    .graphBuilder()
                    .addInputs("images")
                    .setInputTypes(InputType.convolutional(6, 7, channels))
                    .addLayer("first", joinable(5), "images")
                    .addVertex("join", new MergeVertex(), "images", "first")
                    .addLayer("norm", new BatchNormalization(), "join")
                    .addLayer("second", joinable(3), "norm")
                    .addVertex("again", new MergeVertex(), "join", "second", "first")
                    .addLayer("mean", new GlobalPoolingLayer(PoolingType.AVG), "again")
                    .addLayer("output", output(), "mean")
                    .setOutputs("output")
                    .build();
            AgreementWithDl4j.check(
                    configuration, new MultiDataSet(Nd4j.randn(DataType.FLOAT, 4, channels, 6, 7), labels(4)));
        }
    }

    private static ConvolutionLayer joinable(int channels) {
        return new ConvolutionLayer.Builder(3, 3)
                .nOut(channels)
                .activation(Activation.TANH)
                .build();
    }

    /** DL4J's own cannot have more than 64 numbers to a slope, so these are small. */
    @Test
    void slopesOfChannelsAndOfPlacesAgree() {
        for (long[] shared : new long[][] {{2, 3}, {3}, null}) {
            PReLULayer.Builder slopes = new PReLULayer.Builder().inputShape(6, 5, 4);
            slopes.weightInit(new ConstantDistribution(0.3));
            if (shared != null) {
                slopes.sharedAxes(shared);
            }
            AgreementWithDl4j.check(
                    new NeuralNetConfiguration.Builder()
                            .seed(3)
                            .updater(new Sgd(0.05))
                            .list()
                            .layer(new ConvolutionLayer.Builder(3, 3)
                                    .nOut(6)
                                    .activation(Activation.IDENTITY)
                                    .build())
                            .layer(slopes.build())
                            .layer(output())
                            .setInputType(InputType.convolutional(7, 6, 3))
                            .build(),
                    new DataSet(Nd4j.randn(DataType.FLOAT, 3, 3, 7, 6), labels(3)));
        }
    }

    /**
     * By its definition: DL4J's own gradient divides by the sum around the number itself, where it is the one around
     * each neighbour. With its usual alpha of 1e-4 that hardly shows.
     */
    @Test
    void theGradientOfLocalResponsesIsTheirs() {
        double alpha = 0.2;
        double beta = 0.75;
        int channels = 9;
        var pair = AgreementWithDl4j.build(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new LocalResponseNormalization.Builder(2, 5, alpha, beta).build())
                .setInputType(InputType.convolutional(1, 1, channels))
                .build());
        INDArray images = Nd4j.randn(DataType.FLOAT, 1, channels, 1, 1);
        INDArray error = Nd4j.randn(DataType.FLOAT, 1, channels, 1, 1);
        MultiLayerNetwork network = pair.accelerated();
        network.setInput(images);
        network.feedForward(true, false);
        double[] actual = network.backpropGradient(error, LayerWorkspaceMgr.noWorkspaces())
                .getSecond()
                .reshape(channels)
                .toDoubleVector();
        double[] x = images.reshape(channels).toDoubleVector();
        double[] g = error.reshape(channels).toDoubleVector();
        double[] scale = new double[channels];
        for (int i = 0; i < channels; i++) {
            scale[i] = 2;
            for (int j = Math.max(0, i - 2); j <= Math.min(channels - 1, i + 2); j++) {
                scale[i] += alpha * x[j] * x[j];
            }
        }
        for (int i = 0; i < channels; i++) {
            double expected = g[i] * Math.pow(scale[i], -beta);
            for (int j = Math.max(0, i - 2); j <= Math.min(channels - 1, i + 2); j++) {
                expected -= 2 * alpha * beta * x[i] * g[j] * x[j] * Math.pow(scale[j], -beta - 1);
            }
            assertEquals(expected, actual[i], 1e-5, "channel " + i);
        }
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static INDArray labels(int batch) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, CLASSES);
        for (int i = 0; i < batch; i++) {
            labels.putScalar(i, i % CLASSES, 1);
        }
        return labels;
    }
}
