package d2j.jupyter.kernel;

import java.util.List;
import java.util.Set;

/**
 * A part of a cell that stands by itself: an import, a type, a method, a variable or a statement.
 *
 * @param kind what it is
 * @param name what it declares; empty for statements and expressions, the text of an import
 * @param signature name and types of the parameters of a method; else the name
 * @param source the cell it stands in
 * @param pieces what of the text is compiled, by position: without modifiers that mean nothing at the top level. Of a
 *     variable, its type
 * @param value the initial value of a variable, or {@code null}
 * @param words the names that occur in it
 */
record CellItem(
        Kind kind,
        String name,
        String signature,
        CellSource source,
        List<Span> pieces,
        Initial value,
        Set<String> words) {

    /** What an item is. */
    enum Kind {
        IMPORT,
        TYPE,
        METHOD,
        VARIABLE,
        /** A statement that is an expression. */
        CALL,
        /** An expression whose value is shown, or that is none that Java allows as a statement. */
        EXPRESSION,
        /** Any other statement. */
        STATEMENT
    }

    /** A range of positions. */
    record Span(int start, int end) {
        String in(String code) {
            return code.substring(start, end);
        }
    }

    /**
     * The value of a variable.
     *
     * @param span where it stands; {@code null} for none, as in {@code int i;}
     * @param inferred whether the variable is declared with {@code var}
     * @param array whether it is written {@code {1, 2}}
     * @param dimensions the brackets behind the name, as in {@code int a[]}
     */
    record Initial(Span span, boolean inferred, boolean array, String dimensions) {}

    int start() {
        return pieces.isEmpty() ? value.span().start() : pieces.get(0).start();
    }

    /** The compiled text. */
    String text() {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(text.length() == 0 ? "" : " ").append(piece.in(source.code())));
        return text.toString();
    }

    boolean declares() {
        return kind == Kind.TYPE || kind == Kind.METHOD;
    }
}
