package d2j.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Writes sequences token by token, each time the one that the model holds most probable. */
public final class GreedySearch {

    private GreedySearch() {}

    /**
     * Writes several sequences side by side, until all have ended or are as long as they may be.
     *
     * @param sequences how many
     * @param begin     the number of the token that each begins with, such as {@code <bos>}
     * @param end       the number of the token that ends one, such as {@code <eos>}
     * @param longest   how many tokens at most
     * @param model     from the tokens so far, INT {@code [sequences, steps]}, {@code begin} included, to a score for
     *     each token that may be next, {@code [sequences, vocabulary]}. From one call to the next it grows by a step
     * @return the tokens of each sequence, without {@code begin} and {@code end}
     * @throws IllegalArgumentException if there are no sequences or no tokens, or the model's scores have another shape
     */
    public static List<int[]> decode(
            int sequences, int begin, int end, int longest, Function<INDArray, INDArray> model) {
        if (sequences < 1 || longest < 1) {
            throw new IllegalArgumentException(
                    "greedy search of " + sequences + " sequences of " + longest + " tokens at most");
        }
        int[][] written = new int[sequences][longest];
        int[] lengths = new int[sequences];
        boolean[] ended = new boolean[sequences];
        INDArray soFar = Nd4j.createFromArray(filled(sequences, begin)).reshape(sequences, 1);
        for (int step = 0; step < longest && !allOf(ended); step++) {
            INDArray scores = model.apply(soFar);
            if (scores.rank() != 2 || scores.size(0) != sequences) {
                throw new IllegalArgumentException("the scores of " + sequences
                        + " sequences should be [sequences, vocabulary], not " + Arrays.toString(scores.shape()));
            }
            int[] next = scores.argMax(1).toIntVector();
            for (int i = 0; i < sequences; i++) {
                ended[i] |= next[i] == end;
                if (!ended[i]) {
                    written[i][lengths[i]++] = next[i];
                }
            }
            soFar = Nd4j.concat(1, soFar, Nd4j.createFromArray(next).reshape(sequences, 1));
        }
        List<int[]> result = new ArrayList<>();
        for (int i = 0; i < sequences; i++) {
            result.add(Arrays.copyOf(written[i], lengths[i]));
        }
        return result;
    }

    private static int[] filled(int length, int value) {
        int[] values = new int[length];
        Arrays.fill(values, value);
        return values;
    }

    private static boolean allOf(boolean[] flags) {
        for (boolean flag : flags) {
            if (!flag) {
                return false;
            }
        }
        return true;
    }
}
