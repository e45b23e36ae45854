package d2j.engine.layers;

import static d2j.engine.layers.AgreementWithDl4j.assertAccelerated;
import static d2j.engine.layers.AgreementWithDl4j.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ModelSerializer;
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

/** Convolution, pooling, batch normalisation and residual sums on oneDNN give what DL4J's own path gives. */
class ImageLayersTest {

    private static final int CLASSES = 5;

    /** A random network of one or two convolutions with everything that can vary. */
    record Case(int seed, MultiLayerConfiguration configuration, DataSet data) {

        static Case random(int seed) {
            Random random = new Random(seed);
            CNN2DFormat format = random.nextBoolean() ? CNN2DFormat.NCHW : CNN2DFormat.NHWC;
            ConvolutionMode mode = random.nextBoolean() ? ConvolutionMode.Same : ConvolutionMode.Truncate;
            int batch = random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(6);
            int channels = 1 + random.nextInt(20);
            int height = 9 + random.nextInt(8);
            int width = 9 + random.nextInt(8);
            Activation[] activations = {
                Activation.IDENTITY,
                Activation.RELU,
                Activation.SIGMOID,
                Activation.TANH,
                Activation.LEAKYRELU,
                Activation.ELU,
                Activation.GELU,
                Activation.SWISH,
                Activation.MISH,
                Activation.SOFTPLUS
            };
            NeuralNetConfiguration.ListBuilder layers = builder(mode).list();
            int convolutions = 1 + random.nextInt(2);
            for (int i = 0; i < convolutions; i++) {
                int kernel = 1 + random.nextInt(3);
                ConvolutionLayer.Builder convolution = new ConvolutionLayer.Builder(kernel, 1 + random.nextInt(3))
                        .nOut(1 + random.nextInt(24))
                        .stride(1 + random.nextInt(2), 1 + random.nextInt(2))
                        .activation(activations[random.nextInt(activations.length)])
                        .hasBias(random.nextInt(3) > 0)
                        .dataFormat(format);
                if (random.nextInt(3) == 0) {
                    convolution.dilation(2, 2);
                }
                if (mode == ConvolutionMode.Truncate) {
                    convolution.padding(random.nextInt(2), random.nextInt(2));
                }
                if (random.nextInt(4) == 0) {
                    convolution.dropOut(0.7);
                }
                layers.layer(convolution.build());
            }
            if (random.nextBoolean()) {
                layers.layer(new BatchNormalization.Builder()
                        .dataFormat(format)
                        .useLogStd(random.nextBoolean())
                        .build());
            }
            SubsamplingLayer.Builder pooling = new SubsamplingLayer.Builder(
                            random.nextBoolean() ? SubsamplingLayer.PoolingType.MAX : SubsamplingLayer.PoolingType.AVG)
                    .kernelSize(2, 1 + random.nextInt(2))
                    .stride(1 + random.nextInt(2), 1)
                    .dataFormat(format);
            if (random.nextBoolean()) {
                pooling.avgPoolIncludePadInDivisor(true);
            }
            layers.layer(pooling.build());
            // Normalised over two examples, gradients are differences of nearly equal numbers.
            if (batch > 3 && random.nextBoolean()) {
                layers.layer(new DenseLayer.Builder()
                        .nOut(7)
                        .activation(Activation.TANH)
                        .build());
                layers.layer(new BatchNormalization());
            }
            MultiLayerConfiguration configuration = layers.layer(output())
                    .setInputType(InputType.convolutional(height, width, channels, format))
                    .build();
            Nd4j.getRandom().setSeed(seed);
            INDArray images = format == CNN2DFormat.NCHW
                    ? Nd4j.randn(DataType.FLOAT, batch, channels, height, width)
                    : Nd4j.randn(DataType.FLOAT, batch, height, width, channels);
            return new Case(seed, configuration, new DataSet(images, labels(batch, random)));
        }

        @Override
        public String toString() {
            return "seed " + seed;
        }
    }

    static Stream<Case> cases() {
        return IntStream.range(0, 60).mapToObj(Case::random);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void randomNetworksAgree(Case example) {
        var pair = AgreementWithDl4j.check(example.configuration(), example.data());
        assertAccelerated(pair.accelerated().getLayer(0));
    }

    @Test
    void otherPoolingIsLeftToDl4j() {
        MultiLayerConfiguration configuration = builder(ConvolutionMode.Same)
                .list()
                .layer(convolution(8, 1, Activation.TANH))
                .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.PNORM)
                        .pnorm(2)
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build())
                .layer(output())
                .setInputType(InputType.convolutional(12, 12, 3))
                .build();
        AgreementWithDl4j.check(configuration, data(4, 3, 12, 12));
    }

    /** The gradient of the norm of a window of zeros is not a number; the slope of the rectifier before it is zero. */
    @Test
    void theNormOfZerosDoesNoHarm() {
        MultiLayerConfiguration configuration = builder(ConvolutionMode.Same)
                .list()
                .layer(convolution(8, 1, Activation.RELU))
                .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.PNORM)
                        .pnorm(2)
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build())
                .layer(output())
                .setInputType(InputType.convolutional(12, 12, 3))
                .build();
        AgreementWithDl4j.check(configuration, data(4, 3, 12, 12));
    }

    @Test
    void trainingThatFailedShows() {
        DataSet data = data(4, 3, 12, 12);
        data.getFeatures().putScalar(new int[] {0, 0, 3, 3}, Float.NaN);
        MultiLayerNetwork network = AgreementWithDl4j.build(builder(ConvolutionMode.Same)
                        .list()
                        .layer(convolution(8, 1, Activation.RELU))
                        .layer(convolution(6, 2, Activation.RELU))
                        .layer(output())
                        .setInputType(InputType.convolutional(12, 12, 3))
                        .build())
                .accelerated();
        for (int step = 0; step < 5; step++) {
            network.fit(data);
        }
        assertTrue(Double.isNaN(network.score()), "score " + network.score());
    }

    @Test
    void batchesOfDifferentSizesTakeTurns() {
        var pair = AgreementWithDl4j.build(small(ConvolutionMode.Same));
        for (int batch : new int[] {8, 3, 8, 1}) {
            AgreementWithDl4j.check(pair, data(batch, 3, 12, 12));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WorkspaceMode.class,
            names = {"NONE", "ENABLED"})
    void workspacesDoNotMatter(WorkspaceMode mode) {
        MultiLayerConfiguration configuration = small(ConvolutionMode.Truncate);
        configuration.setTrainingWorkspaceMode(mode);
        configuration.setInferenceWorkspaceMode(mode);
        AgreementWithDl4j.check(configuration, data(4, 3, 12, 12));
    }

    @Test
    void stridedInputIsReadCorrectly() {
        INDArray images = Nd4j.randn(DataType.FLOAT, 4, 12, 12, 3);
        AgreementWithDl4j.check(
                small(ConvolutionMode.Same), new DataSet(images.permute(0, 3, 2, 1), labels(4, new Random(1))));
    }

    @Test
    void inputGradientIsRightWhenAskedFor() {
        var pair = AgreementWithDl4j.build(small(ConvolutionMode.Same));
        DataSet data = data(4, 3, 12, 12);
        // A step of training first, which leaves the input gradient out.
        pair.accelerated().fit(data);
        pair.original().fit(data);
        AgreementWithDl4j.compare("input gradient", pair, network -> network.calculateGradients(
                        data.getFeatures(), data.getLabels(), null, null)
                .getSecond());
    }

    @Test
    void externalErrorsReachTheInput() {
        MultiLayerConfiguration configuration = builder(ConvolutionMode.Same)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(4)
                        .activation(Activation.TANH)
                        .build())
                .setInputType(InputType.convolutional(6, 6, 2))
                .build();
        var pair = AgreementWithDl4j.build(configuration);
        INDArray input = Nd4j.randn(DataType.FLOAT, 3, 2, 6, 6);
        INDArray error = Nd4j.randn(DataType.FLOAT, 3, 4, 6, 6);
        AgreementWithDl4j.compare("input gradient", pair, network -> {
            network.setInput(input);
            network.feedForward(true, false);
            return network.backpropGradient(error.dup(), LayerWorkspaceMgr.noWorkspaces())
                    .getSecond();
        });
    }

    /** A graph fed forward by hand, as for the generator of a GAN: inputs have to last until the backward pass. */
    @Test
    void errorsGivenToAGraphReachItsWeights() {
        var pair = AgreementWithDl4j.build(builder(ConvolutionMode.Same)
                .graphBuilder()
                .addInputs("images")
                .setInputTypes(InputType.convolutional(6, 6, 2))
                .addLayer("first", convolution(4, 1, Activation.TANH), "images")
                .addLayer(
                        "pool",
                        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                                .kernelSize(2, 2)
                                .stride(2, 2)
                                .build(),
                        "first")
                .addLayer("second", convolution(3, 1, Activation.RELU), "pool")
                .setOutputs("second")
                .build());
        INDArray images = Nd4j.randn(DataType.FLOAT, 3, 2, 6, 6);
        INDArray error = Nd4j.randn(DataType.FLOAT, 3, 3, 3, 3);
        AgreementWithDl4j.compare("gradients", pair, network -> {
            network.feedForward(new INDArray[] {images}, true, false);
            network.backpropGradient(error.dup());
            return network.getGradientsViewArray();
        });
    }

    @Test
    void errorsOfDoublePrecisionAreConverted() {
        var pair = AgreementWithDl4j.build(small(ConvolutionMode.Same));
        INDArray images = Nd4j.randn(DataType.FLOAT, 3, 3, 12, 12);
        AgreementWithDl4j.compare("input gradient", pair, network -> {
            network.initGradientsView();
            Layer layer = network.getLayer(0);
            layer.setInput(images, LayerWorkspaceMgr.noWorkspaces());
            INDArray output = layer.activate(true, LayerWorkspaceMgr.noWorkspaces());
            return layer.backpropGradient(output.castTo(DataType.DOUBLE), LayerWorkspaceMgr.noWorkspaces())
                    .getSecond()
                    .castTo(DataType.FLOAT);
        });
    }

    @Test
    void residualNetworkAgrees() {
        var graph = builder(ConvolutionMode.Same)
                .graphBuilder()
                .addInputs("images")
                .setInputTypes(InputType.convolutional(10, 10, 3))
                .addLayer("stem", convolution(8, 1, Activation.IDENTITY), "images")
                .addLayer("norm", new BatchNormalization(), "stem")
                .addLayer("relu", relu(), "norm")
                .addLayer("first", convolution(8, 1, Activation.RELU), "relu")
                .addLayer("second", convolution(8, 1, Activation.IDENTITY), "first")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "second", "relu")
                .addLayer("sumRelu", relu(), "sum")
                .addLayer("third", convolution(12, 2, Activation.RELU), "sumRelu")
                .addLayer("projection", convolution(12, 2, Activation.IDENTITY), "sumRelu")
                .addVertex("sum2", new ElementWiseVertex(ElementWiseVertex.Op.Add), "third", "projection")
                .addVertex("product", new ElementWiseVertex(ElementWiseVertex.Op.Product), "sum2", "third")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "product")
                .addLayer("output", output(), "pool")
                .setOutputs("output")
                .build();
        DataSet data = data(4, 3, 10, 10);
        var pair = AgreementWithDl4j.check(graph, new MultiDataSet(data.getFeatures(), data.getLabels()));
        assertAccelerated(pair.accelerated().getLayer("stem"));
        assertEquals(
                d2j.engine.layers.ElementWiseVertex.class,
                pair.accelerated().getVertex("sum").getClass());
    }

    @Test
    void imagesGivenAsRowsTrainWithoutAnInputGradient() {
        MultiLayerConfiguration configuration = builder(ConvolutionMode.Same)
                .list()
                .layer(convolution(6, 1, Activation.SIGMOID))
                .layer(output())
                .setInputType(InputType.convolutionalFlat(7, 6, 2))
                .build();
        DataSet data = new DataSet(Nd4j.randn(DataType.FLOAT, 3, 2 * 7 * 6), labels(3, new Random(4)));
        var pair = AgreementWithDl4j.check(configuration, data);
        AgreementWithDl4j.compare("input gradient", pair, network -> network.calculateGradients(
                        data.getFeatures(), data.getLabels(), null, null)
                .getSecond());
    }

    @Test
    void savedRestoredAndClonedNetworksAreAccelerated() throws Exception {
        MultiLayerNetwork network =
                AgreementWithDl4j.build(small(ConvolutionMode.Same)).accelerated();
        DataSet data = data(4, 3, 12, 12);
        network.fit(data);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, file, true);
        MultiLayerNetwork restored =
                ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file.toByteArray()), true);
        for (MultiLayerNetwork copy : new MultiLayerNetwork[] {restored, network.clone()}) {
            for (int i = 0; i < 4; i++) {
                assertAccelerated(copy.getLayer(i));
            }
            assertClose("output", network.output(data.getFeatures()), copy.output(data.getFeatures()));
        }
        restored.fit(data);
        network.fit(data);
        assertClose("parameters", network.params(), restored.params());
    }

    @Test
    void savedFileDoesNotMentionTheEngine() {
        MultiLayerNetwork network =
                AgreementWithDl4j.build(small(ConvolutionMode.Same)).accelerated();
        assertFalse(network.getLayerWiseConfigurations().toJson().contains("d2j"));
    }

    @Test
    void doublePrecisionStaysOnDl4jsPath() {
        MultiLayerConfiguration configuration = small(ConvolutionMode.Same);
        configuration.setDataType(DataType.DOUBLE);
        configuration.getConfs().forEach(conf -> conf.getLayer().setDataType(DataType.DOUBLE));
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        for (Layer layer : network.getLayers()) {
            assertTrue(
                    layer.getClass().getName().startsWith("org.deeplearning4j"),
                    layer.getClass().getName());
        }
    }

    @Test
    void summaryLooksTheSame() {
        var pair = AgreementWithDl4j.build(small(ConvolutionMode.Same));
        assertEquals(pair.original().summary(), pair.accelerated().summary());
    }

    @Test
    void sameSeedSameResult() {
        DataSet data = data(16, 3, 12, 12);
        INDArray first = null;
        for (int run = 0; run < 2; run++) {
            MultiLayerNetwork network = new MultiLayerNetwork(small(ConvolutionMode.Same));
            network.init();
            for (int i = 0; i < 5; i++) {
                network.fit(data);
            }
            if (first == null) {
                first = network.params().dup();
            } else {
                assertEquals(first, network.params());
            }
        }
        assertNotNull(first);
    }

    @Test
    void unsuitableInputGetsDl4jsMessage() {
        var pair = AgreementWithDl4j.build(small(ConvolutionMode.Same));
        INDArray wrong = Nd4j.rand(DataType.FLOAT, 2, 4, 12, 12);
        String expected = message(pair.original(), wrong);
        assertTrue(message(pair.accelerated(), wrong).startsWith(expected.substring(0, 60)), expected);
    }

    private static String message(MultiLayerNetwork network, INDArray input) {
        try {
            network.output(input);
        } catch (RuntimeException e) {
            return e.getMessage();
        }
        throw new AssertionError("accepted 4 channels instead of 3");
    }

    private static MultiLayerConfiguration small(ConvolutionMode mode) {
        return builder(mode)
                .list()
                .layer(convolution(8, 1, Activation.RELU))
                .layer(new BatchNormalization())
                .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build())
                .layer(convolution(6, 1, Activation.SIGMOID))
                .layer(output())
                .setInputType(InputType.convolutional(12, 12, 3))
                .build();
    }

    private static NeuralNetConfiguration.Builder builder(ConvolutionMode mode) {
        return new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Sgd(0.05))
                .convolutionMode(mode);
    }

    private static ConvolutionLayer convolution(int channels, int stride, Activation activation) {
        return new ConvolutionLayer.Builder(3, 3)
                .stride(stride, stride)
                .nOut(channels)
                .activation(activation)
                .build();
    }

    private static ActivationLayer relu() {
        return new ActivationLayer.Builder().activation(Activation.RELU).build();
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static DataSet data(int batch, int channels, int height, int width) {
        return new DataSet(Nd4j.randn(DataType.FLOAT, batch, channels, height, width), labels(batch, new Random(2)));
    }

    private static INDArray labels(int batch, Random random) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, CLASSES);
        for (int i = 0; i < batch; i++) {
            labels.putScalar(i, random.nextInt(CLASSES), 1);
        }
        return labels;
    }
}
