package d2j.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * Learns which neighbouring pieces of words belong together (P. Gage, 1994; for words R. Sennrich, B. Haddow and A.
 * Birch, 2016, algorithm 1): the most frequent pair becomes one piece, again and again. Of pairs that are equally
 * frequent the one that comes first in the text is taken, as the paper's program does.
 */
final class PairMerges {

    private final List<List<String>> words = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();
    private final Map<BytePairEncoding.Merge, Pair> pairs = new HashMap<>();
    private final BinaryOperator<String> join;

    /** How often a pair of neighbours comes, and in which words. */
    private static final class Pair {
        private long count;
        private final TreeSet<Integer> words = new TreeSet<>();
    }

    /**
     * @param counts how often each word comes, in the order of the text
     * @param start cuts a word into the pieces to begin with
     * @param join the piece that two neighbours become
     */
    PairMerges(Map<String, Integer> counts, Function<String, List<String>> start, BinaryOperator<String> join) {
        this.join = join;
        counts.forEach((word, count) -> {
            words.add(start.apply(word));
            this.counts.add(count);
        });
        for (int word = 0; word < words.size(); word++) {
            register(word, 1);
        }
    }

    /** How often each word comes, in the order of the text. */
    static Map<String, Integer> counts(Iterable<String> words) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        words.forEach(word -> counts.merge(word, 1, Integer::sum));
        return counts;
    }

    /** Joins the most frequent pair; null if no word has two pieces any more. */
    BytePairEncoding.Merge next() {
        BytePairEncoding.Merge best = null;
        Pair most = null;
        for (Map.Entry<BytePairEncoding.Merge, Pair> entry : pairs.entrySet()) {
            Pair pair = entry.getValue();
            if (most == null
                    || pair.count > most.count
                    || pair.count == most.count && isBefore(entry.getKey(), pair, best, most)) {
                best = entry.getKey();
                most = pair;
            }
        }
        if (best != null) {
            for (int word : List.copyOf(most.words)) {
                register(word, -1);
                words.set(word, joined(words.get(word), best));
                register(word, 1);
            }
        }
        return best;
    }

    /** The piece that a pair becomes. */
    String joined(BytePairEncoding.Merge merge) {
        return join.apply(merge.left(), merge.right());
    }

    private List<String> joined(List<String> pieces, BytePairEncoding.Merge merge) {
        return joined(pieces, merge, joined(merge));
    }

    /** The pieces of a word with each occurrence of a pair, from the left, replaced by one piece. */
    static List<String> joined(List<String> pieces, BytePairEncoding.Merge merge, String piece) {
        List<String> result = new ArrayList<>(pieces.size());
        for (int i = 0; i < pieces.size(); i++) {
            boolean pair = i + 1 < pieces.size()
                    && pieces.get(i).equals(merge.left())
                    && pieces.get(i + 1).equals(merge.right());
            result.add(pair ? piece : pieces.get(i));
            i += pair ? 1 : 0;
        }
        return result;
    }

    private void register(int word, int sign) {
        List<String> pieces = words.get(word);
        for (int i = 0; i + 1 < pieces.size(); i++) {
            BytePairEncoding.Merge key = new BytePairEncoding.Merge(pieces.get(i), pieces.get(i + 1));
            Pair pair = pairs.computeIfAbsent(key, unused -> new Pair());
            pair.count += sign * (long) counts.get(word);
            if (sign > 0) {
                pair.words.add(word);
            } else {
                pair.words.remove(word);
            }
            if (pair.words.isEmpty() && pair.count == 0) {
                pairs.remove(key);
            }
        }
    }

    private boolean isBefore(BytePairEncoding.Merge key, Pair pair, BytePairEncoding.Merge other, Pair its) {
        int word = pair.words.first();
        int otherWord = its.words.first();
        return word < otherWord || word == otherWord && place(word, key) < place(word, other);
    }

    private int place(int word, BytePairEncoding.Merge merge) {
        List<String> pieces = words.get(word);
        for (int i = 0; i + 1 < pieces.size(); i++) {
            if (pieces.get(i).equals(merge.left()) && pieces.get(i + 1).equals(merge.right())) {
                return i;
            }
        }
        return pieces.size();
    }
}
