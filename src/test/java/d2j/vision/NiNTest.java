package d2j.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The sizes of network in network, and what its last layers compute. */
class NiNTest {

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder().seed(1).weightInit(WeightInit.RELU);
    }

    private static long parameters(MultiLayerConfiguration network) {
        return network.getConfs().stream()
                .filter(layer -> !(layer.getLayer() instanceof BatchNormalization))
                .mapToLong(layer -> layer.getLayer().initializer().numParams(layer))
                .sum();
    }

    @Test
    void parametersDoNotDependOnTheSizeOfTheImage() {
        InputType large = InputType.convolutional(224, 224, 1);
        assertEquals(1_992_166, parameters(NiN.configuration(settings(), large, 10)));
        assertEquals(1_992_166, parameters(NiN.configuration(settings(), InputType.convolutional(96, 128, 1), 10)));
        ModelSummary summary = ModelSummary.of(NiN.configuration(settings(), large, 10), large);
        assertEquals(1_992_166, summary.parameters());
        assertArrayEquals(
                new long[] {10},
                summary.layers().get(summary.layers().size() - 1).dimensions());
        // Two channels more, of 96 kernels of 11 x 11.
        assertEquals(
                1_992_166 + 2 * 96 * 121,
                parameters(NiN.configuration(settings(), InputType.convolutional(224, 224, 3), 10)));
    }

    @Test
    void mapsOfTheBook() {
        MultiLayerNetwork network =
                new MultiLayerNetwork(NiN.configuration(settings(), InputType.convolutional(224, 224, 1), 10));
        network.init();
        List<INDArray> outputs = network.feedForward(Nd4j.rand(1, 1, 224, 224));
        // Three convolutions and a pooling, three times; dropout; three convolutions, the mean, the softmax.
        long[][] shapes = {
            {96, 54, 54}, {96, 26, 26}, {256, 26, 26}, {256, 12, 12}, {384, 12, 12}, {384, 5, 5}, {10, 5, 5}
        };
        int[] layers = {3, 4, 7, 8, 11, 12, 16};
        for (int i = 0; i < layers.length; i++) {
            long[] shape = outputs.get(layers[i]).shape();
            assertArrayEquals(shapes[i], new long[] {shape[1], shape[2], shape[3]});
        }
        assertArrayEquals(new long[] {1, 10}, outputs.get(outputs.size() - 1).shape());
    }

    @Test
    void theScoresAreTheMeansOfTheMaps() {
        MultiLayerNetwork network =
                new MultiLayerNetwork(NiN.small(settings(), InputType.convolutional(28, 28, 1), 7, 4));
        network.init();
        for (int width : new int[] {28, 56}) {
            List<INDArray> outputs = network.feedForward(Nd4j.rand(3, 1, 28, width));
            INDArray maps = outputs.get(outputs.size() - 3);
            assertArrayEquals(new long[] {3, 7, 6, width == 28 ? 6 : 13}, maps.shape());
            INDArray expected = Transforms.softmax(maps.mean(2, 3));
            INDArray output = outputs.get(outputs.size() - 1);
            assertEquals(0, expected.sub(output).amaxNumber().doubleValue(), 1e-6);
        }
    }
}
