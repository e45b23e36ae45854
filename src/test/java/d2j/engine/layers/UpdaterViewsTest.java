package d2j.engine.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import d2j.engine.onednn.Acceleration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class UpdaterViewsTest {

    @Test
    void ownGradientsAreRecognisedAndForeignOnesAreNot() {
        assumeTrue(Acceleration.isOn());
        MultiLayerNetwork network = network();
        network.fit(data());
        BaseMultiLayerUpdater<?> updater = (BaseMultiLayerUpdater<?>) network.getUpdater();

        assertSame(network.getFlattenedGradients(), UpdaterViews.gradient(network.gradient(), updater));
        assertNotSame(
                network.getFlattenedGradients(),
                UpdaterViews.gradient(
                        new DefaultGradient(network.getFlattenedGradients().dup()), updater));
    }

    @Test
    void stepsAreThoseOfDl4j() {
        assumeTrue(Acceleration.isOn());
        DataSet data = data();
        INDArray[] parameters = new INDArray[2];
        for (int i = 0; i < 2; i++) {
            Nd4j.getRandom().setSeed(1);
            MultiLayerNetwork network = network();
            // Plain from here on: the layers stay, the updaters take the long way.
            Acceleration.enable(i == 0);
            try {
                for (int step = 0; step < 4; step++) {
                    network.fit(data);
                }
            } finally {
                Acceleration.enable(true);
            }
            parameters[i] = network.params();
        }

        AgreementWithDl4j.assertClose("parameters", parameters[1], parameters[0], 1e-5);
    }

    @Test
    void gradientsOfAnotherNetworkAreAppliedToTheirOwn() {
        assumeTrue(Acceleration.isOn());
        DataSet data = data();
        MultiLayerNetwork worker = network();
        MultiLayerNetwork master = network();
        master.fit(data);
        worker.setParams(master.params().dup());
        worker.setInput(data.getFeatures());
        worker.setLabels(data.getLabels());
        worker.computeGradientAndScore();
        INDArray kept = master.getFlattenedGradients().dup();
        master.getUpdater().update(master, worker.gradient(), 1, 0, 5, LayerWorkspaceMgr.noWorkspaces());

        assertEquals(kept, master.getFlattenedGradients());
    }

    private static MultiLayerNetwork network() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-2))
                .weightDecay(0.01)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(7)
                        .nOut(6)
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new BatchNormalization.Builder().nOut(6).build())
                .layer(new DenseLayer.Builder()
                        .nIn(6)
                        .nOut(5)
                        .activation(Activation.RELU)
                        .updater(new Nesterovs(0.1))
                        .l1(0.01)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(5)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        return network;
    }

    private static DataSet data() {
        INDArray labels = Nd4j.zeros(5, 3);
        for (int i = 0; i < 5; i++) {
            labels.putScalar(i, i % 3, 1);
        }
        return new DataSet(
                Nd4j.linspace(-1, 1, 35)
                        .castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT)
                        .reshape(5, 7),
                labels);
    }
}
