package d2j.nn;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The multilayer perceptron: dense layers with ReLU, and a softmax over classes. */
public final class Mlp {

    private Mlp() {}

    /**
     * A classifier of rows {@code [n, inputs]} into {@code [n, classes]}; 203,530 parameters for 784 inputs, 256 hidden
     * units and 10 classes.
     *
     * @param settings what all layers share: seed, updater, initial weights, weight decay and so on
     * @param inputs features of an example
     * @param classes the number of classes
     * @param hidden the units of each hidden layer, from the input on; without any it is softmax regression
     */
    public static MultiLayerConfiguration configuration(
            NeuralNetConfiguration.Builder settings, int inputs, int classes, int... hidden) {
        NeuralNetConfiguration.ListBuilder list = settings.list();
        int units = inputs;
        for (int next : hidden) {
            list.layer(new DenseLayer.Builder()
                    .nIn(units)
                    .nOut(next)
                    .activation(Activation.RELU)
                    .build());
            units = next;
        }
        return list.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(units)
                        .nOut(classes)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }
}
