package d2j.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.nn.recurrent.GRU;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ModelSummaryTest {

    private static final InputType DIGITS = InputType.convolutional(28, 28, 1);
    private static final InputType IMAGENET = InputType.convolutional(224, 224, 3);

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder().seed(1).weightInit(WeightInit.RELU);
    }

    private static OutputLayer output(int classes) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .build();
    }

    @Test
    void leNetLayerByLayer() {
        ModelSummary summary = ModelSummary.of(LeNet.configuration(settings(), DIGITS, 10), DIGITS);
        assertEquals(61_706, summary.parameters());
        assertEquals(416_520, summary.multiplyAdds());
        assertEquals(0, summary.statistics());
        long[][] expected = {
            {156, 117_600}, {0, 0}, {2_416, 240_000}, {0, 0}, {48_120, 48_000}, {10_164, 10_080}, {850, 840}
        };
        for (int l = 0; l < expected.length; l++) {
            assertEquals(expected[l][0], summary.layers().get(l).parameters(), "layer " + l);
            assertEquals(expected[l][1], summary.layers().get(l).multiplyAdds(), "layer " + l);
        }
        assertEquals("16 × 10 × 10", summary.layer("layer2").shape());
        assertArrayEquals(new long[] {120}, summary.layer("layer4").dimensions());
        assertEquals(
                """
                layer                        output          parameters  multiply-adds
                Convolution 5 × 5            6 × 28 × 28            156        117,600
                Subsampling 2 × 2, stride 2  6 × 14 × 14              0              0
                Convolution 5 × 5            16 × 10 × 10         2,416        240,000
                Subsampling 2 × 2, stride 2  16 × 5 × 5               0              0
                Dense                        120                 48,120         48,000
                Dense                        84                  10,164         10,080
                Output                       10                     850            840
                together                                         61,706        416,520""",
                summary.toString());
    }

    @Test
    void statisticsOfBatchNormalisationAreNoParameters() {
        MultiLayerConfiguration network = LeNet.normalised(settings(), DIGITS, 10);
        ModelSummary summary = ModelSummary.of(network, DIGITS);
        assertEquals(62_158, summary.parameters());
        assertEquals(452, summary.statistics());
        assertEquals(416_520, summary.multiplyAdds());
        assertEquals(built(network).numParams(), summary.parameters() + summary.statistics());
    }

    @Test
    void vgg11OfThePaperWithoutItsHundredMillionWeights() {
        ModelSummary summary = ModelSummary.of(Vgg.vgg11(settings(), IMAGENET, 1000, 1), IMAGENET);
        assertEquals(132_863_336, summary.parameters());
        assertEquals(7_609_090_048L, summary.multiplyAdds());
        InputType grey = InputType.convolutional(224, 224, 1);
        assertEquals(
                128_806_154,
                ModelSummary.of(Vgg.vgg11(settings(), grey, 10, 1), grey).parameters());
    }

    @Test
    void resNet18WithItsVertices() {
        InputType input = InputType.convolutional(32, 32, 3);
        ComputationGraphConfiguration network = ResNet.resNet18(settings(), input, 10);
        ModelSummary summary = ModelSummary.of(network, input);
        assertEquals(11_176_970, summary.parameters());
        assertEquals(555_422_720, summary.multiplyAdds());
        assertEquals("128 × 16 × 16", summary.layer("block10-sum").shape());
        assertEquals("ElementWise", summary.layer("block10-sum").kind());
        assertEquals("512", summary.layer("pool").shape());
        ModelSummary blocks = summary.grouped(layer -> layer.name().split("-")[0]);
        assertEquals(
                List.of(
                        "stem", "block00", "block01", "block10", "block11", "block20", "block21", "block30", "block31",
                        "pool", "output"),
                blocks.layers().stream().map(ModelSummary.Layer::name).toList());
        assertEquals(summary.parameters(), blocks.parameters());
        assertEquals(summary.multiplyAdds(), blocks.multiplyAdds());
        assertEquals(2 * (64 * 64 * 9 + 64) + 4 * 64, blocks.layer("block00").parameters());
        assertEquals("512 × 4 × 4", blocks.layer("block31").shape());
    }

    @Test
    void everyKindOfConvolution() {
        InputType input = InputType.convolutional(12, 10, 6);
        MultiLayerConfiguration network = settings()
                .list()
                .layer(new DepthwiseConvolution2D.Builder(3, 3)
                        .depthMultiplier(2)
                        .nOut(12)
                        .padding(1, 1)
                        .build())
                .layer(new SeparableConvolution2D.Builder(3, 3)
                        .nOut(20)
                        .stride(2, 2)
                        .padding(1, 1)
                        .build())
                .layer(new Deconvolution2D.Builder(4, 4)
                        .nOut(5)
                        .stride(2, 2)
                        .padding(1, 1)
                        .hasBias(false)
                        .build())
                .layer(new SubsamplingLayer.Builder(PoolingType.MAX)
                        .kernelSize(3, 3)
                        .stride(2, 1)
                        .build())
                .layer(new GlobalPoolingLayer(PoolingType.AVG))
                .layer(output(4))
                .setInputType(input)
                .build();
        ModelSummary summary = ModelSummary.of(network, input);
        long[][] expected = {
            {6 * 2 * 9 + 12, 6 * 2 * 9 * 120},
            {12 * 9 + 12 * 20 + 20, (12 * 9 + 12 * 20) * 30},
            {20 * 5 * 16, 20 * 5 * 16 * 30},
            {0, 0},
            {0, 0},
            {5 * 4 + 4, 5 * 4}
        };
        MultiLayerNetwork built = built(network);
        List<INDArray> outputs = built.feedForward(Nd4j.rand(1, 6, 12, 10));
        for (int l = 0; l < expected.length; l++) {
            ModelSummary.Layer layer = summary.layers().get(l);
            assertEquals(expected[l][0], layer.parameters(), layer.kind());
            assertEquals(expected[l][1], layer.multiplyAdds(), layer.kind());
            long[] shape = outputs.get(l + 1).shape();
            assertArrayEquals(java.util.Arrays.copyOfRange(shape, 1, shape.length), layer.dimensions(), layer.kind());
        }
        assertEquals("Subsampling 3 × 3, stride 2 × 1", summary.layer("layer3").kind());
        assertEquals(built.numParams(), summary.parameters());
    }

    @Test
    void verticesThatMergeAndAdd() {
        InputType input = InputType.convolutional(8, 8, 3);
        ComputationGraphConfiguration network = settings()
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(input)
                .addLayer("a", new ConvolutionLayer.Builder(1, 1).nOut(4).build(), "image")
                .addLayer("b", new ConvolutionLayer.Builder(1, 1).nOut(4).build(), "image")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "b")
                .addVertex("both", new MergeVertex(), "sum", "image")
                .addLayer("dense", new DenseLayer.Builder().nOut(9).build(), "both")
                .addLayer("output", output(2), "dense")
                .setOutputs("output")
                .build();
        ModelSummary summary = ModelSummary.of(network, input);
        assertEquals("4 × 8 × 8", summary.layer("sum").shape());
        assertEquals("7 × 8 × 8", summary.layer("both").shape());
        assertEquals(7 * 64 * 9 + 9, summary.layer("dense").parameters());
        assertEquals(7 * 64 * 9, summary.layer("dense").multiplyAdds());
        ComputationGraph built = new ComputationGraph(network);
        built.init();
        assertEquals(built.numParams(), summary.parameters());
        assertTrue(summary.toString().startsWith("name      layer   "), summary.toString());
        assertThrows(IllegalArgumentException.class, () -> ModelSummary.of(network));
    }

    @Test
    void layersOfSequencesCountEachStep() {
        InputType input = InputType.recurrent(7, 11);
        MultiLayerConfiguration network = settings()
                .list()
                .layer(new GRU.Builder().nOut(5).build())
                .layer(new LSTM.Builder().nOut(6).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(input)
                .build();
        ModelSummary summary = ModelSummary.of(network, input);
        assertEquals(built(network).numParams(), summary.parameters());
        assertEquals(3 * 5 * (7 + 5) * 11, summary.layer("layer0").multiplyAdds());
        assertEquals(4 * 6 * (5 + 6) * 11, summary.layer("layer1").multiplyAdds());
        assertEquals(6 * 3 * 11, summary.layer("layer2").multiplyAdds());
        assertEquals("6 × 11", summary.layer("layer1").shape());
    }

    @Test
    void withoutShapesInTheConfigurationTheyComeFromTheInput() {
        MultiLayerConfiguration network = settings()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .name("first")
                        .nIn(1)
                        .nOut(2)
                        .build())
                .layer(output(10))
                .build();
        assertEquals(
                26 * 26 * 2 * 10 + 10 + 20, ModelSummary.of(network, DIGITS).parameters());
        assertEquals("first", ModelSummary.of(network, DIGITS).layers().get(0).name());
        assertEquals(20, ModelSummary.of(network, DIGITS).layer("first").parameters());
        assertThrows(IllegalArgumentException.class, () -> ModelSummary.of(network, DIGITS)
                .layer("second"));
    }

    @Test
    void anotherShapeThanTheOneBuiltForIsRefused() {
        MultiLayerConfiguration network = LeNet.configuration(settings(), DIGITS, 10);
        MultiLayerConfiguration before = network.clone();
        Exception refused = assertThrows(
                RuntimeException.class, () -> ModelSummary.of(network, InputType.convolutional(28, 28, 3)));
        assertTrue(refused.getMessage().contains("layer0 was built for 1 inputs"), refused.getMessage());
        assertThrows(RuntimeException.class, () -> ModelSummary.of(network, InputType.convolutional(32, 32, 1)));
        assertEquals(before, network);
    }

    private static MultiLayerNetwork built(MultiLayerConfiguration network) {
        MultiLayerNetwork built = new MultiLayerNetwork(network);
        built.init();
        return built;
    }
}
