package d2j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MetricsTest {

    private final INDArray scores = Nd4j.create(
            new double[][] {{0.7, 0.2, 0.1}, {0.1, 0.6, 0.3}, {0.2, 0.5, 0.3}, {0.5, 0.3, 0.2}, {0.1, 0.1, 0.8}});
    private final INDArray classes = Nd4j.createFromArray(0, 1, 2, 1, 2);

    @Test
    void aMetricAddsUpItsBatches() {
        Metric accuracy = new Accuracy();
        accuracy.add(scores, classes);
        accuracy.add(scores.getRow(0, true), Nd4j.createFromArray(1));

        assertEquals(3.0 / 6, accuracy.value(), 1e-12);
        accuracy.reset();
        assertTrue(Double.isNaN(accuracy.value()));
        accuracy.add(scores, oneHot(0, 1, 2, 1, 2));
        assertEquals(0.6, accuracy.value(), 1e-12);
    }

    @Test
    void topKCountsRightClassesAmongTheBest() {
        assertEquals(0.6, value(new TopK(1)), 1e-12);
        assertEquals(1, value(new TopK(2)), 1e-12);
        Metric ties = new TopK(1);
        ties.add(Nd4j.ones(2, 2), Nd4j.createFromArray(0, 1));
        assertEquals(0.5, ties.value(), 1e-12);
    }

    /** The values are those of scikit-learn's f1_score. */
    @Test
    void f1IsOfEachClassAndTheirMean() {
        F1 macro = new F1();
        macro.add(scores, classes);

        assertArrayEquals(new double[] {2.0 / 3, 0.5, 2.0 / 3}, macro.perClass(), 1e-12);
        assertEquals((2.0 / 3 + 0.5 + 2.0 / 3) / 3, macro.value(), 1e-12);
        assertEquals(0.5, value(new F1(1)), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> value(new F1(3)));
    }

    @Test
    void aClassThatNeverOccursCountsNeitherWay() {
        F1 f1 = new F1();
        f1.add(Nd4j.create(new double[][] {{1, 0, 0}, {0, 1, 0}}), Nd4j.createFromArray(0, 1));

        assertEquals(1, f1.value(), 1e-12);
        assertTrue(Double.isNaN(f1.perClass()[2]));
    }

    @Test
    void meanIoUDividesTheCommonByAll() {
        assertEquals((0.5 + 1.0 / 3 + 0.5) / 3, value(new MeanIoU()), 1e-12);
    }

    @Test
    void perplexityIsTheSameOfProbabilitiesAndOfScores() {
        double expected =
                Math.exp(-(Math.log(0.7) + Math.log(0.6) + Math.log(0.3) + Math.log(0.3) + Math.log(0.8)) / 5);
        assertEquals(expected, value(new Perplexity()), 1e-9);

        Metric ofScores = new Perplexity();
        ofScores.add(org.nd4j.linalg.ops.transforms.Transforms.log(scores).addi(7), classes);
        assertEquals(expected, ofScores.value(), 1e-9);
    }

    @Test
    void aMetricOfOneLineIsAMeanOverExamples() {
        Metric metric = Metric.mean(
                "absolute error",
                (outputs, labels) -> outputs.sub(labels).norm1Number().doubleValue() / outputs.size(0));
        metric.add(Nd4j.create(new double[][] {{1}, {2}, {3}}), Nd4j.zeros(3, 1));
        metric.add(Nd4j.create(new double[][] {{10}}), Nd4j.zeros(1, 1));

        assertEquals(4, metric.value(), 1e-6);
        assertEquals("mistake", metric.named("mistake").name());
        assertEquals(4, metric.named("mistake").value(), 1e-6);
    }

    @Test
    void sequencesOfDl4jBecomeRowsWithoutWhatIsMasked() {
        // [2 sequences, 3 classes, 2 time steps]
        INDArray outputs = Nd4j.arange(12).reshape(2, 3, 2);
        INDArray mask = Nd4j.create(new double[][] {{1, 1}, {1, 0}});

        Rows rows = Rows.of(outputs, outputs.dup(), mask, 1);

        INDArray expected = Nd4j.create(new double[][] {{0, 2, 4}, {1, 3, 5}, {6, 8, 10}});
        assertTrue(expected.equalsWithEps(rows.outputs().castTo(expected.dataType()), 0), () -> rows.outputs() + "");
        assertEquals(rows.outputs(), rows.labels());
    }

    @Test
    void classNumbersOfSequencesMeetScoresWhoseClassesComeLast() {
        INDArray outputs = Nd4j.arange(12).reshape(2, 2, 3);
        INDArray tokens = Nd4j.createFromArray(new int[][] {{0, 1}, {2, 0}});
        INDArray mask = Nd4j.create(new double[][] {{0, 1}, {1, 0}});

        Rows rows = Rows.of(outputs, tokens, mask, -1);

        assertArrayEquals(new long[] {1, 2}, rows.labels().toLongVector());
        assertArrayEquals(new long[] {2, 3}, rows.outputs().shape());
        assertEquals(3, rows.outputs().getDouble(0, 0));
        assertTrue(Rows.of(outputs, tokens, mask.mul(0), -1).isEmpty());
    }

    @Test
    void whatDoesNotFitIsRefusedWithBothShapes() {
        var error = assertThrows(
                IllegalArgumentException.class, () -> Rows.of(Nd4j.zeros(4, 3), Nd4j.zeros(4, 2), null, -1));
        assertTrue(error.getMessage().contains("[4, 3]") && error.getMessage().contains("[4, 2]"), error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> value(new Accuracy(), Nd4j.createFromArray(0, 1, 2, 3, 0)));
    }

    private double value(Metric metric) {
        return value(metric, classes);
    }

    private double value(Metric metric, INDArray labels) {
        metric.reset();
        metric.add(scores, labels);
        return metric.value();
    }

    private static INDArray oneHot(int... numbers) {
        INDArray labels = Nd4j.zeros(numbers.length, 3);
        for (int i = 0; i < numbers.length; i++) {
            labels.putScalar(i, numbers[i], 1);
        }
        return labels;
    }
}
