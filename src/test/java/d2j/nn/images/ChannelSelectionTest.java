package d2j.nn.images;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.nn.convolution.GroupedConvolution2D;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
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
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Shuffles and other choices of channels, its gradient against finite differences, and its configuration as JSON. */
class ChannelSelectionTest {

    private static final int[] DEALT = {0, 2, 4, 1, 3, 5};
    /** One channel twice, and one not at all. */
    private static final ChannelSelection TWICE = new ChannelSelection(3, 5, 0, 3, 1, 2);

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

    /** Two grouped convolutions with a choice of channels between them. */
    private static ComputationGraph network(DataType type, ChannelSelection selection) {
        ComputationGraphConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(type)
                .updater(new NoOp())
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.convolutional(4, 5, 3))
                .addLayer("first", grouped(), "x")
                .addVertex("picked", selection, "first")
                .addLayer("second", grouped(), "picked")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(4)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "second")
                .setOutputs("out")
                .build();
        ComputationGraph network = new ComputationGraph(configuration);
        network.init();
        return network;
    }

    private static GroupedConvolution2D grouped() {
        return new GroupedConvolution2D.Builder(1, 1)
                .groups(3)
                .nOut(6)
                .activation(Activation.TANH)
                .build();
    }

    private static INDArray labels(DataType type) {
        return Nd4j.eye(4).castTo(type).get(Nd4j.createFromArray(1, 3, 0));
    }

    @Test
    void dealsTheChannelsOfEachGroupOut() {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            INDArray x = Nd4j.randn(type, 3, 3, 4, 5);
            var outputs = network(type, ChannelSelection.shuffle(6, 3)).feedForward(x, false);
            for (int channel = 0; channel < DEALT.length; channel++) {
                assertEquals(
                        outputs.get("first").slice(DEALT[channel], 1).dup(),
                        outputs.get("picked").slice(channel, 1).dup());
            }
        }
    }

    @Test
    void gradientsAgreeWithFiniteDifferences() {
        DataTypeUtil.setDTypeForContext(DataType.DOUBLE);
        assertTrue(GradientCheckUtil.checkGradients(new GradientCheckUtil.GraphConfig()
                .net(network(DataType.DOUBLE, TWICE))
                .inputs(new INDArray[] {Nd4j.randn(DataType.DOUBLE, 3, 3, 4, 5)})
                .labels(new INDArray[] {labels(DataType.DOUBLE)})
                .epsilon(1e-6)
                .maxRelError(1e-5)
                .minAbsoluteError(1e-9)));
    }

    @Test
    void floatsHaveTheGradientsOfDoubles() {
        INDArray x = Nd4j.randn(DataType.FLOAT, 3, 3, 4, 5);
        ComputationGraph fast = network(DataType.FLOAT, TWICE);
        ComputationGraph exact = network(DataType.DOUBLE, TWICE);
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
        ComputationGraph network = network(DataType.FLOAT, TWICE);
        assertEquals(
                network.getConfiguration(),
                ComputationGraphConfiguration.fromJson(
                        network.getConfiguration().toJson()));
        ModelSerializer.writeModel(network, folder.resolve("network.zip").toFile(), true);
        ComputationGraph restored = ModelSerializer.restoreComputationGraph(
                folder.resolve("network.zip").toFile());
        INDArray x = Nd4j.randn(DataType.FLOAT, 2, 3, 4, 5);
        assertEquals(network.outputSingle(x), restored.outputSingle(x));
    }

    @Test
    void aShuffleOfTheOtherNumberOfGroupsUndoesIt() {
        int[] there = ChannelSelection.shuffle(12, 3).getChannels();
        int[] back = ChannelSelection.shuffle(12, 4).getChannels();
        for (int i = 0; i < there.length; i++) {
            assertEquals(i, there[back[i]]);
        }
        assertArrayEquals(new int[] {2, 3, 4}, ChannelSelection.range(2, 5).getChannels());
    }

    @Test
    void channelsThatAreNotThereAreRefused() {
        ChannelSelection tooFar = ChannelSelection.range(4, 7);
        Exception refused = assertThrows(RuntimeException.class, () -> network(DataType.FLOAT, tooFar));
        String message = refused.getMessage() + refused.getCause();
        assertTrue(message.contains("channel selection up to channel 6"), message);
        assertThrows(IllegalArgumentException.class, () -> ChannelSelection.shuffle(6, 4));
        assertThrows(IllegalArgumentException.class, () -> ChannelSelection.range(3, 3));
        assertThrows(IllegalArgumentException.class, () -> new ChannelSelection(1, -1));
    }
}
