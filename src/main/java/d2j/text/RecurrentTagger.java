package d2j.text;

import d2j.nn.recurrent.GRU;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * One recurrent layer and a softmax over classes at each time step. With the next character as the class it is a
 * character-level language model; with a part of speech, a tagger.
 *
 * <p>Sequences {@code [batch, inputs, time]}, classes {@code [batch, classes, time]}, both one-hot as a rule; any
 * length, also another one in each batch.
 */
public final class RecurrentTagger {

    private RecurrentTagger() {}

    /**
     * With long short-term memory (S. Hochreiter and J. Schmidhuber, 1997; with the forget gate of F. Gers et al.,
     * 1999). {@code 4 hidden (inputs + hidden + 1) + (hidden + 1) classes} parameters: 299,036 for 28 characters and
     * 256 units.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param inputs features of a time step, for one-hot characters their number
     * @param hidden units of the recurrent layer
     * @param classes the number of classes
     */
    public static MultiLayerConfiguration lstm(
            NeuralNetConfiguration.Builder settings, int inputs, int hidden, int classes) {
        return settings.list()
                .layer(new LSTM.Builder()
                        .nIn(inputs)
                        .nOut(hidden)
                        .activation(Activation.TANH)
                        .build())
                .layer(output(hidden, classes))
                .build();
    }

    /**
     * With gated recurrent units (K. Cho et al., 2014) that reset the state after its matrix product, as cuDNN, PyTorch
     * and Keras do. {@code 3 hidden (inputs + hidden + 1) + hidden + (hidden + 1) classes} parameters: 226,332 for 28
     * characters and 256 units.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param inputs features of a time step, for one-hot characters their number
     * @param hidden units of the recurrent layer
     * @param classes the number of classes
     */
    public static MultiLayerConfiguration gru(
            NeuralNetConfiguration.Builder settings, int inputs, int hidden, int classes) {
        return settings.list()
                .layer(new GRU.Builder().nIn(inputs).nOut(hidden).build())
                .layer(output(hidden, classes))
                .build();
    }

    private static RnnOutputLayer output(int hidden, int classes) {
        return new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nIn(hidden)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .build();
    }
}
