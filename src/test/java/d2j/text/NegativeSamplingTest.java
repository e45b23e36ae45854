package d2j.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.autograd.Functions;
import d2j.autograd.Tensor;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NegativeSamplingTest {
    private static final double[] NOISE = {4, 0, 1, 3, 2};

    /** The loss of one example, as its formula says. */
    private static Tensor loss(Tensor in, Tensor out, int[] bag, int target, int... noise) {
        Tensor h = in.getRows(bag).mean(true, 0);
        Tensor positive = Functions.softplus(h.mul(out.getRows(target)).sum().neg());
        Tensor negative = Functions.softplus(h.mul(out.getRows(noise)).sum(1)).sum();
        return positive.add(negative);
    }

    private static NegativeSampling warm(int dimensions) {
        NegativeSampling model = NegativeSampling.of(6, NOISE, dimensions, 2, 1);
        for (int i = 0; i < 300; i++) {
            model.step(i % 6, i % 5, 0.3);
        }
        return model;
    }

    @Test
    void stepGoesDownTheGradient() {
        for (int dimensions : new int[] {1, 4, 7}) {
            for (int[] bag : new int[][] {{3}, {0, 5, 2}, {4, 4}}) {
                NegativeSampling model = warm(dimensions);
                Tensor in = Tensor.parameter(model.inputs());
                Tensor out = Tensor.parameter(model.outputs());
                Tensor loss = loss(in, out, bag, 1, 0, 4, 3);
                loss.backward();
                assertEquals(loss.item(), model.step(bag, 1, new int[] {0, 4, 3}, 0.1), 1e-5);
                equal(in.data().sub(in.grad().mul(0.1)), model.inputs());
                equal(out.data().sub(out.grad().mul(0.1)), model.outputs());
            }
        }
    }

    private static void equal(INDArray expected, INDArray actual) {
        assertTrue(expected.sub(actual).amaxNumber().doubleValue() < 1e-6, expected + " " + actual);
    }

    @Test
    void noiseComesAsOftenAsItsWeightSays() {
        NegativeSampling model = NegativeSampling.of(2, NOISE, 3, 1, 7);
        double[] share = new double[5];
        for (int i = 0; i < 100_000; i++) {
            share[model.draw()] += 1e-5;
        }
        assertArrayEquals(new double[] {0.4, 0, 0.1, 0.3, 0.2}, share, 0.006);
    }

    @Test
    void sameSeedSameVectors() {
        assertEquals(warm(4).inputs(), warm(4).inputs());
        NegativeSampling other = NegativeSampling.of(6, NOISE, 4, 2, 2);
        assertNotEquals(warm(4).inputs(), other.inputs());
        assertArrayEquals(new long[] {6, 4}, other.inputs().shape());
        assertEquals(Nd4j.zeros(5, 4), other.outputs());
    }

    @Test
    void refusals() {
        assertThrows(IllegalArgumentException.class, () -> NegativeSampling.of(0, NOISE, 4, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> NegativeSampling.of(2, new double[] {1, 0}, 4, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> NegativeSampling.of(2, new double[] {1, -1, 1}, 4, 2, 1));
        assertThrows(
                IllegalArgumentException.class, () -> NegativeSampling.of(2, new double[] {1, Double.NaN, 1}, 4, 2, 1));
        NegativeSampling model = warm(4);
        assertThrows(IllegalArgumentException.class, () -> model.step(new int[0], 1, 0.1));
    }
}
