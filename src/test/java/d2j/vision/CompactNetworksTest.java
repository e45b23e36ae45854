package d2j.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.vision.ResNet.Stem;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Shapes, parameters and multiply-adds of SqueezeNet, MobileNet v2, Xception, ResNeXt and the ShuffleNets. */
class CompactNetworksTest {

    private static final InputType IMAGENET = InputType.convolutional(224, 224, 3);
    private static final InputType SMALL = InputType.convolutional(12, 12, 1);

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.05))
                .weightInit(WeightInit.RELU);
    }

    private static void assertCost(long parameters, long multiplyAdds, ComputationGraphConfiguration network) {
        ModelSummary summary = ModelSummary.of(network, IMAGENET);
        assertEquals(parameters, summary.parameters());
        assertEquals(multiplyAdds, summary.multiplyAdds());
    }

    private static void assertShapes(ModelSummary summary, Map<String, long[]> table) {
        table.forEach(
                (name, shape) -> assertArrayEquals(shape, summary.layer(name).dimensions(), name));
    }

    /** A step of training changes the loss, and the network still gives probabilities. */
    private static ComputationGraph assertTrains(ComputationGraphConfiguration configuration) {
        Nd4j.getRandom().setSeed(5);
        ComputationGraph network = new ComputationGraph(configuration);
        network.init();
        DataSet batch = new DataSet(
                Nd4j.rand(DataType.FLOAT, 10, 1, 12, 12), Nd4j.eye(10).castTo(DataType.FLOAT));
        double before = network.score(batch, true);
        for (int step = 0; step < 10; step++) {
            network.fit(batch);
        }
        assertTrue(network.score(batch, true) < before);
        INDArray output = network.outputSingle(batch.getFeatures());
        assertArrayEquals(new long[] {10, 10}, output.shape());
        assertTrue(output.sum(1).equalsWithEps(Nd4j.ones(DataType.FLOAT, 10), 1e-4));
        return network;
    }

    @Test
    void squeezeNetOfThePaper() {
        InputType input = InputType.convolutional(227, 227, 3);
        ModelSummary summary = ModelSummary.of(SqueezeNet.configuration(settings(), input, 1000), input);
        assertEquals(1_248_424, summary.parameters());
        assertEquals(1_552, summary.layer("fire2-squeeze").parameters());
        assertEquals(1_088, summary.layer("fire2-expand1").parameters());
        assertEquals(9_280, summary.layer("fire2-expand3").parameters());
        assertShapes(
                summary,
                Map.of(
                        "stem", new long[] {96, 111, 111},
                        "stem-pool", new long[] {96, 55, 55},
                        "fire2", new long[] {128, 55, 55},
                        "fire4-pool", new long[] {256, 27, 27},
                        "fire8-pool", new long[] {512, 13, 13},
                        "fire9", new long[] {512, 13, 13},
                        "classes", new long[] {1000, 13, 13},
                        "output", new long[] {1000}));
        SqueezeNet.FIRES.forEach(fire -> assertEquals(4 * fire.squeezed(), fire.expanded()));
    }

    @Test
    void mobileNetV2OfThePaper() {
        assertCost(3_504_872, 300_774_272, MobileNetV2.configuration(settings(), IMAGENET, 1000, 1));
        ModelSummary wide = ModelSummary.of(MobileNetV2.configuration(settings(), IMAGENET, 1000, 1.4), IMAGENET);
        assertEquals(6_108_776, wide.parameters());
        assertShapes(
                ModelSummary.of(MobileNetV2.configuration(settings(), IMAGENET, 1000, 1), IMAGENET),
                Map.of(
                        "stem", new long[] {32, 112, 112},
                        "block00-reduce-norm", new long[] {16, 112, 112},
                        "block11", new long[] {24, 56, 56},
                        "block22", new long[] {32, 28, 28},
                        "block33", new long[] {64, 14, 14},
                        "block42", new long[] {96, 14, 14},
                        "block52", new long[] {160, 7, 7},
                        "block60-reduce-norm", new long[] {320, 7, 7},
                        "last", new long[] {1280, 7, 7}));
        assertThrows(IllegalArgumentException.class, () -> MobileNetV2.configuration(settings(), IMAGENET, 1000, 0));
        assertThrows(IllegalArgumentException.class, () -> new MobileNetV2.Stage(0, 8, 1, 1));
    }

    @Test
    void aBlockOfMobileNetV2HasNoActivationAtItsNarrowEnd() {
        ComputationGraph network = assertTrains(
                MobileNetV2.configuration(settings(), SMALL, 10, 4, 1, List.of(new MobileNetV2.Stage(3, 6, 2, 2)), 16));
        Map<String, INDArray> outputs = network.feedForward(Nd4j.rand(3, 1, 12, 12), true);
        assertTrue(outputs.get("block00-reduce-norm").minNumber().doubleValue() < 0);
        assertTrue(outputs.get("block01-expand").minNumber().doubleValue() >= 0);
        assertTrue(outputs.get("last").maxNumber().doubleValue() <= 6);
        INDArray sum = outputs.get("block01-reduce-norm").add(outputs.get("block00-reduce-norm"));
        assertTrue(sum.equalsWithEps(outputs.get("block01"), 1e-5));
    }

    @Test
    void xceptionOfThePaper() {
        InputType input = InputType.convolutional(299, 299, 3);
        ModelSummary summary = ModelSummary.of(Xception.configuration(settings(), input, 1000), input);
        assertEquals(22_855_952, summary.parameters());
        assertEquals(22_910_480, summary.parameters() + summary.statistics());
        assertShapes(
                summary,
                Map.of(
                        "stem2", new long[] {64, 147, 147},
                        "entry0", new long[] {128, 74, 74},
                        "entry1", new long[] {256, 37, 37},
                        "entry2", new long[] {728, 19, 19},
                        "middle7", new long[] {728, 19, 19},
                        "exit", new long[] {1024, 10, 10},
                        "last-2", new long[] {2048, 10, 10}));
    }

    @Test
    void resNeXtOfThePaper() {
        assertCost(25_028_904, 4_230_479_872L, ResNet.resNeXt50(settings(), IMAGENET, 1000));
    }

    /** The paper's table has 143, 140, 137, 133 and 137 million. */
    @Test
    void shuffleNetOfThePaper() {
        assertCost(1_531_936, 143_078_976, ShuffleNet.configuration(settings(), IMAGENET, 1000, 1));
        assertCost(1_733_848, 140_836_512, ShuffleNet.configuration(settings(), IMAGENET, 1000, 2));
        assertCost(1_865_728, 137_460_672, ShuffleNet.configuration(settings(), IMAGENET, 1000, 3));
        assertCost(1_968_344, 134_339_776, ShuffleNet.configuration(settings(), IMAGENET, 1000, 4));
        assertCost(2_434_768, 138_365_952, ShuffleNet.configuration(settings(), IMAGENET, 1000, 8));
        ModelSummary summary = ModelSummary.of(ShuffleNet.configuration(settings(), IMAGENET, 1000, 3), IMAGENET);
        assertShapes(
                summary,
                Map.of(
                        "stem", new long[] {24, 112, 112},
                        "stem-pool", new long[] {24, 56, 56},
                        "unit03", new long[] {240, 28, 28},
                        "unit17", new long[] {480, 14, 14},
                        "unit23", new long[] {960, 7, 7}));
        assertThrows(IllegalArgumentException.class, () -> ShuffleNet.configuration(settings(), IMAGENET, 1000, 5));
    }

    @Test
    void shufflesOfShuffleNetCanBeLeftOut() {
        List<ResNet.Stage> stages = List.of(new ResNet.Stage(2, 16));
        for (boolean shuffled : new boolean[] {true, false}) {
            ComputationGraph network = assertTrains(
                    ShuffleNet.configuration(settings(), SMALL, 10, Stem.SMALL_IMAGES, 8, stages, 2, shuffled));
            assertEquals(shuffled, network.getVertex("unit00-shuffle") != null);
        }
        assertFalse(ShuffleNet.CHANNELS.isEmpty());
    }

    /** The paper's table has 1.4, 2.3, 3.5 and 7.4 million parameters, and 41, 146, 299 and 591 million operations. */
    @Test
    void shuffleNetV2OfThePaper() {
        assertCost(1_366_792, 40_476_448, ShuffleNetV2.configuration(settings(), IMAGENET, 1000, 0.5));
        assertCost(2_278_604, 144_907_992, ShuffleNetV2.configuration(settings(), IMAGENET, 1000, 1));
        assertCost(3_503_624, 295_759_392, ShuffleNetV2.configuration(settings(), IMAGENET, 1000, 1.5));
        assertCost(7_393_996, 583_253_464, ShuffleNetV2.configuration(settings(), IMAGENET, 1000, 2));
        assertShapes(
                ModelSummary.of(ShuffleNetV2.configuration(settings(), IMAGENET, 1000, 1), IMAGENET),
                Map.of(
                        "unit03", new long[] {116, 28, 28},
                        "unit17", new long[] {232, 14, 14},
                        "unit23", new long[] {464, 7, 7},
                        "last", new long[] {1024, 7, 7}));
        assertThrows(IllegalArgumentException.class, () -> ShuffleNetV2.configuration(settings(), IMAGENET, 1000, 3));
        assertThrows(
                IllegalArgumentException.class,
                () -> ShuffleNetV2.configuration(
                        settings(), SMALL, 10, Stem.SMALL_IMAGES, 8, List.of(new ResNet.Stage(1, 7)), 16));
    }

    @Test
    void halfOfTheChannelsPassesAUnitOfShuffleNetV2() {
        ComputationGraph network = assertTrains(ShuffleNetV2.configuration(
                settings(), SMALL, 10, Stem.SMALL_IMAGES, 8, List.of(new ResNet.Stage(2, 12)), 24));
        Map<String, INDArray> outputs = network.feedForward(Nd4j.rand(3, 1, 12, 12), false);
        for (int channel = 0; channel < 6; channel++) {
            assertTrue(outputs.get("unit00")
                    .slice(channel, 1)
                    .dup()
                    .equalsWithEps(outputs.get("unit01").slice(2 * channel, 1).dup(), 1e-6));
        }
    }
}
