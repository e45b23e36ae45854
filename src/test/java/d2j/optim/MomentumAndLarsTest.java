package d2j.optim;

import static d2j.autograd.Functions.mse;
import static d2j.autograd.Functions.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.autograd.Optimiser;
import d2j.autograd.Tensor;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class MomentumAndLarsTest {

    private static final Lars LARS = new Lars(0.7, 0.9, 0.02, 1e-3);

    private static MultiLayerConfiguration configuration(
            IUpdater updater, List<Regularization> penalties, boolean bias) {
        return new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(updater)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(5)
                        .nOut(7)
                        .activation(Activation.TANH)
                        .hasBias(bias)
                        .regularization(penalties)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(7)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .hasBias(bias)
                        .regularization(penalties)
                        .build())
                .build();
    }

    private static MultiLayerNetwork network(MultiLayerConfiguration configuration) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    private static void sameSteps(
            IUpdater updater, List<Regularization> inTheNetwork, Regularization... inTheOptimiser) {
        MultiLayerNetwork network = network(configuration(updater, inTheNetwork, false));
        Tensor hidden = Tensor.parameter(network.getParam("0_W").dup('c'));
        Tensor output = Tensor.parameter(network.getParam("1_W").dup('c'));
        Optimiser optimiser = Optimiser.of(updater, hidden, output).penalties(inTheOptimiser);
        for (int step = 0; step < 30; step++) {
            INDArray x = Nd4j.rand(DataType.DOUBLE, 6, 5);
            INDArray y = Nd4j.rand(DataType.DOUBLE, 6, 1);
            mse(tanh(Tensor.of(x).mmul(hidden)).mmul(output), Tensor.of(y)).backward();
            optimiser.step();
            network.fit(new DataSet(x, y));
        }
        near(updater + ", hidden layer", network.getParam("0_W"), hidden.data());
        near(updater + ", output layer", network.getParam("1_W"), output.data());
    }

    private static void near(String what, INDArray expected, INDArray actual) {
        double distance = expected.sub(actual).amaxNumber().doubleValue();
        assertTrue(distance < 1e-9, what + " differs by " + distance);
    }

    @Test
    void networksAndTensorsTakeTheSameSteps() {
        sameSteps(new Momentum(0.05, 0.9), List.of());
        sameSteps(new Momentum(new ExponentialSchedule(ScheduleType.ITERATION, 0.1, 0.9), 0.5), List.of());
        sameSteps(LARS, List.of(LARS));
        WeightDecay decay = new WeightDecay(0.1, true);
        sameSteps(new Adam(0.01), List.of(decay), decay);
        sameSteps(new Sgd(0.1), List.of(decay), decay);
    }

    /** The formulas of the papers, in plain numbers. */
    @Test
    void takesTheStepsOfTheFormulas() {
        double w = 2;
        double velocity = 0;
        Tensor weight = Tensor.parameter(Nd4j.createFromArray(w));
        Optimiser optimiser = Optimiser.of(LARS, weight);
        for (int step = 0; step < 20; step++) {
            weight.square().sum().backward();
            optimiser.step();
            double gradient = 2 * w;
            double ratio = 0.02 * Math.abs(w) / (Math.abs(gradient) + 1e-3 * Math.abs(w));
            velocity = 0.9 * velocity + 0.7 * ratio * (gradient + 1e-3 * w);
            w -= velocity;
            assertEquals(w, weight.data().getDouble(0), 1e-12);
        }
    }

    /** A layer's step does not depend on the size of its gradient, only on that of its weights. */
    @Test
    void stepsAreInProportionToWeights() {
        Lars plain = new Lars(1, 0, 0.01, 0);
        INDArray weights = Nd4j.randn(DataType.DOUBLE, 4, 3);
        for (double size : new double[] {1e-6, 1, 1e6}) {
            INDArray gradient = Nd4j.randn(DataType.DOUBLE, 4, 3).mul(size);
            plain.apply(weights, gradient, 1, 0, 0);
            assertEquals(
                    0.01 * weights.norm2Number().doubleValue(),
                    gradient.norm2Number().doubleValue(),
                    1e-9);
        }
        assertEquals(1, plain.ratio(Nd4j.zeros(2), Nd4j.ones(2)));
        assertEquals(1, plain.ratio(Nd4j.ones(2), Nd4j.zeros(2)));
    }

    @Test
    void survivesJsonAndFiles(@TempDir Path folder) throws Exception {
        for (IUpdater updater : List.of(
                LARS,
                new Momentum(0.1, 0.5),
                new Lars(new ExponentialSchedule(ScheduleType.EPOCH, 0.1, 0.5), 0.9, 0.01, 0))) {
            List<Regularization> penalties = updater instanceof Lars lars ? List.of(lars) : List.of();
            MultiLayerConfiguration original = configuration(updater, penalties, true);
            assertEquals(original, MultiLayerConfiguration.fromJson(original.toJson()));
            MultiLayerNetwork one = network(original);
            INDArray x = Nd4j.rand(DataType.DOUBLE, 6, 5);
            INDArray y = Nd4j.rand(DataType.DOUBLE, 6, 1);
            one.fit(x, y);
            File file = folder.resolve("network").toFile();
            one.save(file, true);
            MultiLayerNetwork other = MultiLayerNetwork.load(file, true);
            near(
                    "state",
                    one.getUpdater().getStateViewArray(),
                    other.getUpdater().getStateViewArray());
            one.fit(x, y);
            other.fit(x, y);
            near("weights", one.params(), other.params());
        }
    }

    @Test
    void knowsItsLikes() {
        assertEquals(LARS, LARS.clone());
        assertEquals(LARS.hashCode(), LARS.clone().hashCode());
        assertNotEquals(LARS, new Lars(0.7, 0.9, 0.03, 1e-3));
        assertNotEquals(LARS, new Momentum(0.7, 0.9));
        assertNotEquals(new Momentum(0.7, 0.9), LARS);
        assertEquals("Lars(rate 0.7, momentum 0.9, trust 0.02, weight decay 0.001)", LARS.toString());
        Momentum changed = new Momentum(0.1, 0.9);
        changed.setLrAndSchedule(0.2, null);
        assertEquals(new Momentum(0.2, 0.9), changed);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThrows(IllegalArgumentException.class, () -> new Momentum(0.1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Momentum(0.1, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Lars(0.1, 0.9, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Lars(0.1, 0.9, 0.1, -1));
    }
}
