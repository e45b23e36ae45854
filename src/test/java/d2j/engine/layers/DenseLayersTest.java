package d2j.engine.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class DenseLayersTest {

    @Test
    void theSuiteIsAcceleratedUnlessItIsSwitchedOff() {
        boolean plain = "plain".equals(System.getProperty("d2j.engine", System.getenv("D2J_ENGINE")));
        assertEquals(!plain && d2j.engine.onednn.OneDnn.available(), AcceleratedNetworks.isEnabled(),
                NetworkHooks.failure());
    }

    @Test
    void aPerceptronAgrees() {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder().seed(1).updater(new Sgd(0.1))
                .list()
                .layer(new org.deeplearning4j.nn.conf.layers.DenseLayer.Builder().nIn(7).nOut(5)
                        .activation(Activation.RELU).build())
                .layer(new org.deeplearning4j.nn.conf.layers.OutputLayer.Builder(LossFunction.MCXENT).nIn(5).nOut(3)
                        .activation(Activation.SOFTMAX).build())
                .build();
        INDArray labels = Nd4j.zeros(4, 3);
        for (int i = 0; i < 4; i++) {
            labels.putScalar(i, i % 3, 1);
        }
        AgreementWithDl4j.check(configuration, new DataSet(Nd4j.randn(4, 7), labels));
    }
}
