package d2j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** The engine under the chapters computes what PyTorch computes; the values come from {@code torch_values.py}. */
class TorchAgreementTest {

    private static JsonObject values;

    @BeforeAll
    static void readFixture() throws IOException {
        try (InputStream in = TorchAgreementTest.class.getResourceAsStream("/fixtures/torch.json")) {
            values = new Gson().fromJson(new InputStreamReader(in, StandardCharsets.UTF_8), JsonObject.class);
        }
    }

    @Test
    void fiveStepsOfGradientDescentGiveTheSameLossesAndParameters() {
        JsonObject expected = values.getAsJsonObject("mlp");
        Trainable model = Trainable.of(network(expected, 0));
        JsonArray losses = expected.getAsJsonArray("losses");

        INDArray features = matrix(expected.get("x"));
        INDArray labels = oneHot(expected.getAsJsonArray("y"), 3);
        for (int step = 0; step < losses.size(); step++) {
            assertEquals(losses.get(step).getAsDouble(), model.trainStep(features, labels), 1e-10, "step " + step);
        }
        assertClose(matrix(expected.get("scores")), model.predict(features));
    }

    @Test
    void weightDecayShrinksTheParametersAlike() {
        JsonObject expected = values.getAsJsonObject("mlpWeightDecay");
        MultiLayerNetwork network = network(expected, 0.05);
        Trainable model = Trainable.of(network);

        INDArray features = matrix(expected.get("x"));
        INDArray labels = oneHot(expected.getAsJsonArray("y"), 3);
        for (int step = 0; step < 5; step++) {
            model.trainStep(features, labels);
        }
        JsonObject end = expected.getAsJsonObject("end");
        assertClose(matrix(end.get("0.weight")).transpose(), network.getParam("0_W"));
        assertClose(matrix(end.get("2.weight")).transpose(), network.getParam("1_W"));
        assertClose(row(end.get("0.bias")), network.getParam("0_b").reshape(1, 5));
    }

    @Test
    void crossEntropyAndItsGradientAgreeEvenForLogitsOfAThousand() {
        JsonObject expected = values.getAsJsonObject("crossEntropy");
        INDArray logits = matrix(expected.get("logits"));
        INDArray labels = oneHot(expected.getAsJsonArray("target"), 4);
        double smoothing = 0.1;
        INDArray smoothed = labels.mul(1 - smoothing).addi(smoothing / 4);

        // ND4J clips probabilities at 1e-10 to keep the logarithm finite, so only the plain loss can be compared there.
        assertEquals(expected.getAsJsonObject("plain").get("loss").getAsDouble(),
                new LossMCXENT().computeScore(labels, logits.dup(), Activation.SOFTMAX.getActivationFunction(), null,
                        true), 1e-8);
        compareGradient(expected.getAsJsonObject("plain"), labels, logits);
        compareGradient(expected.getAsJsonObject("smoothed"), smoothed, logits);
    }

    private static void compareGradient(JsonObject expected, INDArray labels, INDArray logits) {
        INDArray gradient = new LossMCXENT().computeGradient(labels, logits.dup(),
                Activation.SOFTMAX.getActivationFunction(), null).div(logits.size(0));
        assertClose(matrix(expected.get("gradient")), gradient);
    }

    private static MultiLayerNetwork network(JsonObject expected, double weightDecay) {
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE).updater(new Sgd(0.1));
        if (weightDecay > 0) {
            builder.l2(weightDecay).l2Bias(weightDecay);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(builder.list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(5).activation(Activation.RELU).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT).nIn(5).nOut(3)
                        .activation(Activation.SOFTMAX).build())
                .build());
        network.init();
        JsonObject start = expected.getAsJsonObject("start");
        network.setParam("0_W", matrix(start.get("0.weight")).transpose().dup());
        network.setParam("0_b", row(start.get("0.bias")));
        network.setParam("1_W", matrix(start.get("2.weight")).transpose().dup());
        network.setParam("1_b", row(start.get("2.bias")));
        return network;
    }

    private static INDArray matrix(JsonElement rows) {
        return Nd4j.create(new Gson().fromJson(rows, double[][].class));
    }

    private static INDArray row(JsonElement values) {
        return Nd4j.create(new double[][] {new Gson().fromJson(values, double[].class)});
    }

    private static INDArray oneHot(JsonArray classes, int count) {
        INDArray labels = Nd4j.zeros(DataType.DOUBLE, classes.size(), count);
        for (int i = 0; i < classes.size(); i++) {
            labels.putScalar(i, classes.get(i).getAsInt(), 1);
        }
        return labels;
    }

    private static void assertClose(INDArray expected, INDArray actual) {
        assertTrue(expected.equalsWithEps(actual, 1e-8), () -> "expected " + expected + " but was " + actual);
    }
}
