package d2j.nn.images;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.buffer.util.DataTypeUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The gate against the product, its gradient against finite differences, and its configuration as JSON. */
class ChannelGateTest {

    private static final int CHANNELS = 3;

    @TempDir
    private Path folder;

    private DataType before;

    @BeforeEach
    void remember() {
        before = Nd4j.dataType();
    }

    @AfterEach
    void restore() {
        DataTypeUtil.setDTypeForContext(before);
    }

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

    private static INDArray labels(DataType type) {
        return Nd4j.eye(4).castTo(type).get(Nd4j.createFromArray(1, 3, 0));
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
        DataTypeUtil.setDTypeForContext(DataType.DOUBLE);
        ComputationGraph network = network(DataType.DOUBLE, CHANNELS);
        assertTrue(GradientCheckUtil.checkGradients(new GradientCheckUtil.GraphConfig()
                .net(network)
                .inputs(new INDArray[] {Nd4j.randn(DataType.DOUBLE, 3, 2, 6, 5)})
                .labels(new INDArray[] {labels(DataType.DOUBLE)})
                .epsilon(1e-6)
                .maxRelError(1e-5)
                .minAbsoluteError(1e-9)));
    }

    @Test
    void floatsHaveTheGradientsOfDoubles() {
        INDArray x = Nd4j.randn(DataType.FLOAT, 3, 2, 6, 5);
        ComputationGraph fast = network(DataType.FLOAT, CHANNELS);
        ComputationGraph exact = network(DataType.DOUBLE, CHANNELS);
        exact.setParams(fast.params().castTo(DataType.DOUBLE));
        fast.setInputs(x);
        fast.setLabels(labels(DataType.FLOAT));
        fast.computeGradientAndScore();
        exact.setInputs(x.castTo(DataType.DOUBLE));
        exact.setLabels(labels(DataType.DOUBLE));
        exact.computeGradientAndScore();
        INDArray expected = exact.getFlattenedGradients();
        assertTrue(expected.amaxNumber().doubleValue() > 1e-2, "gradients that say something");
        assertTrue(expected.equalsWithEps(fast.getFlattenedGradients().castTo(DataType.DOUBLE), 1e-5));
    }

    @Test
    void savedNetworksComputeTheSame() throws IOException {
        ComputationGraph network = network(DataType.FLOAT, CHANNELS);
        network.fit(new DataSet(Nd4j.randn(DataType.FLOAT, 3, 2, 6, 5), labels(DataType.FLOAT)));
        assertEquals(
                network.getConfiguration(),
                ComputationGraphConfiguration.fromJson(
                        network.getConfiguration().toJson()));
        ModelSerializer.writeModel(network, folder.resolve("network.zip").toFile(), true);
        ComputationGraph restored = ModelSerializer.restoreComputationGraph(
                folder.resolve("network.zip").toFile());
        INDArray x = Nd4j.randn(DataType.FLOAT, 2, 2, 6, 5);
        assertEquals(network.outputSingle(x), restored.outputSingle(x));
    }

    @Test
    void gatesThatDoNotFitAreRefused() {
        Exception refused = assertThrows(RuntimeException.class, () -> network(DataType.FLOAT, CHANNELS + 1));
        String message = refused.getMessage() + refused.getCause();
        assertTrue(message.contains("channel gate takes images"), message);
    }
}
