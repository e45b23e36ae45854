package d2j.text;

import d2j.nn.norm.LayerNormalization;
import d2j.nn.transformer.TokenEmbedding;
import d2j.nn.transformer.TokenSelection;
import d2j.nn.transformer.TransformerEncoderBlock;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * BERT (J. Devlin, M.-W. Chang, K. Lee and K. Toutanova, "BERT: pre-training of deep bidirectional transformers for
 * language understanding", 2018), written as <i>Dive into Deep Learning</i> has it: no normalisation after the
 * embedding, ReLU, an output layer of its own for the masked words, no dropout. The embeddings' vectors begin with
 * normal numbers of deviation 0.1 whatever the settings say.
 */
public final class Bert {

    /** By the size of a vocabulary, as usual, vectors of tokens would begin so small that positions drown them. */
    private static final double EMBEDDING_DEVIATION = 0.1;

    private Bert() {}

    /**
     * How large a BERT is.
     *
     * @param vocabulary the number of different tokens
     * @param length tokens of a sequence, which is a pair of sentences
     * @param width features of a token, a multiple of the number of heads
     * @param heads of the attention in each block
     * @param hidden units with ReLU in each block
     * @param blocks the number of encoder blocks
     */
    public record Size(int vocabulary, int length, int width, int heads, int hidden, int blocks) {

        /** BERT-Base of the paper. */
        public static final Size BASE = new Size(30_522, 512, 768, 12, 3072, 12);

        /**
         * The small BERT of <i>Dive into Deep Learning</i>: width 128, 2 blocks, 2 heads, 256 hidden units.
         *
         * @param vocabulary the number of different tokens
         * @param length tokens of a sequence
         */
        public static Size small(int vocabulary, int length) {
            return new Size(vocabulary, length, 128, 2, 256, 2);
        }

        /** The name of the layer that gives each token its vector. */
        public String lastLayer() {
            return "block" + (blocks - 1);
        }
    }

    /**
     * A network to be pre-trained on two tasks: masked words are predicted from their tokens, and whether two sentences
     * follow each other from the first token.
     *
     * <p>Input {@code tokens} {@code [batch, 2, length]} holds the numbers of the tokens and of their segments, 0 or 1;
     * input {@code positions} {@code [batch, masked]} says which tokens are to be predicted. Output {@code words} is
     * {@code [batch x masked, vocabulary]}, output {@code following} {@code [batch, 2]}. 2,876,946 parameters at {@link
     * Size#small} with 10,000 words and sequences of 64 tokens.
     *
     * <p>DL4J divides the sum of the words' losses by the number of sequences, not of words, so a learning rate from
     * elsewhere has to be divided by {@code masked}.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param size how large it is
     * @param masked how many tokens of each sequence are predicted
     */
    public static ComputationGraphConfiguration pretraining(
            NeuralNetConfiguration.Builder settings, Size size, int masked) {
        GraphBuilder graph = settings.graphBuilder()
                .addInputs("tokens", "positions")
                .setInputTypes(InputType.recurrent(2, size.length()), InputType.feedForward(masked));
        String last = size.lastLayer();
        return addEncoder(graph, size)
                .addVertex("masked", new TokenSelection(), last, "positions")
                .addLayer("masked-hidden", dense(size.width(), Activation.RELU), "masked")
                .addLayer("masked-norm", new LayerNormalization.Builder().build(), "masked-hidden")
                .addLayer("words", softmax(size.vocabulary()), "masked-norm")
                .addVertex("first", new TokenSelection(), last)
                .addLayer("first-hidden", dense(size.width(), Activation.TANH), "first")
                .addLayer("following", softmax(2), "first-hidden")
                .setOutputs("words", "following")
                .build();
    }

    /**
     * The encoder alone, to which a task adds its own layers and outputs: input {@code tokens} as in {@link
     * #pretraining}, layers "embedding", "block0", "block1" ..., of which the last, {@link Size#lastLayer}, gives
     * {@code [batch, width, length]}.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param size how large it is
     */
    public static GraphBuilder encoder(NeuralNetConfiguration.Builder settings, Size size) {
        GraphBuilder graph =
                settings.graphBuilder().addInputs("tokens").setInputTypes(InputType.recurrent(2, size.length()));
        return addEncoder(graph, size);
    }

    private static GraphBuilder addEncoder(GraphBuilder graph, Size size) {
        graph.addLayer(
                "embedding",
                new TokenEmbedding.Builder()
                        .vocabulary(size.vocabulary())
                        .segments(2)
                        .positions(size.length())
                        .nOut(size.width())
                        .weightInit(new NormalDistribution(0, EMBEDDING_DEVIATION))
                        .build(),
                "tokens");
        for (int i = 0; i < size.blocks(); i++) {
            graph.addLayer(
                    "block" + i,
                    new TransformerEncoderBlock.Builder()
                            .heads(size.heads())
                            .hiddenSize(size.hidden())
                            .build(),
                    i == 0 ? "embedding" : "block" + (i - 1));
        }
        return graph;
    }

    private static DenseLayer dense(int units, Activation activation) {
        return new DenseLayer.Builder().nOut(units).activation(activation).build();
    }

    private static OutputLayer softmax(int classes) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .build();
    }
}
