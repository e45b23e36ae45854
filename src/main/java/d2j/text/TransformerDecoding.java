package d2j.text;

import d2j.nn.sequence.Stepwise;
import d2j.nn.sequence.TwoSequenceRunner;
import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Decoding with a trained {@link Transformer}, one token after another, without computing anything twice: the source is
 * encoded once, and each decoder block keeps the keys and values of the tokens that it has seen. The probabilities are
 * those that the whole network gives.
 *
 * <pre>
 * TransformerDecoding decoding = new TransformerDecoding(network);
 * decoding.begin(source, mask);
 * INDArray next = decoding.step(begin, begin);     // probabilities [2, vocabulary]
 * </pre>
 */
public final class TransformerDecoding {

    private final ComputationGraph network;
    private INDArray memory;

    /** @param network of {@link Transformer#configuration} */
    public TransformerDecoding(ComputationGraph network) {
        this.network = network;
    }

    /**
     * Encodes the sources.
     *
     * @param source numbers of tokens, {@code [batch, 1, length]}
     * @param mask   {@code [batch, length]}, 0 for padding; null where there is none
     */
    public void begin(INDArray source, INDArray mask) {
        INDArray encoded = activate("source-embedding", source, mask);
        for (int i = 0; network.getVertex("encoder" + i) != null; i++) {
            encoded = activate("encoder" + i, encoded, mask);
        }
        memory = encoded;
        stepwise("target-embedding").begin();
        for (int i = 0; network.getVertex("decoder" + i) != null; i++) {
            TwoSequenceRunner<?> decoder = (TwoSequenceRunner<?>) network.getLayer("decoder" + i);
            decoder.setMemory(encoded);
            decoder.setMemoryMask(mask);
            stepwise("decoder" + i).begin();
            decoder.setMemoryMask(null);
        }
    }

    /**
     * The next token of each sentence.
     *
     * @param tokens one for each source
     * @return the probabilities of the token after it, {@code [batch, vocabulary]}
     * @throws IllegalStateException before {@link #begin}
     */
    public INDArray step(int... tokens) {
        if (memory == null) {
            throw new IllegalStateException("begin with the sentences to be translated");
        }
        if (tokens.length != memory.size(0)) {
            throw new IllegalArgumentException(
                    tokens.length + " tokens " + Arrays.toString(tokens) + " for " + memory.size(0) + " sentences");
        }
        INDArray numbers = Nd4j.createFromArray(tokens).castTo(memory.dataType());
        INDArray x = stepwise("target-embedding").step(numbers.reshape(tokens.length, 1));
        for (int i = 0; network.getVertex("decoder" + i) != null; i++) {
            x = stepwise("decoder" + i).step(x);
        }
        INDArray scores = activate("output", x.reshape(x.size(0), x.size(1), 1), null);
        return scores.reshape(scores.size(0), scores.size(1));
    }

    private Stepwise stepwise(String name) {
        return (Stepwise) network.getLayer(name);
    }

    private INDArray activate(String name, INDArray x, INDArray mask) {
        Layer layer = network.getLayer(name);
        layer.setMaskArray(mask);
        INDArray y = layer.activate(x, false, LayerWorkspaceMgr.noWorkspaces());
        layer.setMaskArray(null);
        return y;
    }
}
