package d2j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.data.samples.Digits;
import d2j.data.store.Catalog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

class MiniBatchesTest {
    private final INDArray features = Nd4j.arange(20).castTo(DataType.FLOAT).reshape(10, 2);
    private final INDArray labels = Nd4j.arange(10).castTo(DataType.FLOAT).reshape(10, 1);

    private static List<Double> labels(Iterable<DataSet> pass) {
        List<Double> all = new ArrayList<>();
        for (DataSet batch : pass) {
            for (int i = 0; i < batch.numExamples(); i++) {
                double label = batch.getLabels().getDouble(i, 0);
                double feature = batch.getFeatures().slice(i).reshape(-1).getDouble(0);
                assertEquals(2 * label, feature, "examples stay together");
                all.add(label);
            }
        }
        return all;
    }

    private static final List<Double> IN_ORDER = List.of(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0);

    @Test
    void keepsTheLastSmallerBatch() {
        MiniBatches batches = MiniBatches.of(features, labels, 4);
        List<Integer> sizes = new ArrayList<>();
        batches.forEach(batch -> sizes.add(batch.numExamples()));
        assertEquals(List.of(4, 4, 2), sizes);
        assertEquals(3, batches.batches());
        assertEquals(10, batches.examples());
        assertEquals(IN_ORDER, labels(batches));
        sizes.clear();
        batches.dropLast().forEach(batch -> sizes.add(batch.numExamples()));
        assertEquals(List.of(4, 4), sizes);
        assertEquals(2, batches.dropLast().batches());
    }

    @Test
    void shufflesAnewAndReproducibly() {
        MiniBatches one = MiniBatches.of(features, labels, 3).shuffled(7);
        MiniBatches two = MiniBatches.of(features, labels, 3).shuffled(7);
        List<Double> first = labels(one);
        List<Double> second = labels(one);
        assertNotEquals(first, second);
        assertNotEquals(IN_ORDER, first);
        assertEquals(new HashSet<>(IN_ORDER), new HashSet<>(first));
        assertEquals(first, labels(two));
        assertEquals(second, labels(two));
        assertNotEquals(first, labels(MiniBatches.of(features, labels, 3).shuffled(8)));
        // Resetting before anything was taken is no pass.
        DataSetIterator again = MiniBatches.of(features, labels, 3).shuffled(7).iterator();
        again.reset();
        again.hasNext();
        again.reset();
        assertEquals(first, labels(() -> again));
        again.reset();
        assertEquals(second, labels(() -> again));
    }

    @Test
    void takesFeaturesOfAnyRank() {
        for (long[] shape : new long[][] {{10, 2}, {10, 1, 2}, {10, 2, 1, 1}}) {
            MiniBatches batches = MiniBatches.of(features.reshape(shape), labels, 4);
            long[] expected = shape.clone();
            expected[0] = 4;
            assertArrayEquals(expected, batches.iterator().next().getFeatures().shape());
            assertArrayEquals(
                    expected,
                    batches.shuffled(1).iterator().next().getFeatures().shape());
            assertEquals(IN_ORDER, labels(batches));
            assertEquals(new HashSet<>(IN_ORDER), new HashSet<>(labels(batches.shuffled(1))));
        }
        // Neither a view nor Fortran order disturbs it.
        INDArray turned = Nd4j.vstack(Nd4j.arange(10).castTo(DataType.FLOAT).mul(2), Nd4j.zeros(10))
                .transpose();
        assertEquals(IN_ORDER, labels(MiniBatches.of(turned, labels, 4)));
        assertEquals(
                new HashSet<>(IN_ORDER),
                new HashSet<>(labels(MiniBatches.of(turned, labels, 4).shuffled(2))));
    }

    @Test
    void givesCopies() {
        for (MiniBatches batches : List.of(
                MiniBatches.of(features, labels, 4),
                MiniBatches.of(features, labels, 4).shuffled(1))) {
            batches.forEach(batch -> batch.getFeatures().addi(100));
            assertEquals(IN_ORDER, labels(MiniBatches.of(features, labels, 4)));
        }
    }

    @Test
    void isACompleteIterator() {
        DataSetIterator pass = MiniBatches.of(features, labels, 4).iterator();
        assertTrue(pass.resetSupported());
        assertEquals(4, pass.batch());
        assertEquals(2, pass.inputColumns());
        assertEquals(1, pass.totalOutcomes());
        pass.setPreProcessor(batch -> batch.getFeatures().muli(0));
        assertEquals(0, pass.next().getFeatures().sumNumber().doubleValue());
        assertEquals(5, pass.next(5).numExamples());
        assertEquals(1, pass.next().numExamples());
        assertFalse(pass.hasNext());
        assertThrows(NoSuchElementException.class, pass::next);
        pass.reset();
        assertTrue(pass.hasNext());
    }

    @Test
    void trainsAndEvaluatesANetwork() {
        LabelledImages images = ImageLoader.draw(
                Digits.images(), 400, 1, Catalog.standard().entry("mnist").classes());
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.5))
                .list(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nIn(784)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        MiniBatches batches = images.batches(64).shuffled(1);
        network.fit(batches.iterator(), 10);
        assertEquals(10, network.getEpochCount());
        assertEquals(70, network.getIterationCount());
        var evaluation = network.evaluate(images.batches(64).iterator());
        assertEquals(400, evaluation.getNumRowCounter());
        assertTrue(evaluation.accuracy() > 0.8, evaluation.stats());
    }

    @Test
    void refusesWhatDoesNotFit() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> MiniBatches.of(features, Nd4j.zeros(9, 1), 4));
        assertTrue(e.getMessage().contains("[10, 2] and [9, 1]"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> MiniBatches.of(features, labels, 0));
    }
}
