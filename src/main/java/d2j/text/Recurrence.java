package d2j.text;

import d2j.autograd.Tensor;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A recurrent network written with tensors, as a function that reads a part of a text. */
@FunctionalInterface
public interface Recurrence {

    /**
     * Reads some steps of several texts.
     *
     * @param tokens the numbers of their tokens, INT {@code [batch, steps]}
     * @param state what reading the part before left; empty at the beginning of the texts
     */
    Reading read(INDArray tokens, List<Tensor> state);

    /**
     * What came of reading.
     *
     * @param scores of each token as the next one, before the softmax: {@code [batch, steps, vocabulary]}
     * @param state after the last step: one tensor, or as many as the network needs
     */
    record Reading(Tensor scores, List<Tensor> state) {

        /** With the state as arguments. */
        public Reading(Tensor scores, Tensor... state) {
            this(scores, List.of(state));
        }
    }
}
