package d2j.nn.images;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.nn.convolution.GroupedConvolution2D;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Shuffles and other choices of channels, its gradient against finite differences, and its configuration as JSON. */
class ChannelSelectionTest {

    private static final int[] DEALT = {0, 2, 4, 1, 3, 5};
    /** One channel twice, and one not at all. */
    private static final ChannelSelection TWICE = new ChannelSelection(3, 5, 0, 3, 1, 2);

    private static final VertexChecks CHECKS =
            new VertexChecks(type -> network(type, TWICE), new long[] {3, 3, 4, 5}, 4);

    @TempDir
    private Path folder;

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
