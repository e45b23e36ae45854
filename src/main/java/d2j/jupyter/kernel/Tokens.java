package d2j.jupyter.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The words and symbols of a cell, without comments, and which bracket belongs to which. Enough to see where methods,
 * types and imports begin and end; everything inside them, and all statements, are left to the compiler's parser.
 */
final class Tokens {
    /** One symbol ({@code >} is always one, {@code >>} two), a word, a number, or a whole literal in quotes. */
    record Token(int start, int end, String text) {
        boolean isWord() {
            return Character.isJavaIdentifierStart(text.charAt(0));
        }

        boolean is(String other) {
            return text.equals(other);
        }
    }

    /**
     * Something that cannot be cut at all.
     *
     * @param unfinished whether more text could mend it
     */
    record Fault(int position, String message, boolean unfinished) {}

    private final String code;
    private final List<Token> tokens = new ArrayList<>();
    private int[] partner;
    private int[] depth;
    private Fault fault;

    Tokens(String code) {
        this.code = code;
        scan();
        match();
    }

    /** What is wrong with quotes, comments or brackets; {@code null} for nothing. */
    Fault fault() {
        return fault;
    }

    int size() {
        return tokens.size();
    }

    Token get(int index) {
        return tokens.get(index);
    }

    /** Whether there is a token at an index, and it has the text. */
    boolean is(int index, String text) {
        return index >= 0 && index < tokens.size() && tokens.get(index).text().equals(text);
    }

    boolean isWord(int index) {
        return index >= 0 && index < tokens.size() && tokens.get(index).isWord();
    }

    /** How many brackets are open before a token. */
    int depth(int index) {
        return depth[index];
    }

    /** The index of the bracket that closes or opens the one at an index; -1 for other tokens. */
    int partner(int index) {
        return partner[index];
    }

    /** The first token that begins at or after a position. */
    int at(int position) {
        int index = 0;
        while (index < tokens.size() && tokens.get(index).start() < position) {
            index++;
        }
        return index;
    }

    private void scan() {
        int i = 0;
        while (i < code.length() && fault == null) {
            char c = code.charAt(i);
            if (Character.isWhitespace(c)) {
                i++;
            } else if (code.startsWith("//", i)) {
                int end = code.indexOf('\n', i);
                i = end < 0 ? code.length() : end;
            } else if (code.startsWith("/*", i)) {
                int end = code.indexOf("*/", i + 2);
                if (end < 0) {
                    fault = new Fault(i, "this comment has no end (*/)", true);
                }
                i = end + 2;
            } else {
                int end = endOfToken(i, c);
                tokens.add(new Token(i, end, code.substring(i, end)));
                i = end;
            }
        }
    }

    private int endOfToken(int start, char c) {
        if (code.startsWith("\"\"\"", start)) {
            return endOfLiteral(start, start + 3, "\"\"\"", "this text block has no end (\"\"\")");
        }
        if (c == '"') {
            return endOfLiteral(start, start + 1, "\"", "this text has no closing quote (\")");
        }
        if (c == '\'') {
            return endOfLiteral(start, start + 1, "'", "this character has no closing quote (')");
        }
        int end = start + 1;
        if (Character.isJavaIdentifierStart(c) || Character.isDigit(c)) {
            while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
                end++;
            }
        } else if (Character.isHighSurrogate(c) && end < code.length()) {
            end++;
        }
        return end;
    }

    private int endOfLiteral(int start, int from, String mark, String message) {
        int i = from;
        while (i < code.length() && !(code.charAt(i) == '\n' && mark.length() == 1)) {
            if (code.startsWith(mark, i)) {
                return i + mark.length();
            }
            i += code.charAt(i) == '\\' ? 2 : 1;
        }
        fault = new Fault(start, message, mark.length() == 3);
        return Math.min(i, code.length());
    }

    private void match() {
        partner = new int[tokens.size()];
        depth = new int[tokens.size() + 1];
        Arrays.fill(partner, -1);
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            String text = tokens.get(i).text();
            int closes = text.length() == 1 ? ")]}".indexOf(text) : -1;
            if (closes >= 0) {
                if (open.isEmpty()) {
                    refuse(tokens.get(i).start(), "this " + text + " closes nothing; delete it, or open it above");
                    return;
                }
                int opened = open.pop();
                String opening = tokens.get(opened).text();
                if ("([{".indexOf(opening) != closes) {
                    refuse(
                            tokens.get(i).start(),
                            "this " + text + " cannot close the " + opening + " of line " + line(opened)
                                    + "; the matching " + ")]}".charAt("([{".indexOf(opening)) + " is missing");
                    return;
                }
                partner[i] = opened;
                partner[opened] = i;
            }
            depth[i] = open.size();
            if (text.length() == 1 && "([{".contains(text)) {
                open.push(i);
            }
        }
        if (!open.isEmpty() && fault == null) {
            int first = open.peekLast();
            String opening = tokens.get(first).text();
            fault = new Fault(
                    tokens.get(first).start(),
                    "reached end of file while parsing: this " + opening + " is never closed with "
                            + ")]}".charAt("([{".indexOf(opening)),
                    true);
        }
    }

    private void refuse(int position, String message) {
        if (fault == null) {
            fault = new Fault(position, message, false);
        }
    }

    private int line(int token) {
        return (int) code.substring(0, tokens.get(token).start())
                        .chars()
                        .filter(c -> c == '\n')
                        .count()
                + 1;
    }
}
