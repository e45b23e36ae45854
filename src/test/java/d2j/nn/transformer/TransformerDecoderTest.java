package d2j.nn.transformer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.nn.sequence.Stepwise;
import d2j.nn.sequence.TwoSequenceLayer;
import d2j.nn.sequence.TwoSequenceRunner;
import d2j.nn.sequence.TwoSequenceVertex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.buffer.util.DataTypeUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Layers that read a second sequence: gradients, masks, configurations; and decoding token by token. */
class TransformerDecoderTest {

    private static final int FEATURES = 6;
    private static final int TIME = 4;
    private static final int LENGTH = 5;
    private static final int BATCH = 2;
    private static final int CLASSES = 3;

    @TempDir
    private Path folder;

    private DataType before;

    static Stream<TwoSequenceLayer> layers() {
        return Stream.of(
                new CrossAttention.Builder().heads(3).build(),
                new TransformerDecoderBlock.Builder()
                        .heads(2)
                        .gelu(true)
                        .hiddenSize(4)
                        .build(),
                new TransformerDecoderBlock.Builder()
                        .heads(1)
                        .gelu(true)
                        .normFirst(true)
                        .hiddenSize(5)
                        .build());
    }

    @BeforeEach
    void remember() {
        before = Nd4j.dataType();
        Nd4j.getRandom().setSeed(7);
    }

    @AfterEach
    void restore() {
        DataTypeUtil.setDTypeForContext(before);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void gradientsAgreeWithFiniteDifferences(TwoSequenceLayer layer) {
        DataTypeUtil.setDTypeForContext(DataType.DOUBLE);
        for (boolean masked : new boolean[] {false, true}) {
            ComputationGraph network = network(DataType.DOUBLE, RNNFormat.NCW, (TwoSequenceLayer) layer.clone());
            network.params()
                    .addi(Nd4j.randn(DataType.DOUBLE, network.params().shape()).muli(0.1));
            MultiDataSet data = data(DataType.DOUBLE, masked);
            assertTrue(
                    GradientCheckUtil.checkGradients(new GradientCheckUtil.GraphConfig()
                            .net(network)
                            .inputs(data.getFeatures())
                            .labels(data.getLabels())
                            .inputMask(data.getFeaturesMaskArrays())
                            .labelMask(data.getLabelsMaskArrays())
                            .epsilon(1e-6)
                            .maxRelError(1e-5)
                            .minAbsoluteError(1e-8)),
                    layer + (masked ? " with masks" : ""));
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void configurationsAndNetworksSurviveBeingSaved(TwoSequenceLayer layer) throws IOException {
        ComputationGraph network = network(DataType.FLOAT, RNNFormat.NCW, layer);
        ComputationGraphConfiguration configuration = network.getConfiguration();
        assertEquals(configuration, ComputationGraphConfiguration.fromJson(configuration.toJson()));
        assertEquals(configuration, configuration.clone());

        MultiDataSet data = data(DataType.FLOAT, false);
        ModelSerializer.writeModel(network, folder.resolve("network.zip").toFile(), true);
        ComputationGraph restored = ModelSerializer.restoreComputationGraph(
                folder.resolve("network.zip").toFile());
        assertInstanceOf(
                TwoSequenceVertex.class,
                restored.getConfiguration().getVertices().get("layer"));
        assertEquals(network.output(data.getFeatures())[0], restored.output(data.getFeatures())[0]);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void timeMayComeBeforeFeatures(TwoSequenceLayer layer) {
        ComputationGraph featuresFirst = network(DataType.FLOAT, RNNFormat.NCW, (TwoSequenceLayer) layer.clone());
        ComputationGraph timeFirst = network(DataType.FLOAT, RNNFormat.NWC, (TwoSequenceLayer) layer.clone());
        timeFirst.setParams(featuresFirst.params().dup());
        INDArray[] features = data(DataType.FLOAT, false).getFeatures();
        INDArray expected = featuresFirst.output(features)[0];
        INDArray actual = timeFirst
                .output(
                        features[0].permute(0, 2, 1).dup('c'),
                        features[1].permute(0, 2, 1).dup('c'))[0];
        assertTrue(expected.equalsWithEps(actual.permute(0, 2, 1), 1e-5));
    }

    @Test
    void settingsOfTheGraphReachTheLayer() {
        NeuralNetConfiguration.Builder settings = new NeuralNetConfiguration.Builder().updater(new Adam(0.25));
        LayerVertex vertex =
                new TransformerDecoderBlock.Builder().nOut(4).build().vertex(settings);
        assertEquals(
                new Adam(0.25), ((TransformerDecoderBlock) vertex.getLayerConf().getLayer()).getIUpdater());
    }

    @Test
    void whatIsHiddenHasNoInfluence() {
        ComputationGraph network = network(
                DataType.FLOAT,
                RNNFormat.NCW,
                new TransformerDecoderBlock.Builder().heads(2).build());
        MultiDataSet data = data(DataType.FLOAT, true);
        INDArray expected = network.output(false, data.getFeatures(), data.getFeaturesMaskArrays())[0];
        INDArray memory = data.getFeatures(1).dup();
        memory.get(NDArrayIndex.point(1), NDArrayIndex.all(), NDArrayIndex.interval(LENGTH - 2, LENGTH))
                .addi(3);
        INDArray actual =
                network.output(false, new INDArray[] {data.getFeatures(0), memory}, data.getFeaturesMaskArrays())[0];
        assertTrue(expected.equalsWithEps(actual, 1e-6), "padding of the memory");

        // A mask holds for its batch, not for the next one.
        INDArray unmasked = network.output(data.getFeatures(0), memory)[0];
        assertTrue(unmasked.distance2(expected) > 1e-3, "without a mask");

        INDArray x = data.getFeatures(0).dup();
        x.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(TIME - 1))
                .addi(3);
        INDArray future = network.output(x, memory)[0];
        for (int t = 0; t < TIME; t++) {
            double change = future.tensorAlongDimension(t, 0, 1).distance2(unmasked.tensorAlongDimension(t, 0, 1));
            assertEquals(t == TIME - 1, change > 1e-6, "token " + t);
        }
    }

    @Test
    void aSecondSequenceOfTheWrongShapeIsRefused() {
        ComputationGraph network = network(
                DataType.FLOAT,
                RNNFormat.NCW,
                new CrossAttention.Builder().heads(2).build());
        INDArray x = Nd4j.rand(DataType.FLOAT, BATCH, FEATURES, TIME);
        assertThrows(
                IllegalArgumentException.class,
                () -> network.output(x, Nd4j.rand(DataType.FLOAT, BATCH, FEATURES + 1, LENGTH)));
        assertThrows(
                IllegalArgumentException.class,
                () -> network.output(x, Nd4j.rand(DataType.FLOAT, BATCH + 1, FEATURES, LENGTH)));
        assertThrows(
                IllegalStateException.class,
                () -> network(
                        DataType.FLOAT,
                        RNNFormat.NCW,
                        new CrossAttention.Builder().heads(4).build()));
    }

    /** With oneDNN where numbers are floats, and without where they are doubles. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void stepsDeliverWhatWholeSequencesDo(DataType type) {
        DataTypeUtil.setDTypeForContext(type);
        // Longer than what the cache is made for at first.
        int time = 70;
        INDArray x = Nd4j.randn(type, BATCH, FEATURES, time);
        MultiDataSet data = data(type, true);
        for (boolean normFirst : new boolean[] {false, true}) {
            ComputationGraph decoder = network(
                    type,
                    RNNFormat.NCW,
                    new TransformerDecoderBlock.Builder()
                            .heads(2)
                            .normFirst(normFirst)
                            .build());
            Layer block = decoder.getLayer("layer");
            INDArray mask = data.getFeaturesMaskArray(1);
            for (INDArray visible : new INDArray[] {null, mask}) {
                ((TwoSequenceRunner<?>) block).setMemory(data.getFeatures(1));
                ((TwoSequenceRunner<?>) block).setMemoryMask(visible);
                compareSteps(block, x);
            }
            compareSteps(
                    alone(
                            type,
                            new TransformerEncoderBlock.Builder()
                                    .heads(3)
                                    .causal(true)
                                    .normFirst(normFirst)
                                    .nOut(FEATURES)
                                    .build()),
                    x);
        }
        compareSteps(
                alone(
                        type,
                        new MultiHeadAttention.Builder()
                                .heads(2)
                                .causal(true)
                                .nOut(FEATURES)
                                .build()),
                x);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void anEmbeddingCountsItsSteps(DataType type) {
        DataTypeUtil.setDTypeForContext(type);
        INDArray tokens = Nd4j.math().floor(Nd4j.rand(type, BATCH, 1, TIME).muli(9));
        for (boolean sinusoidal : new boolean[] {false, true}) {
            TokenEmbedding.Builder embedding = new TokenEmbedding.Builder()
                    .vocabulary(9)
                    .nOut(FEATURES)
                    .scaled(true)
                    .sinusoidal(sinusoidal);
            Layer layer = alone(type, (sinusoidal ? embedding : embedding.positions(TIME)).build());
            compareSteps(layer, tokens);
            if (!sinusoidal) {
                INDArray next = Nd4j.zeros(type, BATCH, 1);
                assertThrows(IllegalArgumentException.class, () -> ((Stepwise) layer).step(next));
            }
        }
    }

    @Test
    void sinusoidsAreThoseOfThePaper() {
        Layer layer = alone(
                DataType.FLOAT,
                new TokenEmbedding.Builder()
                        .vocabulary(2)
                        .nOut(FEATURES)
                        .scaled(true)
                        .sinusoidal(true)
                        .build());
        INDArray table = layer.getParam("tokens");
        INDArray y = layer.activate(Nd4j.ones(DataType.FLOAT, 1, 1, 100), false, LayerWorkspaceMgr.noWorkspaces());
        for (int t : new int[] {0, 1, 99}) {
            for (int j = 0; j < FEATURES; j++) {
                double angle = t / Math.pow(10_000, 2.0 * (j / 2) / FEATURES);
                double wave = j % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
                assertEquals(table.getDouble(j, 1) * Math.sqrt(FEATURES) + wave, y.getDouble(0, j, t), 1e-5);
            }
        }
    }

    @Test
    void stepsAreRefusedWhereTokensSeeLaterOnesAndWhereSequencesAreLost() {
        Layer twoWay = alone(
                DataType.FLOAT,
                new TransformerEncoderBlock.Builder().nOut(FEATURES).build());
        assertThrows(IllegalStateException.class, () -> ((Stepwise) twoWay).begin());
        Layer causal = alone(
                DataType.FLOAT,
                new MultiHeadAttention.Builder().causal(true).nOut(FEATURES).build());
        ((Stepwise) causal).begin();
        ((Stepwise) causal).step(Nd4j.rand(DataType.FLOAT, BATCH, FEATURES));
        INDArray more = Nd4j.rand(DataType.FLOAT, BATCH + 1, FEATURES);
        assertThrows(IllegalArgumentException.class, () -> ((Stepwise) causal).step(more));
    }

    private static void compareSteps(Layer layer, INDArray x) {
        INDArray whole = layer.activate(x, false, LayerWorkspaceMgr.noWorkspaces());
        Stepwise steps = (Stepwise) layer;
        for (int repetition = 0; repetition < 2; repetition++) {
            steps.begin();
            for (int t = 0; t < x.size(2); t++) {
                INDArray token = x.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t))
                        .dup('c');
                INDArray expected = whole.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t));
                INDArray actual = steps.step(token);
                assertTrue(
                        expected.dup('c').equalsWithEps(actual, x.dataType() == DataType.FLOAT ? 2e-5 : 1e-10),
                        layer + " at " + t + ": " + actual + " instead of " + expected);
            }
        }
    }

    private static Layer alone(DataType type, org.deeplearning4j.nn.conf.layers.Layer layer) {
        boolean takesTokens = layer instanceof TokenEmbedding;
        ComputationGraph network = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .dataType(type)
                .seed(1)
                .graphBuilder()
                .addInputs("x")
                .setInputTypes(InputType.recurrent(takesTokens ? 1 : FEATURES))
                .addLayer("layer", layer, "x")
                .setOutputs("layer")
                .build());
        network.init();
        return network.getLayer("layer");
    }

    /** The layer between two others, which get their gradients through what it says of its inputs. */
    private static ComputationGraph network(DataType type, RNNFormat format, TwoSequenceLayer layer) {
        NeuralNetConfiguration.Builder settings =
                new NeuralNetConfiguration.Builder().dataType(type).seed(1).updater(new Sgd(1));
        ComputationGraph network = new ComputationGraph(settings.graphBuilder()
                .addInputs("x", "other")
                .setInputTypes(
                        InputType.recurrent(FEATURES, TIME, format), InputType.recurrent(FEATURES, LENGTH, format))
                .addLayer(
                        "below",
                        new PositionWiseFeedForward.Builder()
                                .gelu(true)
                                .hiddenSize(3)
                                .build(),
                        "x")
                .addLayer(
                        "memory",
                        new PositionWiseFeedForward.Builder()
                                .gelu(true)
                                .hiddenSize(3)
                                .build(),
                        "other")
                .addVertex("layer", layer.vertex(settings), "below", "memory")
                .addLayer(
                        "loss",
                        new RnnOutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(CLASSES)
                                .activation(Activation.SOFTMAX)
                                .dataFormat(format)
                                .build(),
                        "layer")
                .setOutputs("loss")
                .build());
        network.init();
        return network;
    }

    private static MultiDataSet data(DataType type, boolean masked) {
        Random random = new Random(3);
        INDArray labels = Nd4j.zeros(type, BATCH, CLASSES, TIME);
        for (int i = 0; i < BATCH; i++) {
            for (int t = 0; t < TIME; t++) {
                labels.putScalar(i, random.nextInt(CLASSES), t, 1);
            }
        }
        INDArray padding = Nd4j.ones(type, BATCH, TIME);
        padding.putScalar(0, TIME - 1, 0);
        INDArray memoryPadding = Nd4j.ones(type, BATCH, LENGTH);
        memoryPadding.putScalar(1, LENGTH - 2, 0);
        memoryPadding.putScalar(1, LENGTH - 1, 0);
        return new MultiDataSet(
                new INDArray[] {Nd4j.randn(type, BATCH, FEATURES, TIME), Nd4j.randn(type, BATCH, FEATURES, LENGTH)},
                new INDArray[] {labels},
                masked ? new INDArray[] {padding, memoryPadding} : null,
                masked ? new INDArray[] {padding} : null);
    }
}
