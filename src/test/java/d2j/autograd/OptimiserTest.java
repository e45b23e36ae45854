package d2j.autograd;

import static d2j.autograd.Functions.crossEntropy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class OptimiserTest {

    static Stream<IUpdater> updaters() {
        return Stream.of(
                new Sgd(0.1),
                new Sgd(new ExponentialSchedule(ScheduleType.ITERATION, 0.1, 0.9)),
                new Nesterovs(0.05, 0.9),
                new Adam(1e-2),
                new AdaMax(1e-2),
                new Nadam(1e-2),
                new AMSGrad(1e-2),
                new AdaGrad(0.1),
                new AdaDelta(),
                new RmsProp(1e-2));
    }

    /** The same weights, the same batches: the same weights after twenty steps. */
    @ParameterizedTest
    @MethodSource("updaters")
    void takesTheStepsOfAnetworkOfDl4j(IUpdater updater) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(updater)
                .list()
                .layer(new DenseLayer.Builder()
                        .nOut(7)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(4)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(5))
                .build());
        network.init();
        Tensor[] parameters = Stream.of("0_W", "0_b", "1_W", "1_b")
                .map(name -> Tensor.parameter(network.getParam(name).dup('c')))
                .toArray(Tensor[]::new);
        Optimiser optimiser = Optimiser.of(updater.clone(), parameters);
        for (int step = 0; step < 20; step++) {
            INDArray x = Nd4j.rand(DataType.DOUBLE, 6, 5);
            INDArray y = Nd4j.zeros(DataType.DOUBLE, 6, 4);
            for (int row = 0; row < 6; row++) {
                y.putScalar(row, (row + step) % 4, 1);
            }
            Tensor hidden = Functions.tanh(Tensor.of(x).mmul(parameters[0]).add(parameters[1]));
            Tensor loss = crossEntropy(hidden.mmul(parameters[2]).add(parameters[3]), y);
            loss.backward();
            optimiser.step();
            network.fit(new DataSet(x, y));
            assertEquals(network.score(), loss.item(), 1e-6);
        }
        String[] names = {"0_W", "0_b", "1_W", "1_b"};
        for (int i = 0; i < names.length; i++) {
            INDArray expected = network.getParam(names[i]);
            double distance = expected.sub(parameters[i].data()).amaxNumber().doubleValue();
            assertTrue(distance < 1e-6, names[i] + " differs by " + distance);
        }
    }

    @Test
    void refusesWhatIsNoParameter() {
        Tensor w = Tensor.parameter(Nd4j.rand(DataType.FLOAT, 2));
        String message = assertThrows(IllegalArgumentException.class, () -> Optimiser.of(new Sgd(0.1), w, w.mul(2)))
                .getMessage();
        assertTrue(message.contains("number 1") && message.contains("Tensor.parameter"), message);
    }

    @Test
    void leavesAParameterWithoutGradientAlone() {
        Tensor used = Tensor.parameter(Nd4j.createFromArray(1.0f));
        Tensor unused = Tensor.parameter(Nd4j.createFromArray(1.0f));
        Optimiser optimiser = Optimiser.of(new Adam(0.1), used, unused);
        used.square().sum().backward();
        optimiser.step();
        assertEquals(1, unused.data().getDouble(0));
        assertEquals(0.9, used.data().getDouble(0), 1e-5);
        assertEquals(null, used.grad());
    }
}
