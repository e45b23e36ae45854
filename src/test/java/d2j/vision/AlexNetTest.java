package d2j.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The tables of the papers, from the configurations alone. */
class AlexNetTest {

    private static final InputType IMAGENET = InputType.convolutional(224, 224, 3);

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder().seed(1).weightInit(WeightInit.RELU);
    }

    private static long[] parameters(ModelSummary summary) {
        return summary.layers().stream()
                .mapToLong(ModelSummary.Layer::parameters)
                .filter(count -> count > 0)
                .toArray();
    }

    @Test
    void theOriginalInItsTwoHalves() {
        ModelSummary summary = ModelSummary.of(AlexNet.original(settings(), IMAGENET, 1000), IMAGENET);
        assertEquals(60_965_224, summary.parameters());
        assertEquals(724_406_816, summary.multiplyAdds());
        assertEquals("48 × 55 × 55", summary.layer("conv1-b").shape());
        assertEquals("48 × 27 × 27", summary.layer("pool1-a").shape());
        assertEquals("128 × 13 × 13", summary.layer("pool2-a").shape());
        assertEquals("256 × 6 × 6", summary.layer("pool5").shape());
        long[] together = Stream.of("conv1", "conv2", "conv3", "conv4", "conv5")
                .mapToLong(name -> summary.layer(name + "-a").parameters()
                        + summary.layer(name + "-b").parameters())
                .toArray();
        assertArrayEquals(new long[] {34_944, 307_456, 885_120, 663_936, 442_624}, together);
        assertEquals(37_752_832, summary.layer("dense6").parameters());
        assertEquals(16_781_312, summary.layer("dense7").parameters());
        assertEquals(4_097_000, summary.layer("output").parameters());
    }

    @Test
    void inOnePieceForGreyImages() {
        InputType grey = InputType.convolutional(224, 224, 1);
        ModelSummary summary = ModelSummary.of(AlexNet.configuration(settings(), grey, 10, 1), grey);
        assertEquals(46_764_746, summary.parameters());
        assertEquals(938_146_176, summary.multiplyAdds());
        assertArrayEquals(
                new long[] {11_712, 614_656, 885_120, 1_327_488, 884_992, 26_218_496, 16_781_312, 40_970},
                parameters(summary));
        assertEquals("96 × 54 × 54", summary.layer("layer0").shape());
        assertEquals("256 × 5 × 5", summary.layer("layer7").shape());
    }

    @Test
    void forSmallImagesItComputes() {
        InputType small = InputType.convolutional(28, 28, 1);
        MultiLayerConfiguration network = AlexNet.forSmallImages(settings(), small, 10, 4, 512);
        assertEquals(632_250, ModelSummary.of(network, small).parameters());
        MultiLayerNetwork built = new MultiLayerNetwork(network);
        built.init();
        INDArray output = built.output(Nd4j.rand(2, 1, 28, 28));
        assertArrayEquals(new long[] {2, 10}, output.shape());
        assertEquals(1, output.sumNumber().doubleValue() / 2, 1e-5);
        assertThrows(IllegalArgumentException.class, () -> AlexNet.forSmallImages(settings(), small, 10, 3, 512));
        assertThrows(IllegalArgumentException.class, () -> AlexNet.configuration(settings(), IMAGENET, 10, 0));
    }

    @Test
    void zfNet() {
        ModelSummary summary = ModelSummary.of(ZFNet.configuration(settings(), IMAGENET, 1000), IMAGENET);
        assertEquals(62_357_608, summary.parameters());
        assertArrayEquals(
                new long[] {14_208, 614_656, 885_120, 1_327_488, 884_992, 37_752_832, 16_781_312, 4_097_000},
                parameters(summary));
        String[] shapes = {"96 × 110 × 110", "96 × 55 × 55", "96 × 55 × 55", "256 × 26 × 26", "256 × 13 × 13"};
        for (int l = 0; l < shapes.length; l++) {
            assertEquals(shapes[l], summary.layers().get(l).shape(), "layer " + l);
        }
        assertEquals("256 × 6 × 6", summary.layer("layer9").shape());
    }
}
