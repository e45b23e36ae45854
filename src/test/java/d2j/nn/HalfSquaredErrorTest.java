package d2j.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.train.NumericalGradient;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossL2;

class HalfSquaredErrorTest {

    private final HalfSquaredError loss = new HalfSquaredError();
    private final INDArray labels = Nd4j.create(new double[][] {{1, 2}, {0, -1}});
    private final INDArray scores = Nd4j.create(new double[][] {{2, 4}, {0, 2}});
    private final IActivation identity = Activation.IDENTITY.getActivationFunction();

    @Test
    void isHalfTheSumOfSquaresOfEachExample() {
        assertEquals(
                Nd4j.create(new double[] {2.5, 4.5}).reshape(2, 1),
                loss.computeScoreArray(labels, scores.dup(), identity, null).reshape(2, 1));
        assertEquals(7, loss.computeScore(labels, scores.dup(), identity, null, false), 1e-12);
        assertEquals(3.5, loss.computeScore(labels, scores.dup(), identity, null, true), 1e-12);
    }

    @Test
    void itsGradientIsTheError() {
        assertEquals(scores.sub(labels), loss.computeGradient(labels, scores.dup(), identity, null));
        IActivation tanh = Activation.TANH.getActivationFunction();
        INDArray numerical = NumericalGradient.of(
                z -> loss.computeScore(labels, z.dup(), tanh, null, false), scores.castTo(DataType.DOUBLE));
        INDArray gradient = loss.computeGradient(labels, scores.dup(), tanh, null);
        assertTrue(NumericalGradient.maximumRelativeError(gradient, numerical) < 1e-6);
    }

    @Test
    void aMaskLeavesOutExamples() {
        INDArray mask = Nd4j.create(new double[][] {{1}, {0}});
        assertEquals(2.5, loss.computeScore(labels, scores.dup(), identity, mask, false), 1e-12);
        assertEquals(
                0,
                loss.computeGradient(labels, scores.dup(), identity, mask)
                        .getRow(1)
                        .norm2Number()
                        .doubleValue());
    }

    @Test
    void survivesTheConfigurationsJson() {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .list()
                .layer(new OutputLayer.Builder(loss)
                        .nIn(2)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .build();
        MultiLayerConfiguration read = MultiLayerConfiguration.fromJson(configuration.toJson());
        assertEquals(configuration, read);
        assertEquals(loss, ((OutputLayer) read.getConf(0).getLayer()).getLossFn());
        assertNotEquals(loss, new LossL2());
        assertNotEquals(new LossL2(), loss);
    }
}
