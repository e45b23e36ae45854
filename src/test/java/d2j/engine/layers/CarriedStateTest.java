package d2j.engine.layers;

import static d2j.autograd.Functions.crossEntropy;
import static d2j.autograd.Functions.sigmoid;
import static d2j.autograd.Functions.stack;
import static d2j.autograd.Functions.tanh;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.autograd.Tensor;
import d2j.engine.Engine;
import d2j.nn.recurrent.GRU;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Truncated back-propagation through each recurrent layer against the same network in tensors, where a piece goes on
 * from the state that the piece before it left. DL4J's own layers take the gradients of all pieces at zeros.
 */
class CarriedStateTest {

    private static final int FEATURES = 3;
    private static final int SIZE = 4;
    private static final int CLASSES = 3;
    private static final int BATCH = 2;
    private static final int TIME = 10;
    private static final int PIECE = 4;
    private static final double RATE = 0.5;

    private enum Kind {
        PLAIN,
        LSTM,
        GRU_RESET_BEFORE,
        GRU_RESET_AFTER;

        Layer layer() {
            return switch (this) {
                case PLAIN ->
                    new SimpleRnn.Builder()
                            .nIn(FEATURES)
                            .nOut(SIZE)
                            .activation(Activation.TANH)
                            .build();
                case LSTM ->
                    new LSTM.Builder()
                            .nIn(FEATURES)
                            .nOut(SIZE)
                            .activation(Activation.TANH)
                            .build();
                default ->
                    new GRU.Builder()
                            .nIn(FEATURES)
                            .nOut(SIZE)
                            .resetAfter(this == GRU_RESET_AFTER)
                            .build();
            };
        }

        /** The state and, for the LSTM, the cells after a step. */
        List<Tensor> step(Tensor x, List<Tensor> before, Map<String, Tensor> parameters) {
            Tensor w = parameters.get("0_W");
            Tensor u = parameters.get("0_RW");
            Tensor bias = parameters.get("0_b").reshape(-1);
            Tensor h = before.get(0);
            if (this == PLAIN) {
                return List.of(tanh(x.mmul(w).add(h.mmul(u)).add(bias)));
            }
            Tensor fromInput = x.mmul(w).add(bias.range(0, (this == LSTM ? 4 : 3) * SIZE, 0));
            Tensor fromState = h.mmul(u);
            if (this == LSTM) {
                Tensor all = fromInput.add(fromState);
                Tensor cell = sigmoid(gate(all, 1))
                        .mul(before.get(1))
                        .add(sigmoid(gate(all, 3)).mul(tanh(gate(all, 0))));
                return List.of(sigmoid(gate(all, 2)).mul(tanh(cell)), cell);
            }
            Tensor reset = sigmoid(gate(fromInput, 0).add(gate(fromState, 0)));
            Tensor update = sigmoid(gate(fromInput, 1).add(gate(fromState, 1)));
            Tensor recurrent = this == GRU_RESET_AFTER
                    ? reset.mul(gate(fromState, 2).add(bias.range(3 * SIZE, 4 * SIZE, 0)))
                    : reset.mul(h).mmul(gate(u, 2));
            Tensor candidate = tanh(gate(fromInput, 2).add(recurrent));
            return List.of(update.mul(h).add(update.rsub(1).mul(candidate)));
        }

        private static Tensor gate(Tensor gates, int number) {
            return gates.range(number * SIZE, (number + 1) * SIZE, 1);
        }
    }

    @BeforeAll
    static void start() {
        Engine.start(1);
    }

    @ParameterizedTest
    @EnumSource
    void aPieceGoesOnFromTheStateBeforeItOnTheWayBackToo(Kind kind) {
        learnsLikeTensors(kind, DataType.FLOAT, 1e-5);
    }

    /** Not with the engine's fast way: only the GRU is this project's own there. */
    @ParameterizedTest
    @EnumSource(names = {"GRU_RESET_BEFORE", "GRU_RESET_AFTER"})
    void inDoublePrecisionToo(Kind kind) {
        learnsLikeTensors(kind, DataType.DOUBLE, 1e-5);
    }

    private static void learnsLikeTensors(Kind kind, DataType type, double tolerance) {
        MultiLayerNetwork network = network(kind, type);
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        network.paramTable()
                .forEach((name, array) -> parameters.put(
                        name, Tensor.parameter(array.castTo(DataType.FLOAT).dup('c'))));
        INDArray features = Nd4j.randn(DataType.FLOAT, BATCH, FEATURES, TIME);
        INDArray labels = labels();
        for (int pass = 0; pass < 2; pass++) {
            network.fit(new DataSet(features.castTo(type), labels.castTo(type)));
            pass(kind, parameters, features, labels);
        }
        parameters.forEach((name, expected) -> {
            INDArray difference = network.getParam(name)
                    .castTo(DataType.FLOAT)
                    .reshape(expected.shape())
                    .sub(expected.data());
            double largest = difference.amaxNumber().doubleValue();
            assertTrue(largest < tolerance, name + " differs by " + largest);
        });
    }

    private static void pass(Kind kind, Map<String, Tensor> parameters, INDArray features, INDArray labels) {
        Tensor zeros = Tensor.of(Nd4j.zeros(DataType.FLOAT, BATCH, SIZE));
        List<Tensor> state = List.of(zeros, zeros);
        for (int start = 0; start < TIME; start += PIECE) {
            int end = Math.min(TIME, start + PIECE);
            List<Tensor> outputs = new ArrayList<>();
            for (int t = start; t < end; t++) {
                INDArray x = features.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t))
                        .dup('c');
                state = kind.step(Tensor.of(x), state, parameters);
                outputs.add(state.get(0));
            }
            Tensor scores = stack(1, outputs.toArray(Tensor[]::new))
                    .mmul(parameters.get("1_W"))
                    .add(parameters.get("1_b").reshape(-1));
            INDArray answers = labels.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(start, end))
                    .permute(0, 2, 1)
                    .dup('c');
            // DL4J sums over the steps of a piece.
            Tensor loss = crossEntropy(scores, answers).mul(end - start);
            parameters.values().forEach(Tensor::zeroGrad);
            loss.backward();
            parameters
                    .values()
                    .forEach(parameter -> parameter.data().subi(parameter.grad().mul(RATE)));
            state = state.stream().map(Tensor::detach).toList();
        }
    }

    private static INDArray labels() {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, BATCH, CLASSES, TIME);
        for (int n = 0; n < BATCH; n++) {
            for (int t = 0; t < TIME; t++) {
                labels.putScalar(new int[] {n, (3 * n + t * t) % CLASSES, t}, 1);
            }
        }
        return labels;
    }

    private static MultiLayerNetwork network(Kind kind, DataType type) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(type)
                .updater(new Sgd(RATE))
                .list()
                .layer(kind.layer())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(SIZE)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(PIECE)
                .build());
        network.init();
        return network;
    }
}
