package d2j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NumericalGradientTest {

    @Test
    void squaredNormHasTwiceItsArgumentAsGradient() {
        INDArray x = Nd4j.create(new double[][] {{1, -2, 3}, {0.5, 0, -4}});

        INDArray gradient = NumericalGradient.of(v -> v.mul(v).sumNumber().doubleValue(), x);

        assertArrayEquals(new long[] {2, 3}, gradient.shape());
        assertTrue(NumericalGradient.maximumRelativeError(gradient, x.mul(2)) < 1e-6);
    }

    @Test
    void theArgumentIsLeftAsItWasAndViewsAreRead() {
        INDArray matrix = Nd4j.create(new double[][] {{1, 2}, {3, 4}});
        INDArray transposed = matrix.transpose();

        INDArray gradient = NumericalGradient.of(v -> 10 * v.getDouble(0, 1) + v.getDouble(1, 0), transposed);

        assertEquals(10, gradient.getDouble(0, 1), 1e-6);
        assertEquals(1, gradient.getDouble(1, 0), 1e-6);
        assertArrayEquals(new double[] {1, 2, 3, 4}, matrix.dup('c').data().asDouble(), 0);
    }

    @Test
    void floatsAreRefused() {
        INDArray x = Nd4j.ones(DataType.FLOAT, 2);

        var error = assertThrows(
                IllegalArgumentException.class,
                () -> NumericalGradient.of(v -> v.sumNumber().doubleValue(), x));

        assertTrue(error.getMessage().contains("castTo"), error.getMessage());
    }

    @Test
    void aWrongGradientShows() {
        INDArray right = Nd4j.create(new double[] {1, 2, 3});
        INDArray wrong = Nd4j.create(new double[] {1, 2, 3.3});

        assertEquals(0.3 / 3.3, NumericalGradient.maximumRelativeError(right, wrong), 1e-12);
        assertThrows(
                IllegalArgumentException.class,
                () -> NumericalGradient.maximumRelativeError(right, Nd4j.create(DataType.DOUBLE, 2)));
    }

    @Test
    void theJacobianHasARowForEachOutput() {
        INDArray a = Nd4j.create(new double[][] {{1, 2, 3}, {4, 5, 6}});
        INDArray x = Nd4j.create(new double[] {1, -1, 2}).reshape(3, 1);

        INDArray jacobian = NumericalGradient.jacobian(a::mmul, x);

        assertArrayEquals(new long[] {2, 3}, jacobian.shape());
        assertTrue(NumericalGradient.maximumRelativeError(a, jacobian) < 1e-8);
    }

    @Test
    void theJacobianOfAViewOfTheArgumentIsItsPermutation() {
        INDArray x = Nd4j.create(new double[][] {{1, 2}, {3, 4}});

        INDArray jacobian = NumericalGradient.jacobian(INDArray::transpose, x);

        INDArray expected = Nd4j.create(new double[][] {{1, 0, 0, 0}, {0, 0, 1, 0}, {0, 1, 0, 0}, {0, 0, 0, 1}});
        assertTrue(expected.equalsWithEps(jacobian, 1e-8));
        assertThrows(
                IllegalArgumentException.class,
                () -> NumericalGradient.jacobian(INDArray::transpose, x.castTo(DataType.FLOAT)));
    }
}
