package d2j.nn.transformer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The encoder block is PyTorch's {@code nn.TransformerEncoderLayer}, the decoder block its {@code
 * nn.TransformerDecoderLayer}; values come from {@code torch_values.py}.
 */
class TransformerTorchTest {

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("Wqkv", "self_attn.in_proj_weight"), Map.entry("bqkv", "self_attn.in_proj_bias"),
            Map.entry("Wo", "self_attn.out_proj.weight"), Map.entry("bo", "self_attn.out_proj.bias"),
            Map.entry("W1", "linear1.weight"), Map.entry("b1", "linear1.bias"),
            Map.entry("W2", "linear2.weight"), Map.entry("b2", "linear2.bias"),
            Map.entry("gain1", "norm1.weight"), Map.entry("shift1", "norm1.bias"),
            Map.entry("gain2", "norm2.weight"), Map.entry("shift2", "norm2.bias"));

    @ParameterizedTest
    @CsvSource({
        "encoderLayer, DOUBLE, 1e-10",
        "encoderLayerNormFirst, DOUBLE, 1e-10",
        "encoderLayer, FLOAT, 2e-5",
        "encoderLayerNormFirst, FLOAT, 2e-5"
    })
    void outputAndGradientsAreThoseOfPyTorch(String name, DataType type, double tolerance) throws IOException {
        JsonObject expected = read().getAsJsonObject(name);
        boolean variant = name.equals("encoderLayerNormFirst");
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(type)
                .list()
                .layer(new TransformerEncoderBlock.Builder()
                        .heads(2)
                        .hiddenSize(10)
                        .normFirst(variant)
                        .gelu(variant)
                        .build())
                .layer(new RnnLossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .dataFormat(RNNFormat.NWC)
                        .build())
                .setInputType(InputType.recurrent(6, 4, RNNFormat.NWC))
                .build());
        network.init();
        JsonObject parameters = expected.getAsJsonObject("parameters");
        assertEquals(parameters.size(), NAMES.size());
        NAMES.forEach((ours, theirs) -> network.setParam("0_" + ours, array(parameters.get(theirs), type)));

        org.deeplearning4j.nn.api.Layer block = network.getLayer(0);
        INDArray x = sequence(expected.get("x"), type);
        block.setMaskArray(array(expected.get("mask"), type).transpose().dup('c'));
        INDArray y = block.activate(x, true, LayerWorkspaceMgr.noWorkspaces());
        assertClose("y", sequence(expected.get("y"), type), y, tolerance);

        network.initGradientsView();
        Pair<Gradient, INDArray> gradients = block.backpropGradient(
                sequence(expected.get("outputGradient"), type), LayerWorkspaceMgr.noWorkspaces());
        assertClose("x", sequence(expected.get("inputGradient"), type), gradients.getSecond(), tolerance);
        JsonObject expectedGradients = expected.getAsJsonObject("gradients");
        NAMES.forEach((ours, theirs) -> assertClose(
                ours,
                array(expectedGradients.get(theirs), type),
                gradients.getFirst().getGradientFor(ours),
                tolerance));
    }

    @ParameterizedTest
    @CsvSource({
        "decoderLayer, DOUBLE, 1e-10",
        "decoderLayerNormFirst, DOUBLE, 1e-10",
        "decoderLayer, FLOAT, 2e-5",
        "decoderLayerNormFirst, FLOAT, 2e-5"
    })
    void theDecoderIsThatOfPyTorch(String name, DataType type, double tolerance) throws IOException {
        JsonObject expected = read().getAsJsonObject(name);
        boolean variant = name.equals("decoderLayerNormFirst");
        NeuralNetConfiguration.Builder settings = new NeuralNetConfiguration.Builder().dataType(type);
        ComputationGraph network = new ComputationGraph(settings.graphBuilder()
                .addInputs("x", "memory")
                .setInputTypes(InputType.recurrent(6, 4, RNNFormat.NWC), InputType.recurrent(6, 5, RNNFormat.NWC))
                .addVertex(
                        "block",
                        new TransformerDecoderBlock.Builder()
                                .heads(2)
                                .hiddenSize(10)
                                .normFirst(variant)
                                .gelu(variant)
                                .build()
                                .vertex(settings),
                        "x",
                        "memory")
                .setOutputs("block")
                .build());
        network.init();
        JsonObject parameters = expected.getAsJsonObject("parameters");
        parameters(parameters, type).forEach((key, value) -> network.setParam("block_" + key, value));
        assertEquals(
                parameters.entrySet().stream()
                        .mapToLong(entry -> count(entry.getValue()))
                        .sum(),
                network.numParams());

        TransformerDecoderBlockRunner block = (TransformerDecoderBlockRunner) network.getLayer(0);
        INDArray x = sequence(expected.get("x"), type);
        network.initGradientsView();
        network.setLayerMaskArrays(
                new INDArray[] {
                    array(expected.get("mask"), type).transpose().dup('c'),
                    array(expected.get("memoryMask"), type).transpose().dup('c')
                },
                null);
        network.feedForward(new INDArray[] {x, sequence(expected.get("memory"), type)}, true, false);
        INDArray y = block.activate(true, LayerWorkspaceMgr.noWorkspaces());
        assertClose("y", sequence(expected.get("y"), type), y, tolerance);

        GraphVertex vertex = network.getVertex("block");
        vertex.setEpsilon(sequence(expected.get("outputGradient"), type));
        Pair<Gradient, INDArray[]> gradients = vertex.doBackward(false, LayerWorkspaceMgr.noWorkspaces());
        assertClose(
                "x", sequence(expected.get("inputGradient"), type), gradients.getSecond()[0], tolerance);
        assertClose(
                "memory",
                sequence(expected.get("memoryGradient"), type),
                gradients.getSecond()[1],
                tolerance);
        parameters(expected.getAsJsonObject("gradients"), type)
                .forEach((key, value) ->
                        assertClose(key, value, gradients.getFirst().getGradientFor(key), tolerance));
    }

    /** PyTorch keeps the projections of the second attention in one matrix. */
    private static Map<String, INDArray> parameters(JsonObject values, DataType type) {
        Map<String, INDArray> parameters = new HashMap<>();
        NAMES.forEach((ours, theirs) -> parameters.put(ours, array(values.get(theirs), type)));
        parameters.put("gain3", array(values.get("norm3.weight"), type));
        parameters.put("shift3", array(values.get("norm3.bias"), type));
        INDArray weights = array(values.get("multihead_attn.in_proj_weight"), type);
        INDArray biases = array(values.get("multihead_attn.in_proj_bias"), type);
        parameters.put("crossWq", weights.get(all(), interval(0, 6)).dup());
        parameters.put("crossWkv", weights.get(all(), interval(6, 18)).dup());
        parameters.put("crossbq", biases.get(interval(0, 6)).dup());
        parameters.put("crossbkv", biases.get(interval(6, 18)).dup());
        parameters.put("crossWo", array(values.get("multihead_attn.out_proj.weight"), type));
        parameters.put("crossbo", array(values.get("multihead_attn.out_proj.bias"), type));
        return parameters;
    }

    private static long count(JsonElement values) {
        long count = 0;
        for (JsonElement value : values.getAsJsonArray()) {
            count += value.isJsonArray() ? count(value) : 1;
        }
        return count;
    }

    private static JsonObject read() throws IOException {
        try (InputStream in = TransformerTorchTest.class.getResourceAsStream("/fixtures/torch.json")) {
            return new Gson().fromJson(new InputStreamReader(in, StandardCharsets.UTF_8), JsonObject.class);
        }
    }

    /** A vector, or a weight matrix, which PyTorch keeps as {@code [out, in]}. */
    private static INDArray array(JsonElement values, DataType type) {
        boolean matrix = values.getAsJsonArray().get(0).isJsonArray();
        return matrix
                ? Nd4j.create(new Gson().fromJson(values, double[][].class))
                        .castTo(type)
                        .transpose()
                : Nd4j.createFromArray(new Gson().fromJson(values, double[].class))
                        .castTo(type);
    }

    private static INDArray sequence(JsonElement values, DataType type) {
        return Nd4j.create(new Gson().fromJson(values, double[][][].class)).castTo(type);
    }

    private static void assertClose(String what, INDArray expected, INDArray actual, double tolerance) {
        double difference = expected.sub(actual).amaxNumber().doubleValue();
        assertTrue(
                difference <= tolerance * Math.max(1, expected.amaxNumber().doubleValue()),
                () -> what + " differs by " + difference + ": expected " + expected + " but was " + actual);
    }
}
