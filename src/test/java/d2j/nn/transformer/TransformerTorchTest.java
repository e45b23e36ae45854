package d2j.nn.transformer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.gradient.Gradient;
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

/** The encoder block is PyTorch's {@code nn.TransformerEncoderLayer}; values come from {@code torch_values.py}. */
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
