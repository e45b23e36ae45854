package d2j.jupyter.kernel;

import d2j.jupyter.kernel.CellItem.Kind;
import d2j.jupyter.kernel.CellItem.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes the imports, types and methods out of a cell. What remains are statements, with blanks where the others
 * stood, so that positions stay the same.
 */
final class CellCutter {
    /** Modifiers that mean nothing at the top level, where all is public and static. */
    private static final Set<String> DROPPED =
            Set.of("public", "protected", "private", "static", "final", "default", "transient", "volatile");

    /** Words that stand before something like a call, which is no declaration of a method then. */
    private static final Set<String> NO_TYPE = Set.of(
            "new",
            "return",
            "throw",
            "else",
            "do",
            "assert",
            "case",
            "yield",
            "instanceof",
            "if",
            "for",
            "while",
            "try",
            "catch",
            "switch",
            "synchronized",
            "finally",
            "super",
            "this",
            "goto",
            "break",
            "continue");

    private final CellSource source;
    private final Tokens tokens;
    private final StringBuilder rest;
    private final List<CellItem> items = new ArrayList<>();
    private int itemStart;

    CellCutter(CellSource source, Tokens tokens) {
        this.source = source;
        this.tokens = tokens;
        rest = new StringBuilder(source.code());
    }

    List<CellItem> items() {
        return items;
    }

    /** The cell with blanks where its imports, types and methods stood. */
    String rest() {
        return rest.toString();
    }

    void cut() throws CellFailure {
        int i = 0;
        while (i < tokens.size()) {
            int end = -1;
            if (i == itemStart) {
                end = endOfImport(i);
            }
            end = end < 0 ? endOfType(i) : end;
            end = end < 0 ? endOfMethod(i) : end;
            if (end >= 0) {
                i = end;
                itemStart = i;
            } else if (tokens.is(i, ";")) {
                i++;
                itemStart = i;
            } else if (tokens.partner(i) > i) {
                boolean block = tokens.is(i, "{");
                i = tokens.partner(i) + 1;
                itemStart = block ? i : itemStart;
            } else {
                blankModifier(i);
                i++;
            }
        }
    }

    private void blankModifier(int i) {
        String text = tokens.get(i).text();
        if (DROPPED.contains(text) && !text.equals("final") && !text.equals("default")) {
            blank(tokens.get(i).start(), tokens.get(i).end());
        }
    }

    private int endOfImport(int i) throws CellFailure {
        int start = tokens.get(i).start();
        if (tokens.is(i, "package") && tokens.isWord(i + 1)) {
            throw ErrorReport.refused(
                    source, start, "a notebook's code is in no package; delete this line, and import what you need");
        }
        if (!tokens.is(i, "import")) {
            return -1;
        }
        if (tokens.is(i + 1, "module")
                && tokens.isWord(i + 2)
                && Runtime.version().feature() < 25) {
            throw ErrorReport.refused(
                    source,
                    start,
                    "module imports exist since Java 25, and this is Java "
                            + Runtime.version().feature() + "; import the packages, as in import java.util.*;");
        }
        int end = i;
        StringBuilder text = new StringBuilder();
        while (end < tokens.size() && !tokens.is(end, ";")) {
            boolean apart = end > i && tokens.isWord(end) && tokens.isWord(end - 1);
            text.append(apart ? " " : "").append(tokens.get(end).text());
            end++;
        }
        end = Math.min(end + 1, tokens.size());
        add(Kind.IMPORT, text.toString(), text.toString(), i, end, i);
        return end;
    }

    private int endOfType(int i) {
        boolean keyword = tokens.is(i, "class") || tokens.is(i, "interface") || tokens.is(i, "enum");
        boolean named = tokens.isWord(i + 1);
        boolean record = tokens.is(i, "record") && named && (tokens.is(i + 2, "(") || tokens.is(i + 2, "<"));
        if (!(keyword && named && !tokens.is(i - 1, ".") || record)) {
            return -1;
        }
        int end = endOfBody(i + 2);
        if (end < 0) {
            return -1;
        }
        String name = tokens.get(i + 1).text();
        add(Kind.TYPE, name, name, itemStart, end, i);
        return end;
    }

    private int endOfMethod(int i) {
        if (!tokens.isWord(i)
                || !tokens.is(i + 1, "(")
                || NO_TYPE.contains(tokens.get(i).text())) {
            return -1;
        }
        if (i > itemStart && !endsType(i - 1)) {
            return -1;
        }
        int after = tokens.partner(i + 1) + 1;
        while (tokens.is(after, "[")) {
            after += 2;
        }
        if (!tokens.is(after, "{") && !tokens.is(after, "throws")) {
            return -1;
        }
        int end = endOfBody(after);
        if (end < 0) {
            return -1;
        }
        add(Kind.METHOD, tokens.get(i).text(), signature(i), itemStart, end, i);
        return end;
    }

    private boolean endsType(int i) {
        return tokens.isWord(i) ? !NO_TYPE.contains(tokens.get(i).text()) : tokens.is(i, ">") || tokens.is(i, "]");
    }

    /** The token behind the next pair of braces; -1 where a semicolon comes before it. */
    private int endOfBody(int from) {
        int i = from;
        while (i < tokens.size() && !tokens.is(i, ";") && !tokens.is(i, "{")) {
            i = tokens.partner(i) > i ? tokens.partner(i) + 1 : i + 1;
        }
        return tokens.is(i, "{") ? tokens.partner(i) + 1 : -1;
    }

    /** The name with the types of the parameters, without their names. */
    private String signature(int name) {
        StringBuilder text = new StringBuilder(tokens.get(name).text()).append('(');
        int close = tokens.partner(name + 1);
        int angles = 0;
        for (int i = name + 2; i < close; i++) {
            String token = tokens.get(i).text();
            angles += token.equals("<") ? 1 : token.equals(">") ? -1 : 0;
            boolean parameter = angles == 0 && tokens.isWord(i) && (i + 1 == close || tokens.is(i + 1, ","));
            text.append(parameter || token.equals("final") ? "" : token);
        }
        return text.append(')').toString();
    }

    private void add(Kind kind, String name, String signature, int from, int to, int nameOrKeyword) {
        List<Span> pieces = new ArrayList<>();
        int pieceStart = from;
        for (int i = from; kind != Kind.IMPORT && i < nameOrKeyword; i++) {
            String text = tokens.get(i).text();
            boolean kept = text.equals("final") && kind == Kind.TYPE;
            if (tokens.depth(i) == 0 && DROPPED.contains(text) && !kept) {
                addPiece(pieces, pieceStart, i);
                pieceStart = i + 1;
            }
        }
        addPiece(pieces, pieceStart, to);
        items.add(new CellItem(kind, name, signature, source, List.copyOf(pieces), null, words(from, to)));
        blank(tokens.get(from).start(), tokens.get(to - 1).end());
    }

    private void addPiece(List<Span> pieces, int from, int to) {
        if (to > from) {
            pieces.add(new Span(tokens.get(from).start(), tokens.get(to - 1).end()));
        }
    }

    private void blank(int start, int end) {
        for (int i = start; i < end; i++) {
            if (rest.charAt(i) != '\n') {
                rest.setCharAt(i, ' ');
            }
        }
    }

    /** The names in a range of tokens that do not follow a dot. */
    private Set<String> words(int from, int to) {
        return words(tokens, from, to);
    }

    static Set<String> words(Tokens tokens, int from, int to) {
        Set<String> words = new HashSet<>();
        for (int i = from; i < to; i++) {
            if (tokens.isWord(i) && !tokens.is(i - 1, ".")) {
                words.add(tokens.get(i).text());
            }
        }
        return words;
    }
}
