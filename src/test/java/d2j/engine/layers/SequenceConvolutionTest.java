package d2j.engine.layers;

import static d2j.autograd.Functions.conv1d;
import static d2j.autograd.Functions.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.autograd.Tensor;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Convolution over time and the maximum after it on oneDNN give what DL4J's own path gives. */
class SequenceConvolutionTest {

    private static final int CLASSES = 3;

    static Stream<Integer> seeds() {
        return IntStream.range(0, 16).boxed();
    }

    private static Convolution1DLayer convolution(Random random) {
        ConvolutionMode mode = random.nextBoolean() ? ConvolutionMode.Same : ConvolutionMode.Truncate;
        Convolution1DLayer.Builder builder = new Convolution1DLayer.Builder(1 + random.nextInt(4))
                .nOut(1 + random.nextInt(20))
                .convolutionMode(mode)
                .stride(1 + random.nextInt(2))
                .hasBias(random.nextInt(3) > 0)
                .activation(List.of(Activation.IDENTITY, Activation.RELU, Activation.TANH, Activation.SWISH)
                        .get(random.nextInt(4)));
        if (mode == ConvolutionMode.Truncate) {
            builder.padding(random.nextInt(2));
        }
        return builder.build();
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static INDArray labels(int batch, Random random) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, CLASSES);
        for (int i = 0; i < batch; i++) {
            labels.putScalar(i, random.nextInt(CLASSES), 1);
        }
        return labels;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aRowOfConvolutionsAgrees(int seed) {
        Random random = new Random(seed);
        int channels = 1 + random.nextInt(8);
        int time = 12 + random.nextInt(20);
        int batch = 1 + random.nextInt(5);
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Sgd(0.1))
                .list()
                .layer(convolution(random))
                .layer(convolution(random))
                .layer(new GlobalPoolingLayer(PoolingType.MAX))
                .layer(output())
                .setInputType(InputType.recurrent(channels, time))
                .build();
        Nd4j.getRandom().setSeed(seed);
        INDArray sequences = Nd4j.randn(DataType.FLOAT, batch, channels, time);
        var pair = AgreementWithDl4j.check(configuration, new DataSet(sequences, labels(batch, random)));
        assertEquals(
                d2j.engine.layers.Convolution1DLayer.class,
                pair.accelerated().getLayer(0).getClass());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void filtersBesideEachOtherAgree(int seed) {
        Random random = new Random(100 + seed);
        ComputationGraphConfiguration.GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.recurrent(5, 14))
                .setOutputs("out")
                .addLayer("first", convolution(random), "in");
        for (int i = 0; i < 3; i++) {
            graph.addLayer("filters" + i, convolution(random), "first")
                    .addLayer("max" + i, new GlobalPoolingLayer(PoolingType.MAX), "filters" + i);
        }
        graph.addVertex("joined", new MergeVertex(), "max0", "max1", "max2").addLayer("out", output(), "joined");
        Nd4j.getRandom().setSeed(seed);
        AgreementWithDl4j.check(
                graph.build(), new MultiDataSet(Nd4j.randn(DataType.FLOAT, 4, 5, 14), labels(4, random)));
    }

    /** DL4J's own path fails on every dilation of a sequence; the tensors of this project do not. */
    @Test
    void dilatedConvolutionsAreThoseOfTensors() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .list()
                .layer(new Convolution1DLayer.Builder(3)
                        .nOut(6)
                        .dilation(2)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .activation(Activation.TANH)
                        .build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(4, 15))
                .build());
        network.init();
        INDArray sequences = Nd4j.randn(DataType.FLOAT, 2, 4, 15);
        Tensor weights =
                Tensor.of(network.getParam("0_W").dup('c').reshape(3, 4, 6)).permute(2, 1, 0);
        Tensor bias = Tensor.of(network.getParam("0_b").reshape(6));
        INDArray expected =
                tanh(conv1d(Tensor.of(sequences), weights, bias, 1, 0, 2, 1)).data();
        INDArray actual = network.feedForward(sequences).get(1);
        assertArrayEquals(expected.shape(), actual.shape());
        assertTrue(expected.sub(actual).amaxNumber().doubleValue() < 1e-5);
    }
}
