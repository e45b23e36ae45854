package d2j.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import d2j.vision.ResNet.Stage;
import d2j.vision.ResNet.Stem;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ResNetTest {

    private static final InputType SMALL = InputType.convolutional(8, 8, 3);

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder().seed(1).weightInit(WeightInit.RELU);
    }

    private static ComputationGraph network(boolean residual, int... blocks) {
        List<Stage> stages = List.of(new Stage(blocks[0], 4), new Stage(blocks[1], 8));
        ComputationGraph network = new ComputationGraph(
                residual
                        ? ResNet.configuration(settings(), SMALL, 5, Stem.SMALL_IMAGES, stages)
                        : ResNet.plain(settings(), SMALL, 5, Stem.SMALL_IMAGES, stages));
        network.init();
        return network;
    }

    @Test
    void resNet50OfThePaper() {
        InputType input = InputType.convolutional(224, 224, 3);
        ModelSummary summary = ModelSummary.of(ResNet.resNet50(settings(), input, 1000), input);
        assertEquals(25_557_032, summary.parameters());
        // The paper says 3.8 billion, with the stride in the first 1 x 1 convolution of a block.
        assertEquals(4.09e9, summary.multiplyAdds(), 0.01e9);
        Map<String, long[]> shapes = Map.of(
                "stem-pool", new long[] {64, 56, 56},
                "block02", new long[] {256, 56, 56},
                "block13", new long[] {512, 28, 28},
                "block25", new long[] {1024, 14, 14},
                "block32", new long[] {2048, 7, 7});
        shapes.forEach(
                (name, shape) -> assertArrayEquals(shape, summary.layer(name).dimensions(), name));
    }

    @Test
    void bottlenecksCompute() {
        ComputationGraph network = new ComputationGraph(
                ResNet.bottlenecks(settings(), SMALL, 5, Stem.SMALL_IMAGES, List.of(new Stage(2, 4), new Stage(1, 8))));
        network.init();
        Map<String, INDArray> outputs = network.feedForward(Nd4j.rand(2, 3, 8, 8), true);
        assertArrayEquals(new long[] {2, 16, 8, 8}, outputs.get("block01").shape());
        assertArrayEquals(new long[] {2, 32, 4, 4}, outputs.get("block10").shape());
    }

    /** What was zeroed in a block's last normalisation leaves what came in. */
    @Test
    void aBlockWhoseBranchIsZeroIsTheIdentity() {
        ComputationGraph network = network(true, 2, 1);
        network.getLayer("block01-norm2").getParam("gamma").assign(0);
        Map<String, INDArray> outputs = network.feedForward(Nd4j.randn(3, 3, 8, 8), true);
        assertEquals(outputs.get("block00"), outputs.get("block01"));
        assertFalse(outputs.get("block00").equals(outputs.get("stem-relu")));
    }

    @Test
    void plainNetworksHaveTheSameConvolutionsAndAddNothing() {
        ComputationGraph residual = network(true, 2, 2);
        ComputationGraph plain = network(false, 2, 2);
        assertEquals(residual.numParams() - (4 * 8 + 8), plain.numParams());
        assertFalse(plain.getConfiguration().getVertices().containsKey("block00-sum"));
        assertFalse(plain.getConfiguration().getVertices().containsKey("block10-shortcut"));
        assertArrayEquals(
                residual.outputSingle(Nd4j.rand(2, 3, 8, 8)).shape(),
                plain.outputSingle(Nd4j.rand(2, 3, 8, 8)).shape());
    }

    @Test
    void refusesEmptyStages() {
        assertThrows(IllegalArgumentException.class, () -> new Stage(0, 16));
        assertThrows(IllegalArgumentException.class, () -> new Stage(1, 0));
    }
}
