package d2j.nn.convolution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.engine.onednn.Acceleration;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class GroupedConvolution2DTest {

    private static final int CLASSES = 3;

    @BeforeEach
    void seed() {
        Nd4j.getRandom().setSeed(5);
    }

    /** Each group is an ordinary convolution of a slice, on oneDNN, by ND4J's operations and in double precision. */
    @ParameterizedTest
    @CsvSource({
        "1, 4, 6, 3, 1, NCHW",
        "2, 4, 6, 3, 1, NCHW",
        "4, 4, 8, 3, 2, NCHW",
        "3, 24, 24, 1, 1, NHWC",
        "2, 16, 32, 3, 2, NHWC",
        "8, 8, 8, 5, 1, NCHW",
        "32, 128, 128, 3, 1, NCHW"
    })
    void everyGroupIsAConvolutionOfItsSlice(
            int groups, int inputs, int outputs, int kernel, int stride, CNN2DFormat format) {
        INDArray images = Nd4j.randn(DataType.DOUBLE, 2, inputs, 7, 6);
        INDArray weights = Nd4j.randn(DataType.DOUBLE, outputs, inputs / groups, kernel, kernel);
        INDArray bias = Nd4j.randn(DataType.DOUBLE, outputs);
        GroupedConvolution2D grouped = new GroupedConvolution2D.Builder(kernel)
                .groups(groups)
                .nOut(outputs)
                .stride(stride, stride)
                .padding(kernel / 2, kernel / 2)
                .activation(Activation.TANH)
                .build();
        INDArray expected = slices(grouped, images, weights, bias);
        boolean on = Acceleration.isOn();
        for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
            for (boolean accelerated : new boolean[] {true, false}) {
                Acceleration.enable(accelerated && on);
                try {
                    MultiLayerNetwork network = network(type, inputs, 7, 6, format, grouped.clone());
                    assertArrayEquals(weights.shape(), network.getParam("0_W").shape());
                    network.setParam("0_W", weights.castTo(type));
                    network.setParam("0_b", bias.castTo(type));
                    boolean first = format == CNN2DFormat.NCHW;
                    INDArray x = images.castTo(type);
                    INDArray actual = network.feedForward(first ? x : x.permute(0, 2, 3, 1))
                            .get(1);
                    assertClose(
                            expected,
                            first ? actual : actual.permute(0, 3, 1, 2),
                            type == DataType.DOUBLE ? 1e-10 : 1e-4);
                } finally {
                    Acceleration.enable(on);
                }
            }
        }
    }

    /** Ordinary convolutions of groups of channels, side by side. */
    private static INDArray slices(GroupedConvolution2D grouped, INDArray images, INDArray weights, INDArray bias) {
        int groups = grouped.getGroups();
        INDArray[] parts = new INDArray[groups];
        for (int group = 0; group < groups; group++) {
            int inputs = (int) images.size(1) / groups;
            int outputs = (int) weights.size(0) / groups;
            MultiLayerNetwork one = network(
                    DataType.DOUBLE,
                    inputs,
                    7,
                    6,
                    CNN2DFormat.NCHW,
                    new ConvolutionLayer.Builder(grouped.getKernelSize())
                            .nOut(outputs)
                            .stride(grouped.getStride())
                            .padding(grouped.getPadding())
                            .activation(grouped.getActivationFn())
                            .build());
            one.setParam("0_W", weights.get(NDArrayIndex.interval(group * outputs, (group + 1) * outputs)));
            one.setParam("0_b", bias.get(NDArrayIndex.interval(group * outputs, (group + 1) * outputs)));
            INDArray slice = images.get(
                    NDArrayIndex.all(),
                    NDArrayIndex.interval(group * inputs, (group + 1) * inputs),
                    NDArrayIndex.all(),
                    NDArrayIndex.all());
            parts[group] = one.feedForward(slice.dup()).get(1);
        }
        return Nd4j.concat(1, parts);
    }

    @ParameterizedTest
    @CsvSource({"2, true, Truncate, NCHW", "2, false, Same, NHWC", "4, true, Same, NCHW", "1, true, Truncate, NHWC"})
    void gradientsAgreeWithFiniteDifferences(int groups, boolean hasBias, ConvolutionMode mode, CNN2DFormat format) {
        MultiLayerNetwork network = network(
                DataType.DOUBLE,
                4,
                5,
                6,
                format,
                new ConvolutionLayer.Builder(1, 1)
                        .nOut(4)
                        .activation(Activation.TANH)
                        .build(),
                new GroupedConvolution2D.Builder(3, 2)
                        .groups(groups)
                        .nOut(8)
                        .stride(2, 1)
                        .hasBias(hasBias)
                        .convolutionMode(mode)
                        .activation(Activation.SIGMOID)
                        .build());
        long[] shape = format == CNN2DFormat.NCHW ? new long[] {2, 4, 5, 6} : new long[] {2, 5, 6, 4};
        DataType before = Nd4j.dataType();
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        try {
            assertTrue(GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                    .net(network)
                    .epsilon(1e-6)
                    .maxRelError(1e-5)
                    .minAbsoluteError(1e-9)
                    .input(Nd4j.randn(DataType.DOUBLE, shape))
                    .labels(labels(DataType.DOUBLE, 2))));
        } finally {
            Nd4j.setDefaultDataTypes(before, before);
        }
    }

    /** As many groups as channels: what DL4J has as a layer of its own. */
    @Test
    void aChannelPerGroupIsADepthwiseConvolution() {
        MultiLayerNetwork grouped = network(
                DataType.FLOAT,
                6,
                8,
                8,
                CNN2DFormat.NCHW,
                new GroupedConvolution2D.Builder(3, 3).groups(6).nOut(12).build());
        MultiLayerNetwork depthwise = network(
                DataType.FLOAT,
                6,
                8,
                8,
                CNN2DFormat.NCHW,
                new DepthwiseConvolution2D.Builder(3, 3).depthMultiplier(2).build());
        assertEquals(grouped.numParams(), depthwise.numParams());
        // DL4J's are [height, width, inputs, outputs of an input].
        INDArray weights = depthwise.getParam("0_W");
        grouped.setParam("0_W", weights.permute(2, 3, 0, 1).dup('c').reshape(12, 1, 3, 3));
        INDArray images = Nd4j.randn(DataType.FLOAT, 2, 6, 8, 8);
        assertClose(
                depthwise.feedForward(images).get(1),
                grouped.feedForward(images).get(1),
                1e-5);
    }

    @Test
    void parametersAreDividedByTheGroups() {
        for (int groups : new int[] {1, 2, 4, 8}) {
            for (boolean hasBias : new boolean[] {true, false}) {
                GroupedConvolution2D layer = new GroupedConvolution2D.Builder(3, 5)
                        .groups(groups)
                        .nIn(16)
                        .nOut(24)
                        .hasBias(hasBias)
                        .build();
                assertEquals(
                        16 / groups * 24 * 15 + (hasBias ? 24 : 0),
                        layer.initializer().numParams(layer));
            }
        }
    }

    @Test
    void itsJsonAndItsFileAreReadBack() throws Exception {
        MultiLayerNetwork network = network(
                DataType.FLOAT,
                4,
                6,
                6,
                CNN2DFormat.NCHW,
                new GroupedConvolution2D.Builder(3)
                        .groups(2)
                        .nOut(6)
                        .dilation(2, 2)
                        .activation(Activation.LEAKYRELU)
                        .build());
        MultiLayerConfiguration read = MultiLayerConfiguration.fromJson(
                network.getLayerWiseConfigurations().toJson());
        assertEquals(network.getLayerWiseConfigurations(), read);
        assertEquals(2, ((GroupedConvolution2D) read.getConf(0).getLayer()).getGroups());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, file, true);
        MultiLayerNetwork restored =
                ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file.toByteArray()), true);
        INDArray images = Nd4j.randn(DataType.FLOAT, 3, 4, 6, 6);
        assertEquals(network.output(images), restored.output(images));
        network.fit(images, labels(DataType.FLOAT, 3));
        restored.fit(images, labels(DataType.FLOAT, 3));
        assertEquals(network.params(), restored.params());
        assertEquals(network.params(), network.clone().params());
    }

    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            names = {"RELU", "SWISH", "SOFTPLUS"})
    void itLearns(Activation activation) {
        MultiLayerNetwork network = network(
                DataType.FLOAT,
                4,
                6,
                6,
                CNN2DFormat.NCHW,
                new GroupedConvolution2D.Builder(3, 3)
                        .groups(2)
                        .nOut(8)
                        .activation(activation)
                        .build());
        INDArray images = Nd4j.randn(DataType.FLOAT, 6, 4, 6, 6);
        network.fit(images, labels(DataType.FLOAT, 6));
        double first = network.score();
        for (int i = 0; i < 10; i++) {
            network.fit(images, labels(DataType.FLOAT, 6));
        }
        assertTrue(network.score() < first, first + " became " + network.score());
    }

    @Test
    void whatDoesNotFallIntoGroupsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new GroupedConvolution2D.Builder(3).groups(0));
        for (int[] wrong : new int[][] {{4, 6}, {6, 4}}) {
            DL4JInvalidConfigException refusal = assertThrows(
                    DL4JInvalidConfigException.class,
                    () -> network(
                            DataType.FLOAT,
                            wrong[0],
                            6,
                            6,
                            CNN2DFormat.NCHW,
                            new GroupedConvolution2D.Builder(3)
                                    .groups(3)
                                    .nOut(wrong[1])
                                    .build()));
            assertTrue(refusal.getMessage().contains("divisible by groups = 3"), refusal.getMessage());
        }
        MultiLayerNetwork network = network(
                DataType.FLOAT,
                4,
                6,
                6,
                CNN2DFormat.NCHW,
                new GroupedConvolution2D.Builder(3).groups(2).nOut(4).build());
        DL4JInvalidInputException refusal = assertThrows(
                DL4JInvalidInputException.class, () -> network.output(Nd4j.rand(DataType.FLOAT, 2, 6, 6, 6)));
        assertTrue(refusal.getMessage().contains("[batch, 4, height, width]"), refusal.getMessage());
    }

    private static MultiLayerNetwork network(
            DataType type, int channels, int height, int width, CNN2DFormat format, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(2)
                .dataType(type)
                .updater(type == DataType.DOUBLE ? new NoOp() : new Sgd(0.1))
                .list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(list.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(height, width, channels, format))
                .build());
        network.init();
        return network;
    }

    private static INDArray labels(DataType type, int batch) {
        INDArray labels = Nd4j.zeros(type, batch, CLASSES);
        for (int i = 0; i < batch; i++) {
            labels.putScalar(i, i % CLASSES, 1);
        }
        return labels;
    }

    private static void assertClose(INDArray expected, INDArray actual, double tolerance) {
        assertArrayEquals(expected.shape(), actual.shape());
        double difference = expected.castTo(DataType.DOUBLE)
                .sub(actual.castTo(DataType.DOUBLE))
                .amaxNumber()
                .doubleValue();
        assertTrue(difference <= tolerance, "differs by " + difference);
    }
}
