package d2j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.autograd.Functions;
import d2j.autograd.Optimiser;
import d2j.autograd.Tensor;
import d2j.data.MiniBatches;
import d2j.data.SyntheticRegression;
import d2j.plot.Figure;
import d2j.plot.FigureRow;
import d2j.plot.Plot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
        MiniBatches train = clouds(300).shuffled(1);
        MiniBatches test = clouds(150);

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
        MiniBatches batches = clouds(30);
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
                error.getMessage().contains("epoch 1") && error.getMessage().contains("learning rate"),
                error.getMessage());
    }

    @Test
    void anInterruptEndsTrainingBetweenTwoSteps() {
        MiniBatches batches = clouds(30);
        List<Integer> steps = new ArrayList<>();
        Trainable interrupting = new Trainable() {
            @Override
            public Step step(INDArray features, INDArray labels) {
                steps.add(steps.size());
                Thread.currentThread().interrupt();
                return new Step(1);
            }

            @Override
            public INDArray predict(INDArray features) {
                return Nd4j.zeros(features.size(0), 3);
            }
        };

        assertThrows(
                CancellationException.class, () -> Trainer.epochs(2).live(false).fit(interrupting, batches, batches));

        assertTrue(Thread.interrupted());
        assertEquals(1, steps.size());
    }

    @Test
    void aNetworkIsTrainedAsByItsOwnFit() {
        MiniBatches train = clouds(60);
        MultiLayerNetwork ours = network(2, 3, LossFunction.MCXENT, Activation.SOFTMAX);
        MultiLayerNetwork theirs = ours.clone();

        Trainer.epochs(3).live(false).metric(new Accuracy()).fit(Trainable.of(ours), train, train);
        theirs.fit(train.iterator(), 3);

        assertEquals(theirs.params(), ours.params());
        assertEquals(theirs.getEpochCount(), ours.getEpochCount());
        assertEquals(theirs.getIterationCount(), ours.getIterationCount());
    }

    @Test
    void aTensorModelTakesTheStepsOfTheSameNetwork() {
        MiniBatches train = clouds(60);
        MultiLayerNetwork network = network(2, 3, LossFunction.MCXENT, Activation.SOFTMAX);
        Tensor weights = Tensor.parameter(network.getParam("0_W").dup('c'));
        Tensor bias = Tensor.parameter(network.getParam("0_b").dup('c').reshape(1, 3));
        Trainable model = Trainable.of(
                x -> x.mmul(weights).add(bias),
                (scores, y) -> Functions.crossEntropy(scores, y),
                Optimiser.of(new Sgd(0.1), weights, bias));

        History byTensor = Trainer.epochs(2).live(false).metric(new Accuracy()).fit(model, train, train);
        History byNetwork =
                Trainer.epochs(2).live(false).metric(new Accuracy()).fit(Trainable.of(network), train, train);

        assertTrue(network.getParam("0_W").equalsWithEps(weights.data(), 1e-5));
        assertEquals(byNetwork.names(), byTensor.names());
        for (String name : byNetwork.names()) {
            assertArrayEquals(byNetwork.values(name), byTensor.values(name), 1e-5, name);
        }
    }

    @Test
    void aScheduleSetsTheRateOfEachEpochFromZero() {
        MiniBatches batches = clouds(20);
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
    void accuracyCountsRowsWhoseHighestScoreIsRight() {
        INDArray scores = Nd4j.create(new float[][] {{0.1f, 0.9f}, {0.8f, 0.2f}, {0.3f, 0.7f}, {0.6f, 0.4f}});
        INDArray labels = Nd4j.create(new float[][] {{0, 1}, {0, 1}, {0, 1}, {1, 0}});

        assertEquals(0.75, Accuracy.of(scores, labels), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> Accuracy.of(scores, Nd4j.zeros(3, 2)));
    }

    @Test
    void anUnknownSeriesNamesThoseThereAre() {
        History history = new History();
        history.add("train loss", 1, 0.5);

        var error = assertThrows(IllegalArgumentException.class, () -> history.last("loss"));

        assertTrue(error.getMessage().contains("train loss"), error.getMessage());
    }

    /** Points around (2, 0), (-2, 2) and (-2, -2), with their class. */
    private static MiniBatches clouds(int n) {
        INDArray features = Nd4j.randn(n, 2);
        INDArray labels = Nd4j.zeros(n, 3);
        double[][] centres = {{2, 0}, {-2, 2}, {-2, -2}};
        for (int i = 0; i < n; i++) {
            features.putScalar(i, 0, features.getDouble(i, 0) + centres[i % 3][0]);
            features.putScalar(i, 1, features.getDouble(i, 1) + centres[i % 3][1]);
            labels.putScalar(i, i % 3, 1);
        }
        return MiniBatches.of(features, labels, 10);
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
