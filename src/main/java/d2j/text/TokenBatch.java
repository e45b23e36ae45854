package d2j.text;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Examples for a language model.
 *
 * @param inputs the numbers of tokens, INT {@code [batch, steps]}
 * @param targets the tokens one step later, in the same shape
 */
public record TokenBatch(INDArray inputs, INDArray targets) {

    /**
     * The same for DL4J's recurrent layers: features and labels one-hot, {@code [batch, size, steps]}.
     *
     * @param size of the vocabulary
     */
    public DataSet oneHot(int size) {
        return new DataSet(TokenBatches.oneHot(inputs, size), TokenBatches.oneHot(targets, size));
    }
}
