package d2j.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.vision.ResNet.Stem;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class DenseNetTest {

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder().seed(1).weightInit(WeightInit.RELU);
    }

    /** The table of <i>Dive into Deep Learning</i>, for an image of 96 x 96. */
    @Test
    void hasTheShapesOfTheBook() {
        InputType input = InputType.convolutional(96, 96, 1);
        ModelSummary summary = ModelSummary.of(DenseNet.denseNet(settings(), input, 10), input);
        assertEquals(758_226, summary.parameters());
        Map<String, long[]> table = Map.of(
                "stem-relu", new long[] {64, 48, 48},
                "stem-pool", new long[] {64, 24, 24},
                "block0-join3", new long[] {192, 24, 24},
                "transition0-pool", new long[] {96, 12, 12},
                "block1-join3", new long[] {224, 12, 12},
                "transition1-pool", new long[] {112, 6, 6},
                "block2-join3", new long[] {240, 6, 6},
                "transition2-pool", new long[] {120, 3, 3},
                "block3-join3", new long[] {248, 3, 3},
                "output", new long[] {10});
        table.forEach(
                (name, shape) -> assertArrayEquals(shape, summary.layer(name).dimensions(), name));
        InputType colour = InputType.convolutional(96, 96, 3);
        assertEquals(
                764_498,
                ModelSummary.of(DenseNet.denseNet(settings(), colour, 10), colour)
                        .parameters());
    }

    /** The book's examples: a block of two layers with a growth of 10 for 3 channels, and a transition to 10. */
    @Test
    void aBlockKeepsItsInputInItsFirstChannels() {
        ComputationGraph network = new ComputationGraph(DenseNet.configuration(
                settings(), InputType.convolutional(8, 8, 3), 10, Stem.SMALL_IMAGES, 3, 10, 2, 1));
        network.init();
        Map<String, INDArray> outputs = network.feedForward(Nd4j.randn(4, 3, 8, 8), true);
        INDArray joined = outputs.get("block0-join1");
        assertArrayEquals(new long[] {4, 23, 8, 8}, joined.shape());
        assertArrayEquals(
                new long[] {4, 11, 4, 4}, outputs.get("transition0-pool").shape());
        INDArray first =
                joined.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 3), NDArrayIndex.all(), NDArrayIndex.all());
        assertTrue(outputs.get("stem-relu").equalsWithEps(first.dup(), 1e-6));
        ModelSummary summary = ModelSummary.of(network.getConfiguration(), InputType.convolutional(8, 8, 3));
        long block = summary.layers().stream()
                .filter(layer -> layer.name().startsWith("block0"))
                .mapToLong(ModelSummary.Layer::parameters)
                .sum();
        assertEquals(1_492, block);
        for (int i = 0; i < 2; i++) {
            assertTrue(outputs.get("block0-relu" + i).minNumber().doubleValue() >= 0);
            assertTrue(outputs.get("block0-norm" + i).minNumber().doubleValue() < -0.5);
        }
    }

    @Test
    void refusesNoBlocksAndNoGrowth() {
        InputType input = InputType.convolutional(8, 8, 3);
        assertThrows(
                IllegalArgumentException.class,
                () -> DenseNet.configuration(settings(), input, 10, Stem.SMALL_IMAGES, 8, 4));
        assertThrows(
                IllegalArgumentException.class,
                () -> DenseNet.configuration(settings(), input, 10, Stem.SMALL_IMAGES, 8, 0, 2));
    }
}
