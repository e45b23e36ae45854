package d2j.nn.images;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The gate against the product, its gradient against finite differences, and its configuration as JSON. */
class ChannelGateTest {

    private static final int CHANNELS = 3;

    private static final VertexChecks CHECKS =
            new VertexChecks(type -> network(type, CHANNELS), new long[] {3, 2, 6, 5}, 4);

    @TempDir
    private Path folder;

    private static ComputationGraph network(DataType type, int gates) {
        ComputationGraph network = new ComputationGraph(configuration(type, gates));
        network.init();
        return network;
    }

    /** A convolution whose channels are gated by what two dense layers say of their means. */
    private static ComputationGraphConfiguration configuration(DataType type, int gates) {
        return new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(type)
                .updater(new NoOp())
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.convolutional(6, 5, 2))
                .addLayer(
                        "conv",
                        new ConvolutionLayer.Builder(3, 3)
                                .nOut(CHANNELS)
                                .activation(Activation.TANH)
                                .build(),
                        "x")
                .addLayer("means", new GlobalPoolingLayer(PoolingType.AVG), "conv")
                .addLayer(
                        "gates",
                        new DenseLayer.Builder()
                                .nOut(gates)
                                .activation(Activation.SIGMOID)
                                .build(),
                        "means")
                .addVertex("gate", new ChannelGate(), "conv", "gates")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(4)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "gate")
                .setOutputs("out")
                .build();
    }

    @Test
    void everyChannelIsMultipliedByItsGate() {
        INDArray x = Nd4j.randn(DataType.FLOAT, 3, 2, 6, 5);
        var outputs = network(DataType.FLOAT, CHANNELS).feedForward(x, false);
        INDArray images = outputs.get("conv");
        INDArray gates = outputs.get("gates");
        INDArray gated = outputs.get("gate");
        assertArrayEquals(images.shape(), gated.shape());
        for (int n = 0; n < 3; n++) {
            for (int c = 0; c < CHANNELS; c++) {
                INDArray expected = images.slice(n).slice(c).mul(gates.getDouble(n, c));
                assertTrue(expected.equalsWithEps(gated.slice(n).slice(c), 1e-6), "example " + n + ", channel " + c);
            }
        }
    }

    @Test
    void gradientsAgreeWithFiniteDifferences() {
        CHECKS.gradientsAgreeWithFiniteDifferences();
    }

    @Test
    void floatsHaveTheGradientsOfDoubles() {
        CHECKS.floatsHaveTheGradientsOfDoubles();
    }

    @Test
    void savedNetworksComputeTheSame() throws IOException {
        CHECKS.savedNetworkComputesTheSame(folder);
    }

    @Test
    void gatesThatDoNotFitAreRefused() {
        Exception refused = assertThrows(RuntimeException.class, () -> network(DataType.FLOAT, CHANNELS + 1));
        String message = refused.getMessage() + refused.getCause();
        assertTrue(message.contains("channel gate takes images"), message);
    }
}
