package d2j.train;

import d2j.autograd.Tensor;
import d2j.data.MiniBatches;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A small problem for tests: points in the plane of three classes, and a network for it. */
final class Clouds {

    private Clouds() {}

    /** Points around (2, 0), (-2, 2) and (-2, -2), with their class, ten a batch. */
    static MiniBatches batches(int n) {
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

    /** Two inputs, five hidden units, three classes. */
    static MultiLayerNetwork network(IUpdater updater, double dropRate) {
        var output = new OutputLayer.Builder(LossFunction.MCXENT).nIn(5).nOut(3).activation(Activation.SOFTMAX);
        if (dropRate > 0) {
            output.dropOut(1 - dropRate);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(updater)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(2)
                        .nOut(5)
                        .activation(Activation.RELU)
                        .build())
                .layer(output.build())
                .build());
        network.init();
        return network;
    }

    /** Copies of a network's weights and biases, as tensors. */
    static Tensor[] parameters(MultiLayerNetwork network) {
        Tensor[] parameters = new Tensor[4];
        String[] names = {"0_W", "0_b", "1_W", "1_b"};
        for (int i = 0; i < 4; i++) {
            INDArray values = network.getParam(names[i]).dup('c');
            parameters[i] = Tensor.parameter(i % 2 == 0 ? values : values.reshape(1, values.length()));
        }
        return parameters;
    }
}
