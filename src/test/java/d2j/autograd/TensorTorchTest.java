package d2j.autograd;

import static d2j.autograd.Functions.avgPool2d;
import static d2j.autograd.Functions.batchNorm;
import static d2j.autograd.Functions.binaryCrossEntropy;
import static d2j.autograd.Functions.conv1d;
import static d2j.autograd.Functions.conv2d;
import static d2j.autograd.Functions.convTranspose2d;
import static d2j.autograd.Functions.crossEntropy;
import static d2j.autograd.Functions.elu;
import static d2j.autograd.Functions.embedding;
import static d2j.autograd.Functions.gelu;
import static d2j.autograd.Functions.layerNorm;
import static d2j.autograd.Functions.leakyRelu;
import static d2j.autograd.Functions.logSoftmax;
import static d2j.autograd.Functions.logSumExp;
import static d2j.autograd.Functions.maxPool2d;
import static d2j.autograd.Functions.mse;
import static d2j.autograd.Functions.relu;
import static d2j.autograd.Functions.sigmoid;
import static d2j.autograd.Functions.softmax;
import static d2j.autograd.Functions.softplus;
import static d2j.autograd.Functions.tanh;
import static d2j.autograd.Functions.upsample2d;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Results and gradients are PyTorch's; the values come from {@code tensor_values.py}. */
class TensorTorchTest {

    private static final INDArray IDS = Nd4j.createFromArray(new int[][] {{1, 0, 2}, {2, 2, 1}});
    private static final INDArray CLASSES = Nd4j.createFromArray(2, 0, 3);

    private static final Map<String, Function<Tensor[], Tensor>> OPERATIONS = Map.ofEntries(
            Map.entry("add row", x -> x[0].add(x[1])),
            Map.entry("mul column", x -> x[0].mul(x[1])),
            Map.entry("div", x -> x[0].div(x[1].square().add(1))),
            Map.entry("pow 3", x -> x[0].pow(3)),
            Map.entry("maximum", x -> x[0].maximum(x[1])),
            Map.entry("clip", x -> x[0].clip(-0.5, 0.5)),
            Map.entry("relu", x -> relu(x[0])),
            Map.entry("leakyRelu", x -> leakyRelu(x[0], 0.2)),
            Map.entry("elu", x -> elu(x[0], 0.7)),
            Map.entry("gelu", x -> gelu(x[0])),
            Map.entry("sigmoid", x -> sigmoid(x[0])),
            Map.entry("tanh", x -> tanh(x[0])),
            Map.entry("softplus", x -> softplus(x[0])),
            Map.entry("softmax", x -> softmax(x[0], 1)),
            Map.entry("logSoftmax", x -> logSoftmax(x[0])),
            Map.entry("logSumExp", x -> logSumExp(x[0], 0)),
            Map.entry("var", x -> x[0].var(true, false, 1)),
            Map.entry("max", x -> x[0].max(1)),
            Map.entry("mmul batched", x -> x[0].mmul(x[1], false, true)),
            Map.entry("crossEntropy", x -> crossEntropy(x[0], CLASSES)),
            Map.entry("crossEntropy smoothed", x -> crossEntropy(x[0], CLASSES, null, 0.1)),
            Map.entry("binaryCrossEntropy", x -> binaryCrossEntropy(x[0], sigmoid(x[1].detach()))),
            Map.entry("mse", x -> mse(x[0], x[1])),
            Map.entry("embedding", x -> embedding(x[0], IDS)),
            Map.entry("layerNorm", x -> layerNorm(x[0], x[1], x[2], 1e-5)),
            Map.entry(
                    "batchNorm",
                    x -> batchNorm(x[0], x[1], x[2], new RunningStatistics(DataType.DOUBLE, 3, 0.9), true)),
            Map.entry("conv2d", x -> conv2d(x[0], x[1], x[2], 2, 1)),
            Map.entry("conv2d dilated groups", x -> conv2d(x[0], x[1], null, 1, 1, 2, 2)),
            Map.entry("conv1d", x -> conv1d(x[0], x[1], x[2], 2, 1, 1, 1)),
            Map.entry("convTranspose2d", x -> convTranspose2d(x[0], x[1], x[2], 2, 1)),
            Map.entry("maxPool2d", x -> maxPool2d(x[0], 3, 2, 1)),
            Map.entry("avgPool2d", x -> avgPool2d(x[0], 3, 2, 1)),
            Map.entry("upsample2d", x -> upsample2d(x[0], 2)));

    private static JsonObject fixture() {
        try (InputStream in = TensorTorchTest.class.getResourceAsStream("/fixtures/tensor.json")) {
            return new Gson().fromJson(new InputStreamReader(in, StandardCharsets.UTF_8), JsonObject.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyCaseIsCompared() {
        TreeSet<String> names = new TreeSet<>(fixture().keySet());
        names.remove("torch");
        assertEquals(names, new TreeSet<>(OPERATIONS.keySet()));
    }

    @TestFactory
    Stream<DynamicTest> agrees() {
        JsonObject fixture = fixture();
        return OPERATIONS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(entry -> Stream.of(
                        DynamicTest.dynamicTest(
                                entry.getKey(),
                                () -> check(
                                        fixture.getAsJsonObject(entry.getKey()),
                                        entry.getValue(),
                                        DataType.DOUBLE,
                                        1e-9)),
                        DynamicTest.dynamicTest(
                                entry.getKey() + ", floats",
                                () -> check(
                                        fixture.getAsJsonObject(entry.getKey()),
                                        entry.getValue(),
                                        DataType.FLOAT,
                                        2e-4))));
    }

    private static void check(
            JsonObject values, Function<Tensor[], Tensor> operation, DataType type, double tolerance) {
        Tensor[] inputs =
                Stream.of(arrays(values, "inputs", type)).map(Tensor::parameter).toArray(Tensor[]::new);
        Tensor result = operation.apply(inputs);
        assertClose("result", array(values.get("result"), type), result.data(), tolerance);
        Tensor loss = result.mul(Tensor.of(array(values.get("weights"), type))).sum();
        List<Tensor> first = Tensor.gradients(loss, inputs);
        INDArray[] expected = arrays(values, "first", type);
        INDArray[] directions = arrays(values, "directions", type);
        Tensor slope = null;
        for (int i = 0; i < inputs.length; i++) {
            assertClose("gradient " + i, expected[i], first.get(i).data(), tolerance);
            Tensor part = first.get(i).mul(Tensor.of(directions[i])).sum();
            slope = slope == null ? part : slope.add(part);
        }
        if (slope.requiresGrad()) {
            slope.backward();
        }
        INDArray[] second = arrays(values, "second", type);
        for (int i = 0; i < inputs.length; i++) {
            INDArray actual = inputs[i].grad() == null ? Nd4j.zeros(type, inputs[i].shape()) : inputs[i].grad();
            assertClose("second order " + i, second[i], actual, 10 * tolerance);
        }
    }

    private static void assertClose(String what, INDArray expected, INDArray actual, double tolerance) {
        assertArrayEquals(expected.shape(), actual.shape(), what);
        for (long i = 0; i < expected.length(); i++) {
            double value = expected.getDouble(i);
            assertEquals(value, actual.getDouble(i), tolerance * Math.max(1, Math.abs(value)), what + ", element " + i);
        }
    }

    private static INDArray[] arrays(JsonObject values, String name, DataType type) {
        JsonArray list = values.getAsJsonArray(name);
        INDArray[] result = new INDArray[list.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = array(list.get(i), type);
        }
        return result;
    }

    private static INDArray array(JsonElement element, DataType type) {
        JsonObject object = element.getAsJsonObject();
        Gson gson = new Gson();
        long[] shape = gson.fromJson(object.get("shape"), long[].class);
        double[] values = gson.fromJson(object.get("values"), double[].class);
        INDArray result = Nd4j.create(type, shape);
        for (int i = 0; i < values.length; i++) {
            result.putScalar(i, values[i]);
        }
        return result;
    }
}
