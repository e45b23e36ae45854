package d2j.nn.sequence;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A running layer whose sequences may be given token by token, since no token depends on later ones. It keeps what it
 * needs of the earlier tokens, so that a step costs one token's work; the results are those of whole sequences.
 */
public interface Stepwise {

    /** Forgets the tokens given so far: the next one is the first of its sequence. */
    void begin();

    /**
     * The next token of each sequence.
     *
     * @param tokens {@code [batch, features]}, the same batch since {@link #begin}
     * @return {@code [batch, features]}, which stays as it is until the next step
     */
    INDArray step(INDArray tokens);
}
