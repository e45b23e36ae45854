package d2j.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class TranslationBatchesTest {
    private static final List<List<String>> ENGLISH =
            List.of(List.of("a", "dog"), List.of("a", "red", "dog"), List.of("stop"));
    private static final List<List<String>> FRENCH =
            List.of(List.of("un", "chien"), List.of("un", "chien", "rouge"), List.of("arrête"));
    private static final Vocabulary FROM = TranslationBatches.vocabulary(ENGLISH, 1);
    private static final Vocabulary TO = TranslationBatches.vocabulary(FRENCH, 1);

    private static TranslationBatches batches(int batch) {
        return TranslationBatches.of(ENGLISH, FRENCH, FROM, TO, batch);
    }

    private static List<List<String>> words(INDArray numbers, Vocabulary vocabulary) {
        List<List<String>> rows = new ArrayList<>();
        for (int[] row : numbers.toIntMatrix()) {
            rows.add(vocabulary.tokens(row));
        }
        return rows;
    }

    @Test
    void frameAndFillUpSentences() {
        TranslationBatch batch = batches(2).iterator().next();
        assertEquals(
                List.of(List.of("a", "dog", "<eos>", "<pad>"), List.of("a", "red", "dog", "<eos>")),
                words(batch.source(), FROM));
        assertEquals(
                List.of(List.of("<bos>", "un", "chien", "<pad>"), List.of("<bos>", "un", "chien", "rouge")),
                words(batch.input(), TO));
        assertEquals(
                List.of(List.of("un", "chien", "<eos>", "<pad>"), List.of("un", "chien", "rouge", "<eos>")),
                words(batch.target(), TO));
        INDArray mask = Nd4j.createFromArray(new float[][] {{1, 1, 1, 0}, {1, 1, 1, 1}});
        assertEquals(mask, batch.sourceMask());
        assertEquals(mask, batch.mask());
    }

    @Test
    void aPassHasAllPairsAndTheNextOneAnotherOrder() {
        TranslationBatches shuffled = batches(2).shuffled(3);
        assertEquals(2, shuffled.size());
        List<String> orders = new ArrayList<>();
        for (int pass = 0; pass < 6; pass++) {
            List<String> first = new ArrayList<>();
            for (TranslationBatch batch : shuffled) {
                words(batch.source(), FROM).forEach(row -> first.add(row.get(0) + row.get(1)));
            }
            assertEquals(
                    List.of("adog", "ared", "stop<eos>"),
                    first.stream().sorted().toList());
            orders.add(first.toString());
        }
        assertTrue(orders.stream().distinct().count() > 1, orders.toString());
        assertThrows(NoSuchElementException.class, () -> {
            var pass = batches(3).iterator();
            pass.next();
            pass.next();
        });
    }

    @Test
    void unknownWordsHaveNumberZero() {
        TranslationBatch batch = TranslationBatches.of(
                        List.of(List.of("a", "cat")), List.of(List.of("un", "chat")), FROM, TO, 1)
                .iterator()
                .next();
        assertArrayEquals(
                new int[] {0, TO.index("<eos>")},
                new int[] {batch.target().getInt(0, 1), batch.target().getInt(0, 2)});
    }

    @Test
    void dataSetsOfDl4j() {
        Iterable<MultiDataSet> batches = batches(2).dataSets();
        Iterator<MultiDataSet> data = batches.iterator();
        MultiDataSet first = data.next();
        assertArrayEquals(new long[] {2, 1, 4}, first.getFeatures(0).shape());
        assertArrayEquals(new long[] {2, 1, 4}, first.getFeatures(1).shape());
        assertArrayEquals(new long[] {2, TO.size(), 4}, first.getLabels(0).shape());
        assertEquals(first.getLabelsMaskArray(0), first.getFeaturesMaskArray(1));
        data.next();
        assertTrue(!data.hasNext());
        assertThrows(NoSuchElementException.class, data::next);
        assertEquals(first.getFeatures(0), batches.iterator().next().getFeatures(0));
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThrows(IllegalArgumentException.class, () -> batches(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> TranslationBatches.of(ENGLISH, FRENCH.subList(0, 2), FROM, TO, 1));
        Vocabulary plain = Vocabulary.of(List.of("a"));
        assertThrows(IllegalArgumentException.class, () -> TranslationBatches.of(ENGLISH, FRENCH, plain, TO, 1));
    }

    private static ComputationGraph network() {
        ComputationGraph network = new ComputationGraph(Seq2Seq.configuration(
                new NeuralNetConfiguration.Builder().seed(1).updater(new Sgd(0.1)), FROM.size(), TO.size(), 4, 5));
        network.init();
        return network;
    }

    /** What fills up changes neither the loss nor a gradient. */
    @Test
    void paddingDoesNotCount() {
        ComputationGraph network = network();
        TranslationBatch batch = batches(3).iterator().next();
        TranslationBatch other = new TranslationBatch(
                filled(batch.source(), batch.sourceMask()),
                batch.sourceMask(),
                filled(batch.input(), batch.mask()),
                filled(batch.target(), batch.mask()),
                batch.mask());
        assertNotEquals(batch.source(), other.source());
        MultiDataSet one = batch.dataSet(TO.size());
        double loss = network.score(one);
        assertEquals(loss, network.score(other.dataSet(TO.size())), 1e-6);
        assertEquals(gradient(network, one), gradient(network, other.dataSet(TO.size())));
    }

    private static INDArray filled(INDArray numbers, INDArray mask) {
        INDArray result = numbers.dup();
        for (int i = 0; i < result.rows(); i++) {
            for (int j = 0; j < result.columns(); j++) {
                if (mask.getInt(i, j) == 0) {
                    result.putScalar(i, j, 4);
                }
            }
        }
        return result;
    }

    private static INDArray gradient(ComputationGraph network, MultiDataSet data) {
        network.setInputs(data.getFeatures());
        network.setLabels(data.getLabels());
        network.setLayerMaskArrays(data.getFeaturesMaskArrays(), data.getLabelsMaskArrays());
        network.computeGradientAndScore();
        return network.gradient().gradient().dup();
    }

    @Test
    void greedySearchTakesTheBestUntilTheEnd() {
        // Token 0 is the end, 1 the beginning; after n calls row i prefers token 2 + i until it has written i of them.
        List<Long> steps = new ArrayList<>();
        List<int[]> written = GreedySearch.decode(3, 1, 0, 2, soFar -> {
            steps.add(soFar.size(1));
            INDArray scores = Nd4j.zeros(3, 6);
            for (int i = 0; i < 3; i++) {
                scores.putScalar(i, soFar.size(1) > i ? 0 : 2 + i, 1);
            }
            return scores;
        });
        assertEquals(List.of(1L, 2L), steps);
        assertArrayEquals(new int[0], written.get(0));
        assertArrayEquals(new int[] {3}, written.get(1));
        assertArrayEquals(new int[] {4, 4}, written.get(2));
    }

    @Test
    void greedySearchRefusesWhatIsNone() {
        assertThrows(IllegalArgumentException.class, () -> GreedySearch.decode(0, 1, 0, 2, soFar -> soFar));
        assertThrows(IllegalArgumentException.class, () -> GreedySearch.decode(1, 1, 0, 0, soFar -> soFar));
        assertThrows(
                IllegalArgumentException.class, () -> GreedySearch.decode(2, 1, 0, 2, soFar -> Nd4j.zeros(2, 5, 1)));
    }

    @Test
    void theNetworkHasAsManyParametersAsItsFormula() {
        int embedding = 4;
        int hidden = 5;
        long tables = (long) embedding * (FROM.size() + TO.size());
        long encoder = 3 * hidden * (embedding + hidden) + 4 * hidden;
        long decoder = 3 * hidden * (embedding + 2 * hidden) + 4 * hidden;
        assertEquals(
                tables + encoder + decoder + (hidden + 1L) * TO.size(),
                network().numParams());
    }
}
