package d2j.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * BLEU: how far a translation agrees with a reference in its n-grams (K. Papineni et al., 2002).
 *
 * <p>{@link #of} is the textbooks' score of one sentence, {@link #corpus} the paper's score of many, which is what
 * translation systems are compared by. With {@code p(n)} the {@link #precision} of the n-grams, {@code c} and {@code r}
 * the lengths of candidate and reference:
 *
 * <pre>
 * of      exp(min(0, 1 - r / c)) · p(1)^(1/2) · p(2)^(1/4) · ... · p(k)^(1/2^k)
 * corpus  exp(min(0, 1 - r / c)) · (p(1) · p(2) · ... · p(k))^(1/k),  counts and lengths of all sentences together
 * </pre>
 */
public final class Bleu {

    private Bleu() {}

    /**
     * The score of one sentence, from 0 to 1: long n-grams weigh more. A candidate shorter than {@code k} is judged by
     * the n-grams that it has; an empty one scores 0.
     *
     * @param k the longest n-grams
     * @throws IllegalArgumentException if {@code k} is below 1 or the reference is empty
     */
    public static double of(List<String> candidate, List<String> reference, int k) {
        require(k, reference);
        if (candidate.isEmpty()) {
            return 0;
        }
        double score = brevity(candidate.size(), reference.size());
        for (int n = 1; n <= Math.min(k, candidate.size()); n++) {
            score *= Math.pow(precision(candidate, reference, n), Math.pow(0.5, n));
        }
        return score;
    }

    /**
     * The share of the candidate's n-grams that the reference has too, each at most as often as there; 0 if the
     * candidate is too short to have any.
     *
     * @throws IllegalArgumentException if {@code n} is below 1 or the reference is empty
     */
    public static double precision(List<String> candidate, List<String> reference, int n) {
        require(n, reference);
        int all = candidate.size() - n + 1;
        return all > 0 ? (double) matches(candidate, reference, n) / all : 0;
    }

    /**
     * The score of many sentences, from 0 to 1; papers give it times 100.
     *
     * @param k the longest n-grams; 4 is usual
     * @throws IllegalArgumentException if {@code k} is below 1, there are no sentences or not as many candidates as
     *     references, or a reference is empty
     */
    public static double corpus(List<List<String>> candidates, List<List<String>> references, int k) {
        if (candidates.size() != references.size() || references.isEmpty()) {
            throw new IllegalArgumentException(
                    "BLEU of " + candidates.size() + " candidates and " + references.size() + " references");
        }
        references.forEach(reference -> require(k, reference));
        double logarithm = 0;
        for (int n = 1; n <= k; n++) {
            long matches = 0;
            long all = 0;
            for (int i = 0; i < candidates.size(); i++) {
                matches += matches(candidates.get(i), references.get(i), n);
                all += Math.max(0, candidates.get(i).size() - n + 1);
            }
            // Without any match the logarithm is minus infinity, and the score 0.
            logarithm += all == 0 ? Double.NEGATIVE_INFINITY : Math.log((double) matches / all) / k;
        }
        long length = candidates.stream().mapToLong(List::size).sum();
        long wanted = references.stream().mapToLong(List::size).sum();
        return length == 0 ? 0 : brevity(length, wanted) * Math.exp(logarithm);
    }

    private static double brevity(long length, long wanted) {
        return Math.exp(Math.min(0, 1 - (double) wanted / length));
    }

    private static int matches(List<String> candidate, List<String> reference, int n) {
        Map<List<String>, Integer> left = new HashMap<>();
        for (int i = 0; i + n <= reference.size(); i++) {
            left.merge(reference.subList(i, i + n), 1, Integer::sum);
        }
        int matches = 0;
        for (int i = 0; i + n <= candidate.size(); i++) {
            Integer count = left.computeIfPresent(candidate.subList(i, i + n), (key, value) -> value - 1);
            if (count != null && count >= 0) {
                matches++;
            }
        }
        return matches;
    }

    private static void require(int n, List<String> reference) {
        if (n < 1) {
            throw new IllegalArgumentException("BLEU counts n-grams of at least 1 token, not " + n);
        }
        if (reference.isEmpty()) {
            throw new IllegalArgumentException("BLEU needs a reference with tokens");
        }
    }
}
