package d2j.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class CyclesTest {

    @Test
    void aCosineFallsAndStays() {
        CosineDecay cosine = new CosineDecay(ScheduleType.ITERATION, 0.5, 0.1, 8);
        assertEquals(0.5, cosine.valueAt(0, 7), 1e-12);
        assertEquals(0.3, cosine.valueAt(4, 7), 1e-12);
        assertEquals(0.1 + 0.2 * (1 + Math.sqrt(0.5)), cosine.valueAt(2, 0), 1e-12);
        assertEquals(0.1, cosine.valueAt(8, 0), 1e-12);
        assertEquals(0.1, cosine.valueAt(9, 0), 1e-12);
    }

    @Test
    void aCosineRestarts() {
        CosineDecay cosine = new CosineDecay(ScheduleType.EPOCH, 0.1, 0, 3);
        ISchedule again = cosine.restarting();
        for (int epoch = 0; epoch < 9; epoch++) {
            assertEquals(cosine.valueAt(0, epoch % 3), again.valueAt(100, epoch), 1e-12);
        }
    }

    @Test
    void oneCycleRisesAndFalls() {
        OneCycle straight = OneCycle.linear(ScheduleType.EPOCH, 0.1, 10);
        double[] rates = {0.025, 0.075, 0.09375, 0.08125, 0.06875, 0.05625, 0.04375, 0.03125, 0.01875, 0.00625, 0};
        for (int epoch = 0; epoch < rates.length; epoch++) {
            assertEquals(rates[epoch], straight.valueAt(99, epoch), 1e-12);
        }
        OneCycle curved = OneCycle.cosine(ScheduleType.ITERATION, 1, 1000);
        assertEquals(0.04 + 0.96 * 0.0005 / 0.25, curved.valueAt(0, 99), 1e-12);
        assertEquals(1, curved.valueAt(250, 0), 1e-5);
        assertEquals(0.5, curved.valueAt(625, 0), 2e-3);
        assertEquals(0, curved.valueAt(1000, 0), 1e-12);
        for (int step = 1; step < 1000; step++) {
            double change = curved.valueAt(step, 0) - curved.valueAt(step - 1, 0);
            assertTrue(step <= 250 ? change > 0 : change < 0);
        }
    }

    @Test
    void theyAreSavedWithANetwork() {
        for (ISchedule schedule : List.of(
                new CosineDecay(ScheduleType.ITERATION, 0.5, 0.1, 8).restarting(),
                OneCycle.cosine(ScheduleType.EPOCH, 0.3, 12))) {
            MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                    .updater(new Sgd(schedule))
                    .list()
                    .layer(new OutputLayer.Builder().nIn(2).nOut(2).build())
                    .build();
            assertEquals(configuration, MultiLayerConfiguration.fromJson(configuration.toJson()));
            Sgd read = (Sgd) ((OutputLayer) MultiLayerConfiguration.fromJson(configuration.toJson())
                            .getConf(0)
                            .getLayer())
                    .getIUpdater();
            assertEquals(schedule, read.getLearningRateSchedule());
            assertEquals(schedule, schedule.clone());
        }
    }

    @Test
    void wrongNumbersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new CosineDecay(ScheduleType.EPOCH, -1, 0, 3));
        assertThrows(IllegalArgumentException.class, () -> new CosineDecay(ScheduleType.EPOCH, Double.NaN, 0, 3));
        assertThrows(IllegalArgumentException.class, () -> new CosineDecay(ScheduleType.EPOCH, 1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> OneCycle.linear(ScheduleType.EPOCH, 0, 3));
        assertThrows(IllegalArgumentException.class, () -> OneCycle.cosine(ScheduleType.EPOCH, 0.1, 0));
        assertThrows(IllegalArgumentException.class, () -> new OneCycle(ScheduleType.EPOCH, 0, 1, 9, 1, true));
    }
}
