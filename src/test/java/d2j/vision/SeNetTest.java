package d2j.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Parameters and shapes of residual networks with gates, and what the gates do. */
class SeNetTest {

    private static final InputType CLOTHING = InputType.convolutional(28, 28, 1);

    private static ComputationGraph network(int reduction, int blocks, int... channels) {
        ComputationGraph network = new ComputationGraph(SeNet.configuration(
                new NeuralNetConfiguration.Builder().seed(1).weightInit(WeightInit.RELU),
                CLOTHING,
                10,
                reduction,
                blocks,
                channels));
        network.init();
        return network;
    }

    /** Parameters of DL4J, two of the four numbers per channel of batch normalisation being statistics. */
    private static long convolution(int in, int out, int kernel) {
        return (long) in * out * kernel * kernel + 4L * out;
    }

    @Test
    void aGateCostsTwoNarrowLayers() {
        long plain = convolution(1, 16, 3)
                + 2 * convolution(16, 16, 3)
                + convolution(16, 32, 3)
                + convolution(32, 32, 3)
                + convolution(16, 32, 1)
                + 33 * 10;
        assertEquals(plain, network(0, 1, 16, 32).numParams());
        long gates = (16 * 4 + 4) + (4 * 16 + 16) + (32 * 8 + 8) + (8 * 32 + 32);
        assertEquals(plain + gates, network(4, 1, 16, 32).numParams());
        // At least one unit, however narrow.
        assertEquals(
                plain + (16 + 1) + (16 + 16) + (32 + 1) + (32 + 32),
                network(64, 1, 16, 32).numParams());
    }

    @Test
    void gatesLieBetween0And1AndScaleTheBranch() {
        ComputationGraph network = network(4, 2, 8, 12);
        var outputs = network.feedForward(Nd4j.rand(3, 1, 28, 28), false);
        INDArray gates = outputs.get("block10-gate-excite");
        assertArrayEquals(new long[] {3, 12}, gates.shape());
        assertTrue(gates.minNumber().doubleValue() > 0 && gates.maxNumber().doubleValue() < 1);
        assertArrayEquals(
                new long[] {3, 12, 14, 14}, outputs.get("block10-gate").shape());
        assertArrayEquals(new long[] {3, 10}, outputs.get("output").shape());
        INDArray expected = outputs.get("block10-2-norm").mul(gates.reshape(3, 12, 1, 1));
        assertTrue(expected.equalsWithEps(outputs.get("block10-gate"), 1e-5));
    }

    @Test
    void sizesThatMakeNoNetworkAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> network(-1, 1, 8));
        assertThrows(IllegalArgumentException.class, () -> network(16, 0, 8));
        assertThrows(IllegalArgumentException.class, () -> network(16, 1));
    }
}
