package d2j.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.vision.ResNet.Stem;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The sizes of the published networks, counted without building them where they are large. */
class VisionModelsTest {

    private static final InputType IMAGENET = InputType.convolutional(224, 224, 3);

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder().seed(1).weightInit(WeightInit.RELU);
    }

    private static long parameters(MultiLayerConfiguration network) {
        return count(network.getConfs().stream());
    }

    private static long parameters(ComputationGraphConfiguration network) {
        return count(network.getVertices().values().stream()
                .filter(LayerVertex.class::isInstance)
                .map(vertex -> ((LayerVertex) vertex).getLayerConf()));
    }

    /** Trainable parameters; of batch normalisation's four per channel two are statistics. */
    private static long count(Stream<NeuralNetConfiguration> layers) {
        return layers.mapToLong(layer -> {
                    long all = layer.getLayer().initializer().numParams(layer);
                    return layer.getLayer() instanceof BatchNormalization ? all / 2 : all;
                })
                .sum();
    }

    @Test
    void leNetForDigits() {
        InputType digits = InputType.convolutional(28, 28, 1);
        assertEquals(61_706, parameters(LeNet.configuration(settings(), digits, 10)));
        MultiLayerConfiguration modern = LeNet.configuration(
                settings(), InputType.convolutionalFlat(28, 28, 1), 10, Activation.RELU, PoolingType.MAX);
        assertEquals(61_706, parameters(modern));
        MultiLayerNetwork network = new MultiLayerNetwork(modern);
        network.init();
        assertArrayEquals(new long[] {3, 10}, network.output(Nd4j.rand(3, 784)).shape());
        // Scale and shift of 6, 16, 120 and 84 channels or units more.
        MultiLayerConfiguration normalised = LeNet.normalised(settings(), digits, 10);
        assertEquals(61_706 + 2 * (6 + 16 + 120 + 84), parameters(normalised));
        MultiLayerNetwork second = new MultiLayerNetwork(normalised);
        second.init();
        assertArrayEquals(
                new long[] {3, 10}, second.output(Nd4j.rand(3, 1, 28, 28)).shape());
    }

    @Test
    void vgg11OfThePaper() {
        assertEquals(132_863_336, parameters(Vgg.vgg11(settings(), IMAGENET, 1000, 1)));
        assertEquals(1_769_066, parameters(Vgg.vgg11(settings(), InputType.convolutional(32, 32, 3), 10, 4)));
        assertThrows(IllegalArgumentException.class, () -> Vgg.vgg11(settings(), IMAGENET, 1000, 3));
        assertEquals(
                138_357_544, parameters(Vgg.configuration(settings(), IMAGENET, 1000, Vgg.VGG_16, Vgg.DENSE_UNITS)));
        assertEquals(new Vgg.Block(3, 32), Vgg.narrowed(Vgg.VGG_16, 16).get(4));
    }

    @Test
    void resNetsOfThePaper() {
        // Those of PyTorch, 11,689,512 and 21,797,672, plus a bias for each channel of each convolution, without
        // the normalisation of the three shortcuts.
        int shortcuts = 2 * (128 + 256 + 512);
        int biases18 = 64 + 4 * 64 + 5 * 128 + 5 * 256 + 5 * 512;
        int biases34 = 64 + 6 * 64 + 9 * 128 + 13 * 256 + 7 * 512;
        assertEquals(
                11_689_512 + biases18 - shortcuts,
                parameters(ResNet.configuration(settings(), IMAGENET, 1000, Stem.LARGE_IMAGES, 2, 2, 2, 2)));
        assertEquals(
                21_797_672 + biases34 - shortcuts,
                parameters(ResNet.configuration(settings(), IMAGENET, 1000, Stem.LARGE_IMAGES, 3, 4, 6, 3)));
        assertEquals(11_175_818, parameters(ResNet.resNet18(settings(), InputType.convolutional(28, 28, 1), 10)));
        assertEquals(11_176_970, parameters(ResNet.resNet18(settings(), InputType.convolutional(32, 32, 3), 10)));
        assertThrows(
                IllegalArgumentException.class,
                () -> ResNet.configuration(settings(), IMAGENET, 10, Stem.LARGE_IMAGES));
    }

    @Test
    void bothStemsOfAResNetCompute() {
        for (Stem stem : Stem.values()) {
            ComputationGraph network = new ComputationGraph(
                    ResNet.configuration(settings(), InputType.convolutional(64, 48, 3), 5, stem, 1, 1));
            network.init();
            assertArrayEquals(
                    new long[] {2, 5},
                    network.outputSingle(Nd4j.rand(2, 3, 64, 48)).shape());
            // What the first block is given: as large as the image, or a quarter of it in each direction.
            int divisor = stem == Stem.LARGE_IMAGES ? 4 : 1;
            String last = stem == Stem.LARGE_IMAGES ? "stem-pool" : "stem-relu";
            assertArrayEquals(
                    new long[] {2, 64, 64 / divisor, 48 / divisor},
                    network.feedForward(Nd4j.rand(2, 3, 64, 48), false)
                            .get(last)
                            .shape());
        }
    }

    /** DL4J's batch normalisation takes an activation and ignores it (1.0.0-M2.1). */
    @Test
    void whatIsNormalisedPassesAReluOfItsOwn() {
        ComputationGraph network = new ComputationGraph(
                ResNet.configuration(settings(), InputType.convolutional(16, 16, 3), 5, Stem.SMALL_IMAGES, 1, 1));
        network.init();
        Map<String, INDArray> outputs = network.feedForward(Nd4j.randn(4, 3, 16, 16), true);
        for (String place : List.of("stem", "block00", "block10")) {
            String number = place.equals("stem") ? "" : "1";
            INDArray before = outputs.get(place + "-norm" + number);
            INDArray after = outputs.get(place + "-relu" + number);
            assertTrue(before.minNumber().doubleValue() < -1, place);
            assertTrue(after.minNumber().doubleValue() >= 0, place);
            assertEquals(Transforms.max(before, 0), after, place);
        }
        // What follows sees the ReLU's output, not the normalisation's.
        network.getConfiguration().getVertexInputs().forEach((name, inputs) -> {
            boolean linear = name.contains("relu") || name.contains("sum");
            assertTrue(linear || inputs.stream().noneMatch(input -> input.contains("norm")), name);
        });
    }

    @Test
    void theCallersSettingsStay() {
        NeuralNetConfiguration.Builder settings = settings().l2(1e-3);
        MultiLayerConfiguration first = LeNet.configuration(settings, InputType.convolutional(28, 28, 1), 10);
        Vgg.vgg11(settings, InputType.convolutional(32, 32, 3), 10, 4);
        assertEquals(first, LeNet.configuration(settings, InputType.convolutional(28, 28, 1), 10));
    }
}
