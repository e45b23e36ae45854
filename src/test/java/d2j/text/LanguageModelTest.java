package d2j.text;

import static d2j.autograd.Functions.embedding;
import static d2j.autograd.Functions.stack;
import static d2j.autograd.Functions.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.autograd.Tensor;
import d2j.engine.Engine;
import d2j.train.History;
import d2j.train.Perplexity;
import d2j.train.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class LanguageModelTest {

    private static final int HIDDEN = 12;
    private static final int BATCH = 4;
    private static final int STEPS = 5;
    private static final List<String> TEXT = new CharacterTokeniser()
            .tokens("the time traveller for so it will be convenient to speak of him was expounding ".repeat(3));
    private static final Vocabulary VOCABULARY = Vocabulary.of(TEXT);
    private static final int[] CORPUS = VOCABULARY.indices(TEXT);

    private final MultiLayerNetwork network = network(BackpropType.TruncatedBPTT);
    private final Tensor[] parameters = {
        parameter("0_W"), parameter("0_RW"), parameter("0_b"), parameter("1_W"), parameter("1_b")
    };

    @BeforeAll
    static void start() {
        Engine.start(1);
    }

    private static MultiLayerNetwork network(BackpropType kind) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Sgd(0.5 / STEPS))
                .list()
                .layer(new SimpleRnn.Builder()
                        .nIn(VOCABULARY.size())
                        .nOut(HIDDEN)
                        .activation(Activation.TANH)
                        .build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(HIDDEN)
                        .nOut(VOCABULARY.size())
                        .activation(Activation.SOFTMAX)
                        .build())
                .backpropType(kind)
                .tBPTTLength(STEPS)
                .build());
        network.init();
        return network;
    }

    private Tensor parameter(String name) {
        return Tensor.parameter(network.getParam(name).dup('c'));
    }

    private Recurrence.Reading read(INDArray tokens, List<Tensor> state) {
        Tensor x = embedding(parameters[0], tokens);
        Tensor h = state.isEmpty() ? Tensor.of(Nd4j.zeros(DataType.FLOAT, tokens.size(0), HIDDEN)) : state.get(0);
        List<Tensor> states = new ArrayList<>();
        for (int t = 0; t < tokens.size(1); t++) {
            h = tanh(x.slice(t, 1).add(h.mmul(parameters[1])).add(parameters[2]));
            states.add(h);
        }
        Tensor all = stack(1, states.toArray(Tensor[]::new));
        return new Recurrence.Reading(all.mmul(parameters[3]).add(parameters[4]), h);
    }

    private TensorLanguageModel tensors() {
        return LanguageModel.of(VOCABULARY, this::read, new Sgd(0.5), List.of(parameters));
    }

    private static TokenBatches batches(boolean sequential) {
        return sequential
                ? TokenBatches.sequential(CORPUS, BATCH, STEPS, 7)
                : TokenBatches.random(CORPUS, BATCH, STEPS, 7);
    }

    /** A piece's gradient from zeros instead of from the state before it, as DL4J has it, would be seen here. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tensorsAndLayersLearnTheSame(boolean sequential) {
        LanguageModel first = tensors();
        LanguageModel second = LanguageModel.of(VOCABULARY, network);
        Trainer settings = Trainer.epochs(4).quiet().metric(new Perplexity());
        History byTensors = first.fit(settings, batches(sequential));
        History byLayers = second.fit(settings, batches(sequential));
        for (int epoch = 0; epoch < 4; epoch++) {
            for (String series : List.of("train loss", "train perplexity")) {
                assertEquals(byTensors.values(series)[epoch], byLayers.values(series)[epoch], 2e-4, series);
            }
        }
        assertTrue(byTensors.last("train loss") < 0.95 * byTensors.values("train loss")[0]);
        assertEquals(first.perplexity(batches(sequential)), second.perplexity(batches(sequential)), 1e-3);
        assertEquals(first.continuation("the time", 20), second.continuation("the time", 20));
        assertEquals(first.continuation("the", 20, 0.8, 5), second.continuation("the", 20, 0.8, 5));
        for (int i = 0; i < parameters.length; i++) {
            String name = List.of("0_W", "0_RW", "0_b", "1_W", "1_b").get(i);
            assertTrue(parameters[i].data().equalsWithEps(network.getParam(name).dup('c'), 1e-4), name);
        }
    }

    @Test
    void perplexityOfAWholePassIsThatOfTheTextReadInOnePiece() {
        LanguageModel model = tensors();
        INDArray probabilities = model.probabilities(CORPUS);
        assertEquals(CORPUS.length, probabilities.size(0));
        TokenBatches one = TokenBatches.sequential(CORPUS, 1, 1, 1);
        double sum = 0;
        for (int i = 0; i < one.size(); i++) {
            sum -= Math.log(probabilities.getDouble(i, CORPUS[i + 1]));
        }
        assertEquals(Math.exp(sum / one.size()), model.perplexity(one), 1e-3);
    }

    @Test
    void clippingLimitsTheStep() {
        INDArray[] before = new INDArray[parameters.length];
        for (int i = 0; i < before.length; i++) {
            before[i] = parameters[i].data().dup();
        }
        TokenBatches single = TokenBatches.random(Arrays.copyOf(CORPUS, BATCH * STEPS + STEPS), BATCH, STEPS, 1);
        assertEquals(1, single.size());
        tensors().clipped(0.01).fit(Trainer.epochs(1).quiet(), single);
        double squares = 0;
        for (int i = 0; i < before.length; i++) {
            squares +=
                    Math.pow(parameters[i].data().sub(before[i]).norm2Number().doubleValue(), 2);
        }
        assertEquals(0.5 * 0.01, Math.sqrt(squares), 1e-5);
    }

    @Test
    void textIsWrittenAsTheSeedSays() {
        LanguageModel model = LanguageModel.of(VOCABULARY, this::read, new Adam(0.01), List.of(parameters));
        assertEquals(model.continuation("t", 30, 1, 1), model.continuation("t", 30, 1, 1));
        assertNotEquals(model.continuation("t", 30, 1, 1), model.continuation("t", 30, 1, 2));
        assertEquals(model.continuation("t", 30), model.continuation("t", 30, 1e-4, 2));
    }

    @Test
    void whatCannotWorkIsRefused() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> LanguageModel.of(
                                VOCABULARY, network(BackpropType.Standard))
                        .fit(Trainer.epochs(1).quiet(), batches(true)))
                .getMessage()
                .contains("TruncatedBPTT"));
        assertThrows(IllegalArgumentException.class, () -> tensors().continuation("", 3));
        assertThrows(IllegalArgumentException.class, () -> tensors().continuation("a", 3, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> tensors().clipped(0));
    }
}
