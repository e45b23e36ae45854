package d2j.text;

import d2j.nn.transformer.TransformerEncoderBlock;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The encoder of a transformer (A. Vaswani et al., "Attention is all you need", 2017) over tokens that are vectors
 * already, and a softmax over classes at each of them. Each block is normalised after its sums, without dropout.
 */
public final class TransformerTagger {

    private TransformerTagger() {}

    /**
     * Some encoder blocks and a softmax at each token: tokens {@code [batch, width, length]}, classes {@code [batch,
     * classes, length]}. Of {@code w = width}, {@code blocks (12 w² + 13 w) + (w + 1) classes} parameters: 400,156 for
     * two blocks of width 128 and 28 classes.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param blocks the number of encoder blocks; each has {@code 4 width} hidden units with ReLU
     * @param width features of a token, a multiple of the number of heads
     * @param heads of the attention in each block
     * @param length tokens of a sequence
     * @param classes the number of classes
     */
    public static MultiLayerConfiguration configuration(
            NeuralNetConfiguration.Builder settings, int blocks, int width, int heads, int length, int classes) {
        NeuralNetConfiguration.ListBuilder list = settings.list();
        for (int i = 0; i < blocks; i++) {
            list.layer(new TransformerEncoderBlock.Builder().heads(heads).build());
        }
        return list.layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(classes)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(width, length))
                .build();
    }
}
