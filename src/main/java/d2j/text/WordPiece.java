package d2j.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * BERT's tokeniser (M. Schuster and K. Nakajima, 2012; J. Devlin et al., 2018): a word is cut into the longest piece of
 * the vocabulary that it begins with, then the longest that the rest begins with, and so on. Pieces inside of a word
 * begin with {@link #INSIDE}: "unbelievable" may be {@code un ##believ ##able}.
 *
 * <p>The vocabulary is made here by joining the most frequent pair again and again, as in {@link BytePairEncoding};
 * the original joins the pair that makes the text most probable, and its program was never published.
 */
public final class WordPiece implements Tokeniser {

    /** What pieces begin with that do not begin a word. */
    public static final String INSIDE = "##";

    private final Tokeniser words;
    private final Vocabulary vocabulary;
    private final Pattern reserved;
    private final int longest;

    private WordPiece(Tokeniser words, List<String> pieces, Set<String> reserved) {
        this.words = words;
        vocabulary = Vocabulary.listed(pieces);
        this.reserved = Pattern.compile(reserved.stream().map(Pattern::quote).collect(Collectors.joining("|")));
        longest = pieces.stream().mapToInt(String::length).max().orElse(1);
    }

    /**
     * Learns the pieces from a text.
     *
     * @param words cuts text into words
     * @param texts the training text
     * @param size how many pieces there are at most, with {@link Vocabulary#UNKNOWN}, the reserved ones and all
     *     characters of the text, each twice: at the beginning of a word and inside
     * @param reserved tokens with a meaning of their own, such as {@code <mask>}, which are never cut; they follow
     *     {@link Vocabulary#UNKNOWN}
     * @throws IllegalArgumentException if the characters alone are more than {@code size}
     */
    public static WordPiece train(Tokeniser words, List<String> texts, int size, String... reserved) {
        Set<String> pieces = new LinkedHashSet<>(List.of(Vocabulary.UNKNOWN));
        pieces.addAll(List.of(reserved));
        Set<String> special = Set.copyOf(pieces);
        Pattern pattern = Pattern.compile(special.stream().map(Pattern::quote).collect(Collectors.joining("|")));
        List<String> plain = texts.stream().flatMap(pattern::splitAsStream).collect(Collectors.toList());
        Map<String, Integer> counts = PairMerges.counts(words.all(plain));
        counts.keySet().stream()
                .flatMap(word -> characters(word).stream())
                .sorted()
                .forEach(pieces::add);
        if (pieces.size() > size) {
            throw new IllegalArgumentException("a vocabulary of " + size
                    + " is too small: the text's characters and the reserved tokens are " + pieces.size());
        }
        PairMerges learner =
                new PairMerges(counts, WordPiece::characters, (left, right) -> left + right.substring(INSIDE.length()));
        while (pieces.size() < size) {
            BytePairEncoding.Merge merge = learner.next();
            if (merge == null) {
                break;
            }
            pieces.add(learner.joined(merge));
        }
        return new WordPiece(words, List.copyOf(pieces), special);
    }

    /**
     * Pieces that were learned before.
     *
     * @param words cuts text into words
     * @param pieces all of {@link #vocabulary()}, in its order
     * @param reserved those of them with a meaning of their own, which are never cut
     */
    public static WordPiece listed(Tokeniser words, List<String> pieces, String... reserved) {
        Set<String> special = new LinkedHashSet<>(List.of(Vocabulary.UNKNOWN));
        special.addAll(List.of(reserved));
        return new WordPiece(words, List.copyOf(pieces), special);
    }

    private static List<String> characters(String word) {
        List<String> pieces = new ArrayList<>();
        new CharacterTokeniser().tokens(word).forEach(c -> pieces.add(pieces.isEmpty() ? c : INSIDE + c));
        return pieces;
    }

    /** The pieces with their numbers: {@link Vocabulary#UNKNOWN}, the reserved ones, characters, longer pieces. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The pieces of all words of a text; {@link Vocabulary#UNKNOWN} for a word with a character that is unknown. */
    @Override
    public List<String> tokens(String text) {
        List<String> pieces = new ArrayList<>();
        Matcher matcher = reserved.matcher(text);
        int end = 0;
        while (matcher.find()) {
            cut(text.substring(end, matcher.start()), pieces);
            pieces.add(matcher.group());
            end = matcher.end();
        }
        cut(text.substring(end), pieces);
        return pieces;
    }

    private void cut(String text, List<String> pieces) {
        for (String word : words.tokens(text)) {
            pieces.addAll(pieces(word));
        }
    }

    private List<String> pieces(String word) {
        List<String> pieces = new ArrayList<>();
        int begin = 0;
        while (begin < word.length()) {
            String prefix = begin == 0 ? "" : INSIDE;
            int end = Math.min(word.length(), begin + longest);
            while (end > begin && !vocabulary.contains(prefix + word.substring(begin, end))) {
                end--;
            }
            if (end == begin) {
                return List.of(Vocabulary.UNKNOWN);
            }
            pieces.add(prefix + word.substring(begin, end));
            begin = end;
        }
        return pieces;
    }

    /** The words that pieces make, with blanks between them. */
    public static String join(List<String> pieces) {
        return String.join(" ", pieces).replace(" " + INSIDE, "");
    }
}
