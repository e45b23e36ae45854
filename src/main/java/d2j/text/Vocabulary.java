package d2j.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Numbers for tokens: the most frequent one has the smallest. Number 0 stands for all that the vocabulary does not
 * know.
 */
public final class Vocabulary {

    /** The token with number 0: any token that is not in the vocabulary. */
    public static final String UNKNOWN = "<unk>";

    private final List<String> tokens;
    private final Map<String, Integer> indices = new HashMap<>();
    private final Map<String, Integer> counts;

    private Vocabulary(List<String> tokens, Map<String, Integer> counts) {
        this.tokens = List.copyOf(tokens);
        this.counts = counts;
        for (int i = 0; i < tokens.size(); i++) {
            if (indices.put(tokens.get(i), i) != null) {
                throw new IllegalArgumentException("the token \"" + tokens.get(i) + "\" would be there twice");
            }
        }
    }

    /** All tokens of a text, the most frequent first; tokens that are equally frequent stand in alphabetical order. */
    public static Vocabulary of(List<String> text) {
        return of(text, 1);
    }

    /**
     * The tokens of a text that are frequent enough.
     *
     * @param text the tokens of the text, in any order
     * @param minimumCount how often a token must come at least
     * @param reserved tokens with a meaning of their own, such as {@code <pad>}: they follow {@link #UNKNOWN}, whether
     *     the text has them or not
     */
    public static Vocabulary of(List<String> text, int minimumCount, String... reserved) {
        if (minimumCount < 1) {
            throw new IllegalArgumentException("the minimum count must be at least 1, not " + minimumCount);
        }
        Map<String, Integer> counts = new HashMap<>();
        text.forEach(token -> counts.merge(token, 1, Integer::sum));
        List<String> tokens = new ArrayList<>(List.of(UNKNOWN));
        tokens.addAll(List.of(reserved));
        Set<String> special = Set.copyOf(tokens);
        counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= minimumCount && !special.contains(entry.getKey()))
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> tokens.add(entry.getKey()));
        Vocabulary vocabulary = new Vocabulary(tokens, counts);
        int unknown = 0;
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            unknown += vocabulary.index(entry.getKey()) == 0 ? entry.getValue() : 0;
        }
        counts.keySet().removeIf(token -> !vocabulary.contains(token));
        counts.put(UNKNOWN, unknown);
        return vocabulary;
    }

    /**
     * Tokens in the order given, as those of a trained tokeniser; all counts are 0.
     *
     * @param tokens the first one must be {@link #UNKNOWN}
     */
    public static Vocabulary listed(List<String> tokens) {
        if (tokens.isEmpty() || !tokens.get(0).equals(UNKNOWN)) {
            throw new IllegalArgumentException("the first token must be " + UNKNOWN);
        }
        return new Vocabulary(tokens, Map.of());
    }

    /** How many tokens there are, with {@link #UNKNOWN} and the reserved ones. */
    public int size() {
        return tokens.size();
    }

    /** The token's number, 0 if the vocabulary does not have it. */
    public int index(String token) {
        return indices.getOrDefault(token, 0);
    }

    /** The number of each token. */
    public int[] indices(List<String> text) {
        return text.stream().mapToInt(this::index).toArray();
    }

    /** The token with a number. */
    public String token(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException("token " + index + " of a vocabulary with " + size());
        }
        return tokens.get(index);
    }

    /** The token of each number. */
    public List<String> tokens(int... indices) {
        List<String> result = new ArrayList<>(indices.length);
        for (int index : indices) {
            result.add(token(index));
        }
        return result;
    }

    /** How often the text had the token; of {@link #UNKNOWN}, how many of its tokens the vocabulary does not have. */
    public int count(String token) {
        return counts.getOrDefault(token, 0);
    }

    /** Whether the token has a number of its own. */
    public boolean contains(String token) {
        return indices.containsKey(token);
    }

    /** The first tokens with their numbers, and how many there are. */
    @Override
    public String toString() {
        StringBuilder words = new StringBuilder(size() + " tokens:");
        for (int i = 0; i < Math.min(10, size()); i++) {
            words.append(i == 0 ? " " : ", ").append(i).append(" ").append(tokens.get(i));
        }
        return words.append(size() > 10 ? " ..." : "").toString();
    }
}
