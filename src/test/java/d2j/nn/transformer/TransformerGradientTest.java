package d2j.nn.transformer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.nn.norm.LayerNormalization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.buffer.util.DataTypeUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The hand-written backward passes against finite differences, in double precision, and configurations as JSON. */
class TransformerGradientTest {

    private static final int FEATURES = 6;
    private static final int TIME = 4;
    private static final int BATCH = 2;
    private static final int CLASSES = 4;

    @TempDir
    private Path folder;

    private DataType before;

    static Stream<Layer> layers() {
        return Stream.of(
                new LayerNormalization.Builder().build(),
                new MultiHeadAttention.Builder().heads(2).build(),
                new MultiHeadAttention.Builder().heads(3).causal(true).build(),
                new PositionWiseFeedForward.Builder().hiddenSize(7).gelu(true).build(),
                new TransformerEncoderBlock.Builder()
                        .heads(2)
                        .gelu(true)
                        .hiddenSize(4)
                        .build(),
                new TransformerEncoderBlock.Builder()
                        .heads(1)
                        .gelu(true)
                        .normFirst(true)
                        .causal(true)
                        .hiddenSize(5)
                        .build());
    }

    @BeforeEach
    void remember() {
        before = Nd4j.dataType();
    }

    @AfterEach
    void restore() {
        DataTypeUtil.setDTypeForContext(before);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void gradientsAgreeWithFiniteDifferences(Layer layer) {
        DataTypeUtil.setDTypeForContext(DataType.DOUBLE);
        for (boolean masked : new boolean[] {false, true}) {
            // The parameters below get their gradients through what the layer says of its input's.
            MultiLayerNetwork network =
                    network(DataType.DOUBLE, RNNFormat.NCW, new LayerNormalization.Builder().build(), layer.clone());
            Nd4j.getRandom().setSeed(7);
            INDArray parameters = network.params();
            parameters.addi(Nd4j.randn(DataType.DOUBLE, parameters.shape()).muli(0.1));
            INDArray padding = masked ? padding() : null;

            assertTrue(
                    GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                            .net(network)
                            .input(Nd4j.randn(DataType.DOUBLE, BATCH, FEATURES, TIME))
                            .labels(labels())
                            .epsilon(1e-6)
                            .maxRelError(1e-5)
                            .minAbsoluteError(1e-8)
                            .inputMask(padding)
                            .labelMask(padding)),
                    layer + (masked ? " with mask" : ""));
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void configurationsAndNetworksSurviveBeingSaved(Layer layer) throws IOException {
        MultiLayerNetwork network = network(DataType.FLOAT, RNNFormat.NCW, layer.clone());
        String json = network.getLayerWiseConfigurations().toJson();
        assertEquals(network.getLayerWiseConfigurations(), MultiLayerConfiguration.fromJson(json));

        INDArray x = Nd4j.randn(DataType.FLOAT, BATCH, FEATURES, TIME);
        ModelSerializer.writeModel(network, folder.resolve("network.zip").toFile(), true);
        MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(
                folder.resolve("network.zip").toFile());
        assertEquals(network.output(x), restored.output(x));
        assertEquals(layer.getClass(), restored.getLayer(0).conf().getLayer().getClass());
    }

    @ParameterizedTest
    @MethodSource("layers")
    void timeMayComeBeforeFeatures(Layer layer) {
        MultiLayerNetwork featuresFirst = network(DataType.FLOAT, RNNFormat.NCW, layer.clone());
        MultiLayerNetwork timeFirst = network(DataType.FLOAT, RNNFormat.NWC, layer.clone());
        timeFirst.setParams(featuresFirst.params().dup());
        INDArray x = Nd4j.randn(DataType.FLOAT, BATCH, FEATURES, TIME);

        INDArray expected = featuresFirst.output(x);
        INDArray actual = timeFirst.output(x.permute(0, 2, 1).dup('c'));
        assertTrue(expected.equalsWithEps(actual.permute(0, 2, 1), 1e-5));
    }

    @Test
    void wrongShapesAreReported() {
        assertThrows(
                IllegalStateException.class,
                () -> network(
                        DataType.FLOAT,
                        RNNFormat.NCW,
                        new MultiHeadAttention.Builder().heads(4).build()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LayerNormalization.Builder().nIn(3).nOut(4).build());
        assertThrows(IllegalArgumentException.class, () -> new TransformerEncoderBlock.Builder().dropoutProbability(1));
        MultiLayerNetwork network =
                network(DataType.FLOAT, RNNFormat.NCW, new TransformerEncoderBlock.Builder().build());
        assertThrows(IllegalArgumentException.class, () -> network.output(Nd4j.zeros(2, FEATURES + 1, TIME)));
    }

    private static MultiLayerNetwork network(DataType type, RNNFormat format, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .dataType(type)
                .seed(1)
                .updater(new Sgd(1))
                .list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(list.layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(FEATURES, TIME, format))
                .build());
        network.init();
        return network;
    }

    private static INDArray labels() {
        Random random = new Random(3);
        INDArray labels = Nd4j.zeros(DataType.DOUBLE, BATCH, CLASSES, TIME);
        for (int i = 0; i < BATCH; i++) {
            for (int t = 0; t < TIME; t++) {
                labels.putScalar(i, random.nextInt(CLASSES), t, 1);
            }
        }
        return labels;
    }

    private static INDArray padding() {
        INDArray mask = Nd4j.ones(DataType.DOUBLE, BATCH, TIME);
        mask.putScalar(1, TIME - 2, 0);
        mask.putScalar(1, TIME - 1, 0);
        return mask;
    }
}
