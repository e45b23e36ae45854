package d2j.text;

import d2j.nn.recurrent.GRU;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The encoder-decoder for translation of K. Cho et al., 2014, with one layer of gated recurrent units on each side: the
 * encoder's last state is an input of every step of the decoder, beside the token before.
 *
 * <p>Inputs "source" and "input", numbers of tokens {@code [batch, 1, steps]} with masks; output "output", the
 * probabilities of the next token, {@code [batch, vocabulary, steps]}. {@link TranslationBatches#dataSets} has all of
 * it. The parts are called "source embedding", "encoder", "context", "input embedding", "decoder", "output". The
 * vectors of the tokens begin with normal numbers of deviation 0.5 whatever the settings say: by the size of a
 * vocabulary, as usual, they would be so small that training begins slowly.
 */
public final class Seq2Seq {

    private Seq2Seq() {}

    /**
     * The network.
     *
     * @param settings  what all layers share: seed, updater, initial weights and so on
     * @param from      the number of tokens of the source language
     * @param to        the number of tokens of the target language
     * @param embedding features of a token
     * @param hidden    units of the encoder and of the decoder
     */
    public static ComputationGraphConfiguration configuration(
            NeuralNetConfiguration.Builder settings, int from, int to, int embedding, int hidden) {
        return settings.graphBuilder()
                .addInputs("source", "input")
                .addLayer("source embedding", embedding(from, embedding), "source")
                .addLayer(
                        "encoder", new GRU.Builder().nIn(embedding).nOut(hidden).build(), "source embedding")
                .addVertex("context", new LastTimeStepVertex("source"), "encoder")
                .addVertex("repeated", new DuplicateToTimeSeriesVertex("input"), "context")
                .addLayer("input embedding", embedding(to, embedding), "input")
                .addVertex("both", new MergeVertex(), "input embedding", "repeated")
                .addLayer(
                        "decoder",
                        new GRU.Builder().nIn(embedding + hidden).nOut(hidden).build(),
                        "both")
                .addLayer(
                        "output",
                        new RnnOutputLayer.Builder(LossFunction.MCXENT)
                                .nIn(hidden)
                                .nOut(to)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "decoder")
                .setOutputs("output")
                .build();
    }

    private static EmbeddingSequenceLayer embedding(int tokens, int features) {
        return new EmbeddingSequenceLayer.Builder()
                .nIn(tokens)
                .nOut(features)
                .activation(Activation.IDENTITY)
                .weightInit(new NormalDistribution(0, 0.5))
                .build();
    }
}
