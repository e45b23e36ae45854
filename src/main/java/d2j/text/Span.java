package d2j.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Some tokens in a row that belong together, such as a name, and the BIO tags that mark them: {@code B-person} at the
 * first token, {@code I-person} at the others, {@code O} outside (L. Ramshaw and M. Marcus, 1995).
 *
 * @param from the first token
 * @param to the token after the last
 * @param kind what they are
 */
public record Span(int from, int to, String kind) {

    /** The tag of a token outside of all spans. */
    public static final String OUTSIDE = "O";

    public Span {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("no tokens from " + from + " to " + to);
        }
    }

    /**
     * The spans that tags mark, in their order. What a network writes need not be consistent: a tag {@code I-person}
     * that continues no person begins one.
     *
     * @throws IllegalArgumentException if a tag is none of BIO; the message names its place
     */
    public static List<Span> of(List<String> tags) {
        List<Span> spans = new ArrayList<>();
        int from = -1;
        String kind = "";
        for (int i = 0; i <= tags.size(); i++) {
            String tag = i < tags.size() ? tags.get(i) : OUTSIDE;
            if (!tag.equals(OUTSIDE) && !tag.matches("(?s)[BI]-.+")) {
                throw new IllegalArgumentException("token " + i + " has \"" + tag + "\", which is no tag");
            }
            boolean goesOn = tag.startsWith("I-") && from >= 0 && kind.equals(tag.substring(2));
            if (from >= 0 && !goesOn) {
                spans.add(new Span(from, i, kind));
                from = -1;
            }
            if (!goesOn && !tag.equals(OUTSIDE)) {
                from = i;
                kind = tag.substring(2);
            }
        }
        return spans;
    }

    /**
     * The tags that mark spans in so many tokens.
     *
     * @throws IllegalArgumentException if spans overlap or leave the tokens
     */
    public static List<String> tags(List<Span> spans, int tokens) {
        List<String> tags = new ArrayList<>(Collections.nCopies(tokens, OUTSIDE));
        for (Span span : spans) {
            for (int i = span.from(); i < span.to(); i++) {
                if (i >= tokens || !tags.get(i).equals(OUTSIDE)) {
                    throw new IllegalArgumentException(span + " overlaps another one or leaves " + tokens + " tokens");
                }
                tags.set(i, (i == span.from() ? "B-" : "I-") + span.kind());
            }
        }
        return tags;
    }

    /**
     * F1 of whole spans over many sequences, CoNLL's measure: a span counts only where beginning, end and kind are
     * right. It is the harmonic mean of the share of predicted spans that are right and the share of true spans that
     * were found; 0 where none is right.
     *
     * @param expected the true spans of each sequence
     * @param predicted those that a model found
     */
    public static double f1(List<List<Span>> expected, List<List<Span>> predicted) {
        if (expected.size() != predicted.size()) {
            throw new IllegalArgumentException(expected.size() + " sequences, but predictions for " + predicted.size());
        }
        long right = 0;
        long all = 0;
        for (int i = 0; i < expected.size(); i++) {
            right += predicted.get(i).stream().filter(expected.get(i)::contains).count();
            all += expected.get(i).size() + predicted.get(i).size();
        }
        return all == 0 ? 0 : 2.0 * right / all;
    }
}
