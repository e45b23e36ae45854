package d2j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.data.MiniBatches;
import d2j.data.SyntheticRegression;
import d2j.plot.Figure;
import d2j.plot.FigureRow;
import d2j.plot.Plot;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

class TrainerTest {

    @BeforeEach
    void seed() {
        Nd4j.getRandom().setSeed(3);
    }

    @Test
    void softmaxRegressionLearnsToTellThreeCloudsApart() {
        MiniBatches train = Clouds.batches(300).shuffled(1);
        MiniBatches test = Clouds.batches(150);

        History history = Trainer.epochs(5)
                .live(false)
                .metric(new Accuracy())
                .fit(Trainable.of(network(2, 3, LossFunction.MCXENT, Activation.SOFTMAX)), train, test);

        assertArrayEquals(new double[] {1, 2, 3, 4, 5}, history.epochs("test accuracy"));
        assertTrue(history.last("test accuracy") > 0.9, () -> "accuracy " + history.last("test accuracy"));
        double[] losses = history.values("train loss");
        assertTrue(losses[4] < losses[0] / 2, () -> "losses " + losses[0] + " to " + losses[4]);
        assertTrue(history.examplesPerSecond() > 0);
    }

    @Test
    void regressionReportsTheMeanSquaredErrorOfTheTestData() {
        INDArray weights = Nd4j.create(new double[] {2, -3.4});
        var data = SyntheticRegression.linear(weights, 4.2, 400, 0.1, 5);
        MiniBatches batches = MiniBatches.of(data.features(), data.targets(), 20);

        History history = Trainer.epochs(8)
                .live(false)
                .metric(new MeanSquaredError())
                .fit(Trainable.of(network(2, 1, LossFunction.MSE, Activation.IDENTITY)), batches.shuffled(1), batches);

        // What is left is the noise, whose variance is 0.01.
        assertEquals(0.01, history.last("test mean squared error"), 0.003);
    }

    @Test
    void theLossIsTheMeanOverExamplesAndNotOverBatches() {
        INDArray features = Nd4j.create(new float[][] {{1}, {1}, {4}});
        MiniBatches batches = MiniBatches.of(features, Nd4j.zeros(3, 1), 2);
        Trainable loggedFeature = new Trainable() {
            @Override
            public Step step(INDArray batch, INDArray labels) {
                return new Step(batch.meanNumber().doubleValue(), batch);
            }

            @Override
            public INDArray predict(INDArray batch) {
                return batch;
            }
        };

        History history =
                Trainer.epochs(1).live(false).metric(new MeanSquaredError()).fit(loggedFeature, batches, batches);

        assertEquals(2, history.last("train loss"), 1e-9);
        assertEquals((1 + 1 + 16) / 3.0, history.last("test mean squared error"), 1e-6);
    }

    @Test
    void aLossThatIsNoNumberStopsTrainingAndSaysWhen() {
        MiniBatches batches = Clouds.batches(30);
        Trainable diverging = new Trainable() {
            @Override
            public Step step(INDArray features, INDArray labels) {
                return new Step(Double.NaN);
            }

            @Override
            public INDArray predict(INDArray features) {
                return Nd4j.zeros(features.size(0), 3);
            }
        };

        var error = assertThrows(
                ArithmeticException.class, () -> Trainer.epochs(2).live(false).fit(diverging, batches, batches));

        assertTrue(
                error.getMessage().contains("epoch 1, iteration 1")
                        && error.getMessage().contains("learning rate"),
                error.getMessage());
    }

    @Test
    void anInterruptEndsTrainingBetweenTwoStepsAndGivesTheHistory() {
        MiniBatches batches = Clouds.batches(30);
        List<Integer> steps = new ArrayList<>();
        Trainable interrupting = model((x, y) -> {
            steps.add(steps.size());
            if (steps.size() == 4) {
                Thread.currentThread().interrupt();
            }
            return new Step(steps.size());
        });

        History[] history = new History[1];
        String printed =
                printed(() -> history[0] = Trainer.epochs(5).live(false).fit(interrupting, batches));

        assertFalse(Thread.interrupted());
        assertEquals(4, steps.size());
        assertTrue(history[0].endedEarly());
        assertArrayEquals(new double[] {2, 4}, history[0].values("train loss"), 1e-12);
        assertArrayEquals(new double[] {1, 1 + 1 / 3.0}, history[0].epochs("train loss"), 1e-12);
        assertTrue(printed.startsWith("stopped in epoch 2 of 5 after 4 steps; "), printed);
    }

    @Test
    void anErrorWithoutAnInterruptIsNotSwallowed() {
        MiniBatches batches = Clouds.batches(30);
        Trainable broken = model((x, y) -> {
            throw new UnsupportedOperationException("not yet written");
        });

        assertThrows(
                UnsupportedOperationException.class,
                () -> Trainer.epochs(1).live(false).fit(broken, batches));
    }

    @Test
    void trainingEndsWhenNothingGetsBetterWithTheBestWeights() {
        MiniBatches batches = Clouds.batches(10);
        INDArray weight = Nd4j.zeros(1, 1);
        // What the model says in each epoch, best in the second.
        double[] said = {3, 1, 2, 2, 2, 0};
        Trainable model = new Trainable() {
            @Override
            public Step step(INDArray x, INDArray y) {
                weight.addi(1);
                return new Step(1);
            }

            @Override
            public INDArray predict(INDArray x) {
                return Nd4j.valueArrayOf(new long[] {x.size(0), 3}, said[weight.getInt(0) - 1]);
            }

            @Override
            public List<INDArray> state() {
                return List.of(weight);
            }
        };
        Metric size =
                Metric.mean("size", (outputs, labels) -> outputs.meanNumber().doubleValue());

        History[] history = new History[1];
        String printed = printed(() -> history[0] =
                Trainer.epochs(6).live(false).metric(size).patience(2).fit(model, batches, batches));

        assertArrayEquals(new double[] {3, 1, 2, 2}, history[0].values("test size"), 1e-6);
        assertEquals(2, weight.getInt(0));
        assertEquals(
                "ended after epoch 4 of 6: for 2 epochs no better test size; weights of epoch 2, test size 1.0000",
                printed.lines().findFirst().orElse(""));

        weight.assign(0);
        History whole = Trainer.epochs(6).live(false).metric(size).keepBest().fit(model, batches, batches);
        assertEquals(6, whole.values("test size").length);
        assertEquals(6, weight.getInt(0));
    }

    @Test
    void theTestDataAreMeasuredEveryFewEpochsAndInTheLast() {
        MiniBatches batches = Clouds.batches(30);

        History history = Trainer.epochs(5)
                .live(false)
                .metric(new Accuracy())
                .testEvery(2)
                .fit(Trainable.of(Clouds.network(new Sgd(0.1), 0)), batches, batches);

        assertArrayEquals(new double[] {2, 4, 5}, history.epochs("test accuracy"));
        assertArrayEquals(new double[] {1, 2, 3, 4, 5}, history.epochs("train accuracy"));
    }

    @Test
    void twoRunsPrintTheSame() {
        MiniBatches batches = Clouds.batches(30);
        Runnable run = () -> Trainer.epochs(2)
                .title("Clouds")
                .metric(new Accuracy())
                .fit(Trainable.of(Clouds.network(new Sgd(0.1), 0)), batches, batches);

        assertEquals(printed(run), printed(run));
    }

    @Test
    void badInputIsNamed() {
        MiniBatches batches = Clouds.batches(30);
        Trainable model = Trainable.of(Clouds.network(new Sgd(0.1), 0));

        assertMessage(
                "hold no batch",
                () -> Trainer.epochs(1).live(false).fit(model, Clouds.batches(5).dropLast()));
        assertMessage(
                "'accuracy'", () -> Trainer.epochs(1).metric(new Accuracy()).metric(new Accuracy()));
        assertMessage(
                "test data", () -> Trainer.epochs(1).live(false).patience(1).fit(model, batches));
        assertMessage("at least 1 epoch", () -> Trainer.epochs(0));
        assertMessage("at least 1 epoch", () -> Trainer.epochs(1).testEvery(0));
        assertMessage("[10, 3]", () -> Trainer.epochs(1)
                .live(false)
                .metric(new Accuracy())
                .fit(model((x, y) -> new Step(1, x)), batches));
        assertThrows(UnsupportedOperationException.class, () -> Trainer.epochs(1)
                .live(false)
                .metric(new Accuracy())
                .keepBest()
                .fit(model((x, y) -> new Step(1)), batches, batches));
    }

    @Test
    void aQuietTrainingPrintsNothing() {
        Trainer loud = Trainer.epochs(1).live(false);
        Trainer quiet = Trainer.epochs(1).quiet();

        assertTrue(printed(() -> loud.fit(model((x, y) -> new Step(1)), Clouds.batches(20)))
                .startsWith("train loss 1.0000"));
        assertEquals("", printed(() -> quiet.fit(model((x, y) -> new Step(1)), Clouds.batches(20))));
    }

    private static void assertMessage(String part, Executable action) {
        var error = assertThrows(IllegalArgumentException.class, action);
        assertTrue(error.getMessage().contains(part), error.getMessage());
    }

    private static String printed(Runnable action) {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** A model that always says zero. */
    private static Trainable model(BiFunction<INDArray, INDArray, Step> step) {
        return new Trainable() {
            @Override
            public Step step(INDArray x, INDArray y) {
                return step.apply(x, y);
            }

            @Override
            public INDArray predict(INDArray x) {
                return Nd4j.zeros(x.size(0), 3);
            }
        };
    }

    @Test
    void aScheduleSetsTheRateOfEachEpochFromZero() {
        MiniBatches batches = Clouds.batches(20);
        List<Double> rates = new ArrayList<>();
        Trainable model = new Trainable() {
            @Override
            public Step step(INDArray x, INDArray y) {
                return new Step(1);
            }

            @Override
            public INDArray predict(INDArray x) {
                return x;
            }

            @Override
            public void setLearningRate(double rate) {
                rates.add(rate);
            }
        };

        History history = Trainer.epochs(3)
                .live(false)
                .schedule(new StepSchedule(ScheduleType.EPOCH, 1, 0.1, 2))
                .fit(model, batches, batches);

        assertArrayEquals(
                new double[] {1, 1, 1, 1, 0.1, 0.1},
                rates.stream().mapToDouble(it -> it).toArray(),
                1e-12);
        assertEquals(Set.of("train loss"), history.names());
    }

    @Test
    void lossAndAccuracyAreDrawnOnAxesOfTheirOwn() {
        History history = new History();
        history.add("train loss", 1, 2.3);
        assertTrue(history.figure("t") instanceof Plot);
        history.add("train accuracy", 1, 0.1);
        history.add("test accuracy", 1, 0.2);

        Figure figure = history.figure("t");

        assertTrue(figure instanceof FigureRow);
        assertEquals(
                "Line chart 't: loss': epoch (1) against loss (2.3); train loss. Line chart 't: accuracy': epoch (1)"
                        + " against accuracy (0.1 to 0.2); series train accuracy, test accuracy.",
                figure.alternativeText());
    }

    @Test
    void anUnknownSeriesNamesThoseThereAre() {
        History history = new History();
        history.add("train loss", 1, 0.5);

        var error = assertThrows(IllegalArgumentException.class, () -> history.last("loss"));

        assertTrue(error.getMessage().contains("train loss"), error.getMessage());
    }

    private static MultiLayerNetwork network(int inputs, int outputs, LossFunction loss, Activation activation) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.1))
                .list()
                .layer(new OutputLayer.Builder(loss)
                        .nIn(inputs)
                        .nOut(outputs)
                        .activation(activation)
                        .build())
                .build());
        network.init();
        return network;
    }
}
