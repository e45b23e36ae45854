package d2j.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts words into the pieces that training found to be frequent (R. Sennrich, B. Haddow and A. Birch, "Neural machine
 * translation of rare words with subword units", 2016; <i>Dive into Deep Learning</i>, "Subword embedding"). No word is
 * unknown whose characters were in the training text. {@link #END} closes each word, so that "est" at the end of a word
 * is another piece than inside of one.
 */
public final class BytePairEncoding implements Tokeniser {

    /** Marks the end of a word; a piece of its own until it is joined. */
    public static final String END = "</w>";

    private final Tokeniser words;
    private final List<Merge> merges;
    private final Map<Merge, Integer> ranks = new HashMap<>();

    /**
     * Two neighbouring pieces that become one.
     *
     * @param left the first piece
     * @param right the second one
     */
    public record Merge(String left, String right) {

        /** The piece that the two become. */
        public String piece() {
            return left + right;
        }
    }

    private BytePairEncoding(Tokeniser words, List<Merge> merges) {
        this.words = words;
        this.merges = List.copyOf(merges);
        for (int i = 0; i < merges.size(); i++) {
            ranks.put(merges.get(i), i);
        }
    }

    /**
     * Learns from a text which pieces to join.
     *
     * @param words cuts text into words
     * @param texts the training text
     * @param merges how many pairs are joined at most; fewer if each word is one piece before
     */
    public static BytePairEncoding train(Tokeniser words, List<String> texts, int merges) {
        if (merges < 0) {
            throw new IllegalArgumentException("the number of merges must not be negative: " + merges);
        }
        PairMerges learner =
                new PairMerges(PairMerges.counts(words.all(texts)), BytePairEncoding::characters, String::concat);
        List<Merge> learned = new ArrayList<>();
        while (learned.size() < merges) {
            Merge merge = learner.next();
            if (merge == null) {
                break;
            }
            learned.add(merge);
        }
        return new BytePairEncoding(words, learned);
    }

    private static List<String> characters(String word) {
        List<String> pieces = new ArrayList<>(new CharacterTokeniser().tokens(word));
        pieces.add(END);
        return pieces;
    }

    /** The pairs that were joined, the first one first. */
    public List<Merge> merges() {
        return merges;
    }

    /** The pieces of all words of a text. */
    @Override
    public List<String> tokens(String text) {
        List<String> pieces = new ArrayList<>();
        words.tokens(text).forEach(word -> pieces.addAll(pieces(word)));
        return pieces;
    }

    /** The pieces of one word: its pairs are joined in the order in which training joined them. */
    private List<String> pieces(String word) {
        List<String> pieces = characters(word);
        while (true) {
            int first = Integer.MAX_VALUE;
            for (int i = 0; i + 1 < pieces.size(); i++) {
                first = Math.min(
                        first, ranks.getOrDefault(new Merge(pieces.get(i), pieces.get(i + 1)), Integer.MAX_VALUE));
            }
            if (first == Integer.MAX_VALUE) {
                return pieces;
            }
            Merge merge = merges.get(first);
            pieces = PairMerges.joined(pieces, merge, merge.piece());
        }
    }

    /** The words that pieces make, with blanks between them. */
    public static String join(List<String> pieces) {
        return String.join("", pieces).replace(END, " ").strip();
    }
}
