package d2j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.autograd.Functions;
import d2j.autograd.Optimiser;
import d2j.autograd.Tensor;
import d2j.data.MiniBatches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class CheckpointTest {

    @TempDir
    Path folder;

    @Test
    void aNetworkGoesOnToTheVeryBit() {
        assertSameAfterABreak(() -> Trainable.of(Clouds.network(new Adam(0.05), 0.3)));
    }

    @Test
    void aTensorModelGoesOnToTheVeryBit() {
        assertSameAfterABreak(() -> {
            Tensor[] p = Clouds.parameters(Clouds.network(new Adam(0.05), 0));
            return Trainable.of(
                    (x, training) -> Functions.dropout(
                                    Functions.relu(x.mmul(p[0]).add(p[1])), 0.3, training)
                            .mmul(p[2])
                            .add(p[3]),
                    Functions::crossEntropy,
                    Optimiser.of(new Adam(0.05), p));
        });
    }

    /** Dropout, shuffling, Adam's moments and a schedule by iteration all have to go on where they were. */
    private void assertSameAfterABreak(Supplier<Trainable> models) {
        Path file = folder.resolve("training.d2j");
        MiniBatches test = Clouds.batches(30);
        Nd4j.getRandom().setSeed(8);
        INDArray features = Nd4j.randn(40, 2);
        INDArray labels = Clouds.batches(40).iterator().next(40).getLabels();
        Supplier<MiniBatches> train = () -> MiniBatches.of(features, labels, 10).shuffled(5);

        Nd4j.getRandom().setSeed(3);
        Trainable whole = models.get();
        History expected = trainer(5).fit(whole, train.get(), test);

        Nd4j.getRandom().setSeed(3);
        trainer(2).checkpoint(file).fit(models.get(), train.get(), test);
        Nd4j.getRandom().setSeed(77);
        Trainable resumed = models.get();
        History history = trainer(5).checkpoint(file).fit(resumed, train.get(), test);

        assertEquals(whole.state().size(), resumed.state().size());
        for (int i = 0; i < whole.state().size(); i++) {
            assertEquals(whole.state().get(i), resumed.state().get(i));
        }
        assertEquals(expected.names(), history.names());
        for (String name : expected.names()) {
            assertArrayEquals(expected.values(name), history.values(name), name);
        }
        assertArrayEquals(((Resumable) whole).counters(), ((Resumable) resumed).counters());

        // A finished training that is started again changes nothing.
        History again = trainer(5).checkpoint(file).fit(models.get(), train.get(), test);
        assertArrayEquals(expected.values("test accuracy"), again.values("test accuracy"));
    }

    private static Trainer trainer(int epochs) {
        return Trainer.epochs(epochs)
                .live(false)
                .metric(new Accuracy())
                .keepBest()
                .schedule(new ExponentialSchedule(ScheduleType.ITERATION, 0.05, 0.95));
    }

    @Test
    void aCheckpointOfAnotherModelIsRefusedAndLeavesTheModelAlone() {
        Path file = folder.resolve("training.d2j");
        MiniBatches batches = Clouds.batches(30);
        MultiLayerNetwork network = Clouds.network(new Adam(0.05), 0);
        Tensor w = Tensor.parameter(Nd4j.zeros(2, 3));
        Trainable other = Trainable.of(x -> x.mmul(w), Functions::crossEntropy, Optimiser.of(new Adam(0.1), w));
        Trainer.epochs(1).live(false).checkpoint(file).fit(Trainable.of(network), batches);

        var error = assertThrows(
                IllegalArgumentException.class,
                () -> Trainer.epochs(2).live(false).checkpoint(file).fit(other, batches));

        assertTrue(error.getMessage().contains("another model"), error.getMessage());
        assertEquals(0, w.data().sumNumber().doubleValue());
    }

    @Test
    void aDamagedFileIsRefusedAndLeavesTheModelAlone() throws IOException {
        Path file = folder.resolve("training.d2j");
        MiniBatches batches = Clouds.batches(30);
        Trainer.epochs(1).live(false).checkpoint(file).fit(Trainable.of(Clouds.network(new Adam(0.05), 0)), batches);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count(), "nothing but the checkpoint");
        }
        byte[] good = Files.readAllBytes(file);
        for (int length : new int[] {0, 5, 40, good.length / 2, good.length - 1}) {
            Files.write(file, Arrays.copyOf(good, length));
            MultiLayerNetwork network = Clouds.network(new Adam(0.05), 0);
            INDArray before = network.params().dup();

            var error = assertThrows(
                    IllegalArgumentException.class,
                    () -> Trainer.epochs(2).live(false).checkpoint(file).fit(Trainable.of(network), batches));

            assertTrue(error.getMessage().contains("training.d2j is no checkpoint"), error.getMessage());
            assertEquals(before, network.params());
        }
    }
}
