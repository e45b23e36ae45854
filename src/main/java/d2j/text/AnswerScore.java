package d2j.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How well an answer matches the expected one: SQuAD's two measures (P. Rajpurkar, J. Zhang, K. Lopyrev, P. Liang,
 * 2016). Capitals, punctuation and the articles "a", "an" and "the" do not count. A Chinese character is a word.
 */
public final class AnswerScore {
    private static final List<String> ARTICLES = List.of("a", "an", "the");

    private AnswerScore() {}

    /** 1 if the words are the same, else 0. */
    public static double exactMatch(String answer, String expected) {
        return words(answer).equals(words(expected)) ? 1 : 0;
    }

    /** The harmonic mean of the share of the answer's words that are expected and of the expected ones that it has. */
    public static double f1(String answer, String expected) {
        List<String> given = words(answer);
        List<String> wanted = words(expected);
        if (given.isEmpty() || wanted.isEmpty()) {
            return given.equals(wanted) ? 1 : 0;
        }
        List<String> left = new ArrayList<>(wanted);
        long shared = given.stream().filter(left::remove).count();
        return 2.0 * shared / (given.size() + wanted.size());
    }

    private static List<String> words(String text) {
        // "1,000" and "U.S." are one word each, as in SQuAD's program: punctuation vanishes first.
        String plain = text.toLowerCase(Locale.ROOT).replaceAll("[\\p{P}$+<=>^`|~]", "");
        List<String> words = new ArrayList<>(new WordTokeniser().tokens(plain));
        words.removeIf(ARTICLES::contains);
        return words;
    }
}
