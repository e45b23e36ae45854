package d2j.text;

import d2j.nn.transformer.TokenEmbedding;
import d2j.nn.transformer.TransformerDecoderBlock;
import d2j.nn.transformer.TransformerEncoderBlock;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The Transformer (A. Vaswani et al., "Attention is all you need", 2017): an encoder and a decoder that are made of
 * attention alone. Embeddings are multiplied by the root of their width, and sinusoids tell the positions; source,
 * target and output each have a table of their own, as <i>Dive into Deep Learning</i> has it.
 */
public final class Transformer {

    private Transformer() {}

    /**
     * How large a Transformer is.
     *
     * @param source  the number of different tokens of the source
     * @param target  the number of different tokens of the target
     * @param width   features of a token, a multiple of the number of heads
     * @param heads   of each attention
     * @param hidden  units with ReLU in each block
     * @param blocks  the number of encoder blocks, and of decoder blocks
     * @param dropout with which probability numbers are dropped after each part of a block
     */
    public record Size(int source, int target, int width, int heads, int hidden, int blocks, double dropout) {

        /**
         * The base model of the paper: width 512, 8 heads, 2,048 hidden units, 6 and 6 blocks.
         *
         * @param source the number of different tokens of the source
         * @param target the number of different tokens of the target
         */
        public static Size base(int source, int target) {
            return new Size(source, target, 512, 8, 2048, 6, 0.1);
        }

        /**
         * One that learns short sentences in minutes: width 128, 4 heads, 256 hidden units, 2 and 2 blocks.
         *
         * @param source the number of different tokens of the source
         * @param target the number of different tokens of the target
         */
        public static Size small(int source, int target) {
            return new Size(source, target, 128, 4, 256, 2, 0.1);
        }
    }

    /**
     * A network that predicts each token of a translation from the source and the tokens before it.
     *
     * <p>Inputs {@code source}, {@code [batch, 1, length]}, and {@code target}, {@code [batch, 1, time]}, hold numbers
     * of tokens, the target beginning with a token for the beginning. Output {@code output} is
     * {@code [batch, target vocabulary, time]}: the probabilities of the next token. Masks hide padding. With {@code d}
     * the width, {@code h} the hidden units and {@code n} blocks each it has
     * {@code d (source + target) + n (12 d² + 4 d h + 2 h + 24 d) + (d + 1) target} parameters:
     * 1,817,528 at {@link Size#small} with 3,000 tokens each.
     *
     * <p>{@link TransformerDecoding} translates with it, one token after another.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param size     how large it is
     */
    public static ComputationGraphConfiguration configuration(NeuralNetConfiguration.Builder settings, Size size) {
        GraphBuilder graph = settings.graphBuilder()
                .addInputs("source", "target")
                .setInputTypes(InputType.recurrent(1), InputType.recurrent(1))
                .addLayer("source-embedding", embedding(size.source(), size.width()), "source");
        String memory = "source-embedding";
        for (int i = 0; i < size.blocks(); i++) {
            String block = "encoder" + i;
            graph.addLayer(
                    block,
                    new TransformerEncoderBlock.Builder()
                            .heads(size.heads())
                            .hiddenSize(size.hidden())
                            .dropoutProbability(size.dropout())
                            .build(),
                    memory);
            memory = block;
        }
        graph.addLayer("target-embedding", embedding(size.target(), size.width()), "target");
        String last = "target-embedding";
        for (int i = 0; i < size.blocks(); i++) {
            String block = "decoder" + i;
            TransformerDecoderBlock decoder = new TransformerDecoderBlock.Builder()
                    .heads(size.heads())
                    .hiddenSize(size.hidden())
                    .dropoutProbability(size.dropout())
                    .build();
            graph.addVertex(block, decoder.vertex(settings), last, memory);
            last = block;
        }
        return graph.addLayer(
                        "output",
                        new RnnOutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(size.target())
                                .activation(Activation.SOFTMAX)
                                .build(),
                        last)
                .setOutputs("output")
                .build();
    }

    private static TokenEmbedding embedding(int vocabulary, int width) {
        return new TokenEmbedding.Builder()
                .vocabulary(vocabulary)
                .nOut(width)
                .scaled(true)
                .sinusoidal(true)
                .build();
    }
}
