package d2j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SoftmaxCrossEntropyTest {

    private final INDArray scores = Nd4j.create(new double[][] {{1, 2, 3}});
    private final INDArray third = Nd4j.create(new double[][] {{0, 0, 1}});

    @Test
    void worksOutTheTextbookExample() {
        assertArrayEquals(
                new double[] {0.09003057, 0.24472847, 0.66524096},
                SoftmaxCrossEntropy.softmax(scores).toDoubleVector(),
                1e-8);
        assertEquals(0.40760596, SoftmaxCrossEntropy.loss(scores, third), 1e-8);
        assertArrayEquals(
                new double[] {0.09003057, 0.24472847, -0.33475904},
                SoftmaxCrossEntropy.gradient(scores, third).toDoubleVector(),
                1e-8);
    }

    @Test
    void survivesScoresWhoseExponentialsOverflow() {
        INDArray large = Nd4j.create(new float[][] {{1000, 0, -1000}});
        assertArrayEquals(
                new double[] {1, 0, 0}, SoftmaxCrossEntropy.softmax(large).toDoubleVector(), 0);
        assertEquals(2000, SoftmaxCrossEntropy.loss(large, third.castTo(DataType.FLOAT)), 1e-3);
    }

    @Test
    void leavesItsArgumentsAlone() {
        INDArray copy = scores.dup();
        SoftmaxCrossEntropy.gradient(scores, third);
        SoftmaxCrossEntropy.loss(scores, third);
        assertEquals(copy, scores);
        assertEquals(1, third.sumNumber().doubleValue());
    }

    @Test
    void gradientAgreesWithFiniteDifferences() {
        Nd4j.getRandom().setSeed(1);
        INDArray batch = Nd4j.randn(DataType.DOUBLE, 4, 5);
        INDArray targets = SoftmaxCrossEntropy.softmax(Nd4j.randn(DataType.DOUBLE, 4, 5));
        INDArray numerical = NumericalGradient.of(value -> SoftmaxCrossEntropy.loss(value, targets), batch);
        assertTrue(
                NumericalGradient.maximumRelativeError(SoftmaxCrossEntropy.gradient(batch, targets), numerical) < 1e-6);
    }
}
