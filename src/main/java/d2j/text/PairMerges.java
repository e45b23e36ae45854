package d2j.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
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
    private final PriorityQueue<Candidate> candidates = new PriorityQueue<>();
    private final BinaryOperator<String> join;

    /** How often a pair of neighbours comes, in which words, and its one valid place in the queue. */
    private static final class Pair {
        private long count;
        private final TreeSet<Integer> words = new TreeSet<>();
        private Candidate candidate;
    }

    /**
     * A pair as it stood when it was put into the queue. One that has changed since is put there again, and what it was
     * is thrown away when it comes to the front.
     *
     * @param count how often the pair came
     * @param word  the first word that has it
     * @param place where in this word
     */
    private record Candidate(long count, int word, int place, BytePairEncoding.Merge merge)
            implements Comparable<Candidate> {

        private static final Comparator<Candidate> ORDER = Comparator.comparingLong(Candidate::count)
                .reversed()
                .thenComparingInt(Candidate::word)
                .thenComparingInt(Candidate::place);

        @Override
        public int compareTo(Candidate other) {
            return ORDER.compare(this, other);
        }
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
        pairs.keySet().forEach(this::enqueue);
    }

    /** How often each word comes, in the order of the text. */
    static Map<String, Integer> counts(Iterable<String> words) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        words.forEach(word -> counts.merge(word, 1, Integer::sum));
        return counts;
    }

    /** Joins the most frequent pair; null if no word has two pieces any more. */
    BytePairEncoding.Merge next() {
        while (!candidates.isEmpty()) {
            Candidate best = candidates.poll();
            Pair pair = pairs.get(best.merge());
            if (pair != null && pair.candidate == best) {
                merge(best.merge(), List.copyOf(pair.words));
                return best.merge();
            }
        }
        return null;
    }

    private void merge(BytePairEncoding.Merge merge, List<Integer> within) {
        Set<BytePairEncoding.Merge> changed = new HashSet<>();
        for (int word : within) {
            changed.addAll(register(word, -1));
            words.set(word, joined(words.get(word), merge));
            changed.addAll(register(word, 1));
        }
        changed.forEach(this::enqueue);
    }

    private void enqueue(BytePairEncoding.Merge merge) {
        Pair pair = pairs.get(merge);
        if (pair != null) {
            int word = pair.words.first();
            pair.candidate = new Candidate(pair.count, word, place(word, merge), merge);
            candidates.add(pair.candidate);
        }
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

    /** Counts a word's pairs in or, with -1, out, and says which they are. */
    private List<BytePairEncoding.Merge> register(int word, int sign) {
        List<String> pieces = words.get(word);
        List<BytePairEncoding.Merge> keys = new ArrayList<>(pieces.size());
        for (int i = 0; i + 1 < pieces.size(); i++) {
            BytePairEncoding.Merge key = new BytePairEncoding.Merge(pieces.get(i), pieces.get(i + 1));
            keys.add(key);
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
        return keys;
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
