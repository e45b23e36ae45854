package d2j.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.RampSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class PolynomialDecayTest {

    @Test
    void fallsToZeroAndStaysThere() {
        PolynomialDecay line = new PolynomialDecay(0.8, 1, 4);
        double[] expected = {0.8, 0.6, 0.4, 0.2, 0, 0};
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], line.valueAt(i, 7), 1e-12);
        }
        assertEquals(0.2, new PolynomialDecay(0.8, 2, 4).valueAt(2, 0), 1e-12);
        // What PyTorch's PolynomialLR(total_iters=10, power=0.9) gives after three steps from 0.1.
        assertEquals(0.1 * Math.pow(0.7, 0.9), new PolynomialDecay(0.1, 0.9, 10).valueAt(3, 0), 1e-12);
    }

    @Test
    void theScheduleOfThatNameInDl4jRises() {
        PolySchedule other = new PolySchedule(ScheduleType.ITERATION, 0.8, 1, 4);
        assertTrue(other.valueAt(3, 0) > other.valueAt(0, 0), "DL4J has mended PolySchedule: this class may go");
    }

    @Test
    void isKeptWithItsNetwork() {
        RampSchedule schedule = new RampSchedule(new PolynomialDecay(0.8, 1, 4), 2);
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .updater(new Sgd(new PolynomialDecay(0.8, 1, 4)))
                .list()
                .layer(new OutputLayer.Builder(LossFunction.MSE).nIn(1).nOut(2).build())
                .build();
        assertEquals(configuration, MultiLayerConfiguration.fromJson(configuration.toJson()));
        assertEquals(0.4, schedule.valueAt(2, 0), 1e-12);
    }

    @Test
    void wrongNumbersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new PolynomialDecay(0, 1, 4));
        assertThrows(IllegalArgumentException.class, () -> new PolynomialDecay(Double.NaN, 1, 4));
        assertThrows(IllegalArgumentException.class, () -> new PolynomialDecay(0.1, -1, 4));
        assertThrows(IllegalArgumentException.class, () -> new PolynomialDecay(0.1, 1, 0));
    }
}
