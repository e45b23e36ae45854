package d2j.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class PretrainedBertTest {

    private static final Vocabulary FEW =
            Vocabulary.listed(List.of("<unk>", "<pad>", "<cls>", "<sep>", "<mask>", "a", "b", "c"));

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        Engine.start(1);
    }

    @Test
    void inputsAreSegmentsWithMarks() {
        BertInput alone = BertInput.of(FEW, List.of("a", "b", "c"), 4);
        assertArrayEquals(new int[] {2, 5, 6, 3}, alone.tokens());
        assertEquals(4, alone.second());
        BertInput pair = BertInput.of(FEW, List.of("a", "b", "c"), List.of("c"), 6);
        assertArrayEquals(new int[] {2, 5, 6, 3, 7, 3}, pair.tokens(), "the longer text is cut");
        assertEquals(4, pair.second());
        assertEquals(pair, BertInput.of(FEW, List.of("a", "b"), List.of("c"), 9));

        List<BertInput> both = List.of(alone, pair);
        assertEquals(
                Nd4j.createFromArray(new float[][] {{1, 1, 1, 1, 0, 0}, {1, 1, 1, 1, 1, 1}}), BertInput.mask(both));
        assertEquals(
                Nd4j.createFromArray(new float[][] {{0, 0, 0, 0, 1, 1}, {0, 0, 0, 0, 1, 1}})
                        .getRow(1),
                BertInput.features(both).slice(1).getRow(1));
        assertThrows(IllegalArgumentException.class, () -> BertInput.of(FEW, List.of(), List.of(), 2));
        assertThrows(IllegalArgumentException.class, () -> new BertInput(new int[3], 4));
    }

    @Test
    void spansHideSomeOfTheirTokens() {
        int[] text = new Random(1).ints(500, 5, 8).toArray();
        MaskedSpans spans = new MaskedSpans(FEW, text, 23, new Random(2));
        assertEquals(3, spans.hidden());
        int batches = 0;
        for (MultiDataSet batch : spans.batches(4)) {
            batches++;
            INDArray answers = batch.getLabels(0).argMax(1);
            for (int i = 0; i < 4; i++) {
                int[] tokens = batch.getFeatures(0).slice(i).getRow(0).toIntVector();
                assertEquals(2, tokens[0]);
                assertEquals(3, tokens[22]);
                int second = (int) (23
                        - batch.getFeatures(0).slice(i).getRow(1).sumNumber().doubleValue());
                assertEquals(3, tokens[second - 1]);
                for (int k = 0; k < 3; k++) {
                    int place = batch.getFeatures(1).getInt(i, k);
                    assertTrue(place > 0 && place < 22 && place != second - 1, "place " + place);
                    assertTrue(answers.getInt(i * 3 + k) >= 5, "a word of the text");
                }
            }
        }
        assertTrue(batches >= 5, batches + " batches");
        assertThrows(IllegalArgumentException.class, () -> new MaskedSpans(FEW, text, 300, new Random(2)));
    }

    @Test
    void whatIsKeptReadsAsBefore() throws IOException {
        List<String> paragraphs = new ArrayList<>();
        Random random = new Random(3);
        for (int i = 0; i < 40; i++) {
            paragraphs.add(random.ints(20, 0, 30)
                    .mapToObj(word -> "word" + (char) ('a' + word % 26) + word)
                    .collect(Collectors.joining(" ")));
        }
        PretrainedBert bert = PretrainedBert.train(paragraphs, 90, 16, 1, 4);
        assertTrue(PretrainedBert.find(folder, "bert").isEmpty());
        bert.save(folder, "bert");
        PretrainedBert found = PretrainedBert.find(folder, "bert").orElseThrow();
        assertEquals(bert.network().params(), found.network().params());
        assertEquals(bert.size(), found.size());
        String text = "wordb1 <mask> wordz25 strange";
        assertEquals(bert.pieces().tokens(text), found.pieces().tokens(text));

        ComputationGraph fresh = new ComputationGraph(
                Bert.encoder(new NeuralNetConfiguration.Builder().seed(9).updater(new Sgd(0.1)), bert.size())
                        .setOutputs(bert.size().lastLayer())
                        .build());
        fresh.init();
        List<BertInput> input =
                List.of(BertInput.of(bert.pieces().vocabulary(), bert.pieces().tokens(text), 16));
        INDArray before = encoded(fresh, input);
        found.copyEncoderTo(fresh);
        INDArray after = encoded(fresh, input);
        assertNotEquals(before, after);
        INDArray[] both = {BertInput.features(input), Nd4j.zeros(1, 2)};
        assertEquals(bert.network().feedForward(both, false).get(bert.size().lastLayer()), after);

        Files.writeString(folder.resolve("bert.txt"), "<unk>\n");
        assertTrue(assertThrows(IOException.class, () -> PretrainedBert.find(folder, "bert"))
                .getMessage()
                .contains("pre-train again"));
    }

    private static INDArray encoded(ComputationGraph network, List<BertInput> input) {
        return network
                .output(false, new INDArray[] {BertInput.features(input)}, new INDArray[] {BertInput.mask(input)})[0]
                .dup();
    }
}
