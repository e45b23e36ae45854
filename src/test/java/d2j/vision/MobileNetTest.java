package d2j.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

/** The paper's sizes, counted without building the network, and a narrow one that computes and learns. */
class MobileNetTest {

    private static final InputType IMAGENET = InputType.convolutional(224, 224, 3);
    private static final InputType SMALL = InputType.convolutional(32, 32, 3);

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder().seed(1).weightInit(WeightInit.RELU);
    }

    /** Trainable parameters; of batch normalisation's four per channel two are statistics. */
    private static long parameters(MultiLayerConfiguration network) {
        return network.getConfs().stream()
                .mapToLong(layer -> {
                    long all = layer.getLayer().initializer().numParams(layer);
                    return layer.getLayer() instanceof BatchNormalization ? all / 2 : all;
                })
                .sum();
    }

    @Test
    void ofThePaper() {
        assertEquals(4_231_976, parameters(MobileNet.configuration(settings(), IMAGENET, 1000, 1)));
        assertEquals(
                568_740_352,
                ModelSummary.of(MobileNet.configuration(settings(), IMAGENET, 1000, 1), IMAGENET)
                        .multiplyAdds());
        // The table of the paper rounds these to 2.6, 1.3 and 0.5 millions.
        assertEquals(2_585_560, parameters(MobileNet.configuration(settings(), IMAGENET, 1000, 0.75)));
        assertEquals(1_331_592, parameters(MobileNet.configuration(settings(), IMAGENET, 1000, 0.5)));
        assertEquals(470_072, parameters(MobileNet.configuration(settings(), IMAGENET, 1000, 0.25)));
        assertEquals(823_722, parameters(MobileNet.forSmallImages(settings(), SMALL, 10, 0.5)));
    }

    @Test
    void shapesOfThePaper() {
        MultiLayerConfiguration full = MobileNet.configuration(settings(), IMAGENET, 1000, 1);
        List<InputType> types = full.getLayerActivationTypes(IMAGENET);
        // A convolution, its normalisation, ReLU; then six layers for each block.
        assertEquals(InputType.convolutional(112, 112, 32), types.get(2));
        int[] sizes = {112, 56, 56, 28, 28, 14, 14, 14, 14, 14, 14, 7, 7};
        for (int i = 0; i < sizes.length; i++) {
            assertEquals(
                    InputType.convolutional(
                            sizes[i], sizes[i], MobileNet.BLOCKS.get(i).channels()),
                    types.get(2 + 6 * (i + 1)));
        }
        assertEquals(InputType.feedForward(1024), types.get(types.size() - 2));
    }

    @Test
    void smallImagesKeepTheirSizeAtFirst() {
        MultiLayerNetwork network = new MultiLayerNetwork(MobileNet.forSmallImages(settings(), SMALL, 10, 0.125));
        network.init();
        List<INDArray> outputs = network.feedForward(Nd4j.rand(2, 3, 32, 32), false);
        assertArrayEquals(new long[] {2, 4, 32, 32}, outputs.get(3).shape());
        assertArrayEquals(
                new long[] {2, 128, 2, 2}, outputs.get(outputs.size() - 3).shape());
        assertArrayEquals(new long[] {2, 10}, outputs.get(outputs.size() - 1).shape());
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> MobileNet.configuration(settings(), IMAGENET, 10, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> MobileNet.configuration(settings(), IMAGENET, 10, 1, 2, List.of()));
    }
}
