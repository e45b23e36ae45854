package d2j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import d2j.nn.recurrent.GRU;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
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
            assertEquals(
                    losses.get(step).getAsDouble(), model.step(features, labels).loss(), 1e-10, "step " + step);
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
            model.step(features, labels);
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
        assertEquals(
                expected.getAsJsonObject("plain").get("loss").getAsDouble(),
                new LossMCXENT()
                        .computeScore(labels, logits.dup(), Activation.SOFTMAX.getActivationFunction(), null, true),
                1e-8);
        compareGradient(expected.getAsJsonObject("plain"), labels, logits);
        compareGradient(expected.getAsJsonObject("smoothed"), smoothed, logits);
    }

    /** In double precision DL4J's own layer, in single precision the engine's. */
    @Test
    void anLstmAgreesForwardsAndBackwards() {
        JsonObject expected = values.getAsJsonObject("lstm");
        JsonObject parameters = expected.getAsJsonObject("parameters");
        JsonObject gradients = expected.getAsJsonObject("gradients");
        // PyTorch's gates are input, forget, candidate, output; DL4J's candidate, forget, output, input.
        int[] order = {2, 1, 3, 0};
        for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
            Layer configuration = new LSTM.Builder()
                    .nIn(3)
                    .nOut(5)
                    .activation(Activation.TANH)
                    .build();
            RecurrentLayer layer = recurrentLayer(configuration, type);
            double tolerance = type == DataType.DOUBLE ? 1e-8 : 1e-5;
            layer.setParam("W", gates(parameters, "weight_ih_l0", order).castTo(type));
            layer.setParam("RW", gates(parameters, "weight_hh_l0", order).castTo(type));
            layer.setParam(
                    "b",
                    gates(parameters, "bias_ih_l0", order)
                            .add(gates(parameters, "bias_hh_l0", order))
                            .reshape(20)
                            .castTo(type));
            compareRecurrent(
                    layer,
                    expected,
                    Map.of(
                            "prevAct",
                            matrix(expected.get("hidden")).castTo(type),
                            "prevMem",
                            matrix(expected.get("cell")).castTo(type)),
                    type,
                    tolerance);
            assertClose(
                    matrix(expected.get("lastCell")), layer.rnnGetTBPTTState().get("prevMem"), tolerance);
            assertClose(gates(gradients, "weight_ih_l0", order), gradient(layer, 0, 3, 20), tolerance);
            assertClose(gates(gradients, "weight_hh_l0", order), gradient(layer, 60, 5, 20), tolerance);
            assertClose(gates(gradients, "bias_ih_l0", order), gradient(layer, 160, 1, 20), tolerance);
        }
    }

    @Test
    void aGruAgreesForwardsAndBackwards() {
        JsonObject expected = values.getAsJsonObject("gru");
        JsonObject parameters = expected.getAsJsonObject("parameters");
        JsonObject gradients = expected.getAsJsonObject("gradients");
        int[] order = {0, 1, 2};
        for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
            RecurrentLayer layer =
                    recurrentLayer(new GRU.Builder().nIn(3).nOut(5).build(), type);
            double tolerance = type == DataType.DOUBLE ? 1e-8 : 1e-5;
            layer.setParam("W", gates(parameters, "weight_ih_l0", order).castTo(type));
            layer.setParam("RW", gates(parameters, "weight_hh_l0", order).castTo(type));
            layer.setParam(
                    "b",
                    gruBias(gates(parameters, "bias_ih_l0", order), gates(parameters, "bias_hh_l0", order), true)
                            .reshape(20)
                            .castTo(type));
            compareRecurrent(
                    layer,
                    expected,
                    Map.of("prevAct", matrix(expected.get("hidden")).castTo(type)),
                    type,
                    tolerance);
            assertClose(gates(gradients, "weight_ih_l0", order), gradient(layer, 0, 3, 15), tolerance);
            assertClose(gates(gradients, "weight_hh_l0", order), gradient(layer, 45, 5, 15), tolerance);
            assertClose(
                    gruBias(gates(gradients, "bias_ih_l0", order), gates(gradients, "bias_hh_l0", order), false),
                    gradient(layer, 120, 1, 20),
                    tolerance);
        }
    }

    private static RecurrentLayer recurrentLayer(Layer configuration, DataType type) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(type)
                .list()
                .layer(configuration)
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nIn(5)
                        .nOut(2)
                        .build())
                .build());
        network.init();
        network.setBackpropGradientsViewArray(Nd4j.create(type, 1, network.numParams()));
        return (RecurrentLayer) network.getLayer(0);
    }

    /** Outputs and input gradients of a sequence that starts in a given state. */
    private static void compareRecurrent(
            RecurrentLayer layer, JsonObject expected, Map<String, INDArray> state, DataType type, double tolerance) {
        LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
        INDArray x = sequences(expected.get("x")).castTo(type);
        layer.rnnSetTBPTTState(state);
        layer.rnnSetPreviousState(state);
        assertClose(
                sequences(expected.get("output")), layer.rnnActivateUsingStoredState(x, true, true, none), tolerance);
        assertClose(
                sequences(expected.get("inputGradient")),
                layer.tbpttBackpropGradient(sequences(expected.get("weight")).castTo(type), 4, none)
                        .getSecond(),
                tolerance);
    }

    /** PyTorch's {@code [gates · size, inputs]} or {@code [gates · size]}, gates in another order, transposed. */
    private static INDArray gates(JsonObject tensors, String name, int[] order) {
        JsonElement tensor = tensors.get(name);
        INDArray rows = tensor.getAsJsonArray().get(0).isJsonArray()
                ? matrix(tensor)
                : row(tensor).transpose();
        INDArray[] parts = new INDArray[order.length];
        for (int gate = 0; gate < order.length; gate++) {
            parts[gate] = rows.get(NDArrayIndex.interval(5L * order[gate], 5L * (order[gate] + 1)), NDArrayIndex.all());
        }
        return Nd4j.concat(0, parts).transpose();
    }

    /** Both of PyTorch's vectors of biases as one; only the candidate needs the second apart. */
    private static INDArray gruBias(INDArray input, INDArray recurrent, boolean sum) {
        INDArray last =
                recurrent.get(NDArrayIndex.all(), NDArrayIndex.interval(10, 15)).dup();
        INDArray first = input.dup();
        if (sum) {
            INDArray gates = first.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 10));
            gates.addi(recurrent.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 10)));
        }
        return Nd4j.concat(1, first, last);
    }

    private static INDArray gradient(RecurrentLayer layer, long from, long rows, long columns) {
        INDArray all = layer.getGradientsViewArray();
        return all.reshape(all.length())
                .get(NDArrayIndex.interval(from, from + rows * columns))
                .reshape('f', new long[] {rows, columns});
    }

    private static INDArray sequences(JsonElement values) {
        return Nd4j.create(new Gson().fromJson(values, double[][][].class)).permute(0, 2, 1);
    }

    private static void compareGradient(JsonObject expected, INDArray labels, INDArray logits) {
        INDArray gradient = new LossMCXENT()
                .computeGradient(labels, logits.dup(), Activation.SOFTMAX.getActivationFunction(), null)
                .div(logits.size(0));
        assertClose(matrix(expected.get("gradient")), gradient);
    }

    private static MultiLayerNetwork network(JsonObject expected, double weightDecay) {
        NeuralNetConfiguration.Builder builder =
                new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE).updater(new Sgd(0.1));
        if (weightDecay > 0) {
            builder.l2(weightDecay).l2Bias(weightDecay);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(builder.list()
                .layer(new DenseLayer.Builder()
                        .nIn(4)
                        .nOut(5)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(5)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
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
        assertClose(expected, actual, 1e-8);
    }

    private static void assertClose(INDArray expected, INDArray actual, double tolerance) {
        assertTrue(
                expected.dup('c').equalsWithEps(actual.castTo(DataType.DOUBLE).dup('c'), tolerance),
                () -> "expected " + expected + " but was " + actual);
    }
}
