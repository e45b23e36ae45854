package d2j.engine.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.engine.Engine;
import d2j.nn.norm.LayerNormalization;
import d2j.nn.sequence.TwoSequenceLayer;
import d2j.nn.transformer.CrossAttention;
import d2j.nn.transformer.MultiHeadAttention;
import d2j.nn.transformer.PositionWiseFeedForward;
import d2j.nn.transformer.TransformerDecoderBlock;
import d2j.nn.transformer.TransformerEncoderBlock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The transformer's layers on oneDNN compute what the same layers compute with ND4J's operations. */
class TransformerLayersTest {

    private static final int CLASSES = 5;

    @ParameterizedTest
    @CsvSource({
        "3, 7, 12, 2, true",
        "1, 9, 8, 4, false",
        "4, 1, 6, 1, true",
        "2, 33, 16, 2, false",
        "1, 1, 8, 2, false",
        "5, 17, 24, 3, true",
        "3, 5, 8, 1, true",
        "3, 1, 8, 4, true"
    })
    void everyLayerAgrees(int batch, int time, int features, int heads, boolean masked) {
        Layer[] layers = {
            new LayerNormalization.Builder().build(),
            new MultiHeadAttention.Builder().heads(heads).build(),
            new MultiHeadAttention.Builder().heads(heads).causal(true).build(),
            new PositionWiseFeedForward.Builder().build(),
            new PositionWiseFeedForward.Builder().gelu(true).hiddenSize(11).build(),
            new TransformerEncoderBlock.Builder().heads(heads).build(),
            new TransformerEncoderBlock.Builder()
                    .heads(heads)
                    .normFirst(true)
                    .gelu(true)
                    .causal(true)
                    .build(),
        };
        for (Layer layer : layers) {
            AgreementWithDl4j.check(configuration(features, layer, layer.clone()), data(batch, time, features, masked));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "3, 7, 5, 12, 2, true",
        "1, 1, 9, 8, 4, false",
        "4, 6, 1, 6, 1, true",
        "2, 33, 17, 16, 2, false",
        "5, 17, 23, 24, 3, true",
        "3, 1, 6, 8, 4, true",
        "3, 4, 6, 8, 1, true"
    })
    void everyLayerOfTwoSequencesAgrees(int batch, int time, int length, int features, int heads, boolean masked) {
        for (TwoSequenceLayer layer : new TwoSequenceLayer[] {
            new CrossAttention.Builder().heads(heads).build(),
            new TransformerDecoderBlock.Builder().heads(heads).build(),
            new TransformerDecoderBlock.Builder()
                    .heads(heads)
                    .normFirst(true)
                    .gelu(true)
                    .build()
        }) {
            DataSet target = data(batch, time, features, masked);
            DataSet memory = data(batch, length, features, masked);
            AgreementWithDl4j.check(
                    configuration(features, layer),
                    new MultiDataSet(
                            new INDArray[] {target.getFeatures(), memory.getFeatures()},
                            new INDArray[] {target.getLabels()},
                            masked
                                    ? new INDArray[] {target.getFeaturesMaskArray(), memory.getFeaturesMaskArray()}
                                    : null,
                            masked ? new INDArray[] {target.getLabelsMaskArray()} : null));
        }
    }

    private static ComputationGraphConfiguration configuration(int features, TwoSequenceLayer layer) {
        NeuralNetConfiguration.Builder settings =
                new NeuralNetConfiguration.Builder().seed(5).updater(new Sgd(0.05));
        return settings.graphBuilder()
                .addInputs("target", "source")
                .setInputTypes(InputType.recurrent(features), InputType.recurrent(features))
                .addLayer("memory", new LayerNormalization.Builder().build(), "source")
                .addVertex("first", layer.vertex(settings), "target", "memory")
                .addVertex("second", ((TwoSequenceLayer) layer.clone()).vertex(settings), "first", "memory")
                .addLayer(
                        "loss",
                        new RnnOutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(CLASSES)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "second")
                .setOutputs("loss")
                .build();
    }

    @Test
    void batchesOfManyShapesFollowEachOther() {
        var pair = AgreementWithDl4j.build(
                configuration(16, new TransformerEncoderBlock.Builder().heads(2).build()));
        for (int[] shape : new int[][] {{2, 5}, {4, 9}, {1, 3}, {4, 9}, {3, 2}}) {
            AgreementWithDl4j.check(pair, data(shape[0], shape[1], 16, false));
        }
    }

    @Test
    void paddingAndTheFutureHaveNoInfluence() {
        for (boolean causal : new boolean[] {false, true}) {
            MultiLayerNetwork network = new MultiLayerNetwork(configuration(
                    8,
                    new TransformerEncoderBlock.Builder()
                            .heads(2)
                            .causal(causal)
                            .build()));
            network.init();
            INDArray x = Nd4j.randn(DataType.FLOAT, 2, 8, 6);
            INDArray other = x.dup();
            for (int feature = 0; feature < 8; feature++) {
                other.putScalar(0, feature, 5, 3.0 * feature - 7);
            }
            INDArray mask = Nd4j.ones(DataType.FLOAT, 2, 6);
            if (!causal) {
                mask.putScalar(0, 5, 0);
            }
            INDArray first = network.output(x, false, mask, null);
            INDArray second = network.output(other, false, mask, null);
            for (int t = 0; t < 5; t++) {
                assertEquals(
                        0,
                        first.tensorAlongDimension(t, 0, 1).distance2(second.tensorAlongDimension(t, 0, 1)),
                        1e-6,
                        "token " + t);
            }
        }
    }

    @Test
    void dropoutKeepsTheMeanAndItsGradientBelongsToTheSameMask() {
        MultiLayerConfiguration configuration = configuration(
                32,
                new TransformerEncoderBlock.Builder()
                        .heads(2)
                        .dropoutProbability(0.4)
                        .build());
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        INDArray x = Nd4j.randn(DataType.FLOAT, 4, 32, 8);
        INDArray plain = network.output(x, false);
        assertTrue(plain.distance2(network.output(x, true)) > 1e-2, "dropout changes the output in training");
        assertEquals(plain, network.output(x, false));
        DataSet data = data(4, 8, 32, false);
        double before = network.score(data);
        for (int step = 0; step < 60; step++) {
            network.fit(data);
        }
        assertTrue(network.score(data) < 0.9 * before, "from " + before + " to " + network.score(data));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void memoryStaysFlatOverManySteps() throws IOException, InterruptedException {
        // The Java heap is touched in full at the start, so that only memory outside of it can grow.
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms96m",
                        "-Xmx96m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManySteps.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        long growth = Long.parseLong(output.strip().replaceAll("(?s).*grew by ", ""));
        // Every other step needs half a megabyte for one hidden layer alone: keeping 200 of any such array would show.
        assertTrue(growth < 48 * 1024, "grew by " + growth + " kB in 400 steps");
    }

    /** Trains in a process of its own and prints by how many kilobytes the resident memory grew. */
    static final class ManySteps {

        private ManySteps() {}

        public static void main(String[] arguments) throws IOException {
            Engine.accelerate();
            MultiLayerNetwork network = new MultiLayerNetwork(configuration(
                    32,
                    new TransformerEncoderBlock.Builder().heads(4).build(),
                    new TransformerEncoderBlock.Builder().heads(4).build()));
            network.init();
            DataSet data = data(16, 64, 32, true);
            DataSet smaller = data(5, 20, 32, true);
            for (int step = 0; step < 200; step++) {
                network.fit(step % 2 == 0 ? data : smaller);
            }
            long before = residentKilobytes();
            for (int step = 0; step < 400; step++) {
                network.fit(step % 2 == 0 ? data : smaller);
            }
            System.out.println("grew by " + (residentKilobytes() - before));
            System.exit(0);
        }

        private static long residentKilobytes() throws IOException {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static MultiLayerConfiguration configuration(int features, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(5)
                .updater(new Sgd(0.05))
                .list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        return list.layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(features))
                .build();
    }

    private static DataSet data(int batch, int time, int features, boolean masked) {
        Nd4j.getRandom().setSeed(11);
        Random random = new Random(11);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, CLASSES, time);
        INDArray mask = Nd4j.ones(DataType.FLOAT, batch, time);
        for (int i = 0; i < batch; i++) {
            int length = 1 + random.nextInt(time);
            for (int t = 0; t < time; t++) {
                labels.putScalar(i, random.nextInt(CLASSES), t, 1);
                if (t >= length) {
                    mask.putScalar(i, t, 0);
                }
            }
        }
        return new DataSet(
                Nd4j.randn(DataType.FLOAT, batch, features, time),
                labels,
                masked ? mask : null,
                masked ? mask.dup() : null);
    }
}
