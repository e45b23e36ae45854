package d2j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Splits examples for cross-validation: each is in the validation part of exactly one fold (Hastie, Tibshirani and
 * Friedman, <i>The Elements of Statistical Learning</i>, 2009, section 7.10).
 *
 * <pre>{@code
 * for (KFold.Fold fold : KFold.of(1460, 5, SEED)) {
 *     INDArray train = Nd4j.pullRows(X, 1, fold.train());
 * }
 * }</pre>
 */
public final class KFold {

    /** The rows to train on, and the rows to measure on, both in ascending order. */
    public record Fold(int[] train, int[] validation) {}

    private KFold() {}

    /**
     * Folds of examples in random order; their sizes differ by at most one.
     *
     * @param examples the number of examples
     * @param folds    how many parts; {@code examples} of them are leave-one-out
     * @param seed     the same seed gives the same folds
     * @throws IllegalArgumentException if there are fewer than 2 folds, or fewer examples than folds
     */
    public static List<Fold> of(int examples, int folds, long seed) {
        if (folds < 2 || examples < folds) {
            throw new IllegalArgumentException("cross-validation needs at least 2 folds and an example for each, not "
                    + folds + " folds of " + examples + " examples");
        }
        int[] order = Orders.random(examples, new SplittableRandom(seed));
        List<Fold> all = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            int from = (int) ((long) examples * fold / folds);
            int to = (int) ((long) examples * (fold + 1) / folds);
            int[] validation = Arrays.copyOfRange(order, from, to);
            int[] train = Arrays.copyOf(order, examples - validation.length);
            System.arraycopy(order, to, train, from, examples - to);
            Arrays.sort(validation);
            Arrays.sort(train);
            all.add(new Fold(train, validation));
        }
        return all;
    }
}
