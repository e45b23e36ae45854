package d2j.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import d2j.vision.GoogLeNet.Stem;
import d2j.vision.Inception.Convolution;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The sizes of GoogLeNet and of the inception blocks, counted from their configurations alone. */
class GoogLeNetTest {

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder().seed(1).weightInit(WeightInit.RELU);
    }

    /** Trainable parameters; of batch normalisation's four per channel two are statistics. */
    private static long parameters(ComputationGraphConfiguration network) {
        return network.getVertices().values().stream()
                .filter(LayerVertex.class::isInstance)
                .map(vertex -> ((LayerVertex) vertex).getLayerConf())
                .mapToLong(layer -> {
                    long all = layer.getLayer().initializer().numParams(layer);
                    return layer.getLayer() instanceof BatchNormalization ? all / 2 : all;
                })
                .sum();
    }

    private static InputTypeConvolutional output(ComputationGraphConfiguration network, InputType input, String name) {
        Map<String, InputType> types = network.getLayerActivationTypes(input);
        return (InputTypeConvolutional) types.get(name);
    }

    /** Blocks one after the other, and what they make of maps of some size. */
    private static void assertBlocks(long parameters, int[] shape, InputType input, List<Inception> blocks) {
        GraphBuilder graph = settings().graphBuilder().addInputs("input").setInputTypes(input);
        String last = "input";
        for (int b = 0; b < blocks.size(); b++) {
            last = blocks.get(b).addTo(graph, "block" + b, last, true);
        }
        ComputationGraphConfiguration network = graph.setOutputs(last).build();
        assertEquals(parameters, parameters(network));
        InputTypeConvolutional result = output(network, input, last);
        assertArrayEquals(
                shape, new int[] {(int) result.getChannels(), (int) result.getHeight(), (int) result.getWidth()});
    }

    @Test
    void googLeNetOfThePaper() {
        InputType imageNet = InputType.convolutional(224, 224, 3);
        ComputationGraphConfiguration network = GoogLeNet.configuration(settings(), imageNet, 1000);
        assertEquals(6_998_552, parameters(network));
        String[] names = {"conv1", "pool1", "conv2", "pool2", "3b", "pool3", "4e", "pool4", "5b"};
        int[][] shapes = {
            {64, 112}, {64, 56}, {192, 56}, {192, 28}, {480, 28}, {480, 14}, {832, 14}, {832, 7}, {1024, 7}
        };
        for (int i = 0; i < names.length; i++) {
            InputTypeConvolutional type = output(network, imageNet, names[i]);
            assertArrayEquals(
                    shapes[i], new int[] {(int) type.getChannels(), (int) type.getHeight()}, "after " + names[i]);
        }
        assertEquals(
                5_977_530, parameters(GoogLeNet.configuration(settings(), InputType.convolutional(96, 96, 1), 10)));
        assertThrows(
                IllegalArgumentException.class,
                () -> GoogLeNet.configuration(settings(), imageNet, 10, Stem.LARGE_IMAGES, 16, false));
    }

    @Test
    void narrowOnesCompute() {
        for (Stem stem : Stem.values()) {
            for (boolean normalised : new boolean[] {false, true}) {
                ComputationGraph network = new ComputationGraph(GoogLeNet.configuration(
                        settings(), InputType.convolutional(28, 28, 1), 10, stem, 8, normalised));
                network.init();
                INDArray output = network.outputSingle(Nd4j.rand(2, 1, 28, 28));
                assertArrayEquals(new long[] {2, 10}, output.shape());
                assertEquals(2, output.sumNumber().doubleValue(), 1e-5);
            }
        }
    }

    @Test
    void theFirstBlockHasTheWeightsOfTheTable() {
        InputType input = InputType.convolutional(28, 28, 192);
        GraphBuilder graph = settings().graphBuilder().addInputs("input").setInputTypes(input);
        String last = Inception.v1(64, 96, 128, 16, 32, 32).addTo(graph, "3a", "input", false);
        ComputationGraphConfiguration network = graph.setOutputs(last).build();
        assertEquals(163_328 + 64 + 96 + 128 + 16 + 32 + 32, parameters(network));
        assertEquals(256, output(network, input, last).getChannels());
    }

    /** The whole of Inception v3 has 23,834,568 parameters in other libraries, without its auxiliary classifier. */
    @Test
    void inceptionV3() {
        InputType input = InputType.convolutional(299, 299, 3);
        GraphBuilder graph = settings().graphBuilder().addInputs("input").setInputTypes(input);
        Convolution[] stem = {
            new Convolution(32, 3, 3, 2),
            new Convolution(32, 3, 3, 1),
            new Convolution(64, 3, 3, 1),
            new Convolution(80, 1, 1, 1),
            new Convolution(192, 3, 3, 1)
        };
        String last = "input";
        for (int c = 0; c < stem.length; c++) {
            last = Inception.add(graph, "stem" + c, last, stem[c], true);
        }
        long stemParameters = parameters(graph.setOutputs(last).build());
        InputType blocks = InputType.convolutional(35, 35, 192);
        assertBlocks(
                23_834_568 - stemParameters - 2_049_000,
                new int[] {2048, 8, 8},
                blocks,
                List.of(
                        Inception.v3a(32),
                        Inception.v3a(64),
                        Inception.v3a(64),
                        Inception.v3ReductionA(),
                        Inception.v3b(128),
                        Inception.v3b(160),
                        Inception.v3b(160),
                        Inception.v3b(192),
                        Inception.v3ReductionB(),
                        Inception.v3c(),
                        Inception.v3c()));
    }

    /** The whole of Inception v4 has 42,679,816 parameters in other libraries; these blocks are all but its stem. */
    @Test
    void inceptionV4() {
        assertBlocks(317_632, new int[] {384, 35, 35}, InputType.convolutional(35, 35, 384), List.of(Inception.v4a()));
        assertBlocks(
                2_306_112,
                new int[] {1024, 17, 17},
                InputType.convolutional(35, 35, 384),
                List.of(Inception.v4ReductionA()));
        assertBlocks(
                7 * 2_936_256,
                new int[] {1024, 17, 17},
                InputType.convolutional(17, 17, 1024),
                Collections.nCopies(7, Inception.v4b()));
        assertBlocks(
                2_747_392,
                new int[] {1536, 8, 8},
                InputType.convolutional(17, 17, 1024),
                List.of(Inception.v4ReductionB()));
        assertBlocks(
                3 * 4_553_088,
                new int[] {1536, 8, 8},
                InputType.convolutional(8, 8, 1536),
                Collections.nCopies(3, Inception.v4c()));
    }

    @Test
    void residualBlocksKeepTheShape() {
        InputType input = InputType.convolutional(35, 35, 256);
        // The branches and their normalisation; 96 channels to 256, with biases.
        int branches = 3 * 256 * 32 + 3 * 9 * 32 * 32 + 2 * 6 * 32;
        assertBlocks(branches + 97 * 256, new int[] {256, 35, 35}, input, List.of(Inception.residualA()));
        InputType narrower = InputType.convolutional(17, 17, 896);
        int columns = 2 * 896 * 128 + 2 * 7 * 128 * 128 + 2 * 4 * 128;
        assertBlocks(columns + 257 * 896, new int[] {896, 17, 17}, narrower, List.of(Inception.residualB()));
    }
}
