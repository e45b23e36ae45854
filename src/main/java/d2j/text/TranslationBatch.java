package d2j.text;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Sentences and their translations, filled up to equal lengths. While training the decoder reads what it should have
 * written: {@code input} begins with {@code <bos>} and is one step behind {@code target}, which ends with {@code
 * <eos>}.
 *
 * @param source     the sentences, each ended by {@code <eos>}: INT {@code [batch, source steps]}
 * @param sourceMask 1 where {@code source} has a token, 0 where it is filled up: FLOAT, of the same shape
 * @param input      of the decoder: INT {@code [batch, target steps]}
 * @param target     what it should say: INT {@code [batch, target steps]}
 * @param mask       of {@code input} and {@code target}, which have equal lengths: FLOAT {@code [batch, target steps]}
 */
public record TranslationBatch(INDArray source, INDArray sourceMask, INDArray input, INDArray target, INDArray mask) {

    /**
     * The same for a DL4J network with the inputs source and input, as numbers of tokens {@code [batch, 1, steps]}, and
     * one output, one-hot {@code [batch, vocabulary, steps]}; with all masks.
     *
     * @param vocabulary the number of tokens of the target language
     */
    public MultiDataSet dataSet(int vocabulary) {
        return new MultiDataSet(
                new INDArray[] {numbers(source), numbers(input)},
                new INDArray[] {TokenBatches.oneHot(target, vocabulary)},
                new INDArray[] {sourceMask, mask},
                new INDArray[] {mask});
    }

    /** Numbers of tokens {@code [batch, steps]} as DL4J's embedding layers take them: {@code [batch, 1, steps]}. */
    public static INDArray numbers(INDArray tokens) {
        return tokens.castTo(DataType.FLOAT).reshape(tokens.size(0), 1, tokens.size(1));
    }
}
