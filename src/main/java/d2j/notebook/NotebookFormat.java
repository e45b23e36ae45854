package d2j.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes JSON byte for byte as Jupyter's own nbformat does: one space of indentation, sorted keys, text as lists of
 * lines, characters beyond ASCII as they are, a newline at the end.
 */
final class NotebookFormat {

    private NotebookFormat() {}

    static String write(JsonElement element) {
        StringBuilder out = new StringBuilder();
        write(element, 0, out);
        return out.append('\n').toString();
    }

    private static void write(JsonElement element, int depth, StringBuilder out) {
        if (element instanceof JsonObject object) {
            if (object.isEmpty()) {
                out.append("{}");
                return;
            }
            out.append('{');
            Iterator<Map.Entry<String, JsonElement>> entries =
                    new TreeMap<>(object.asMap()).entrySet().iterator();
            while (entries.hasNext()) {
                Map.Entry<String, JsonElement> entry = entries.next();
                newLine(depth + 1, out);
                quote(entry.getKey(), out);
                out.append(": ");
                write(entry.getValue(), depth + 1, out);
                out.append(entries.hasNext() ? "," : "");
            }
            newLine(depth, out);
            out.append('}');
        } else if (element instanceof JsonArray array) {
            if (array.isEmpty()) {
                out.append("[]");
                return;
            }
            out.append('[');
            for (int i = 0; i < array.size(); i++) {
                newLine(depth + 1, out);
                write(array.get(i), depth + 1, out);
                out.append(i < array.size() - 1 ? "," : "");
            }
            newLine(depth, out);
            out.append(']');
        } else if (element instanceof JsonPrimitive primitive && primitive.isString()) {
            quote(primitive.getAsString(), out);
        } else {
            out.append(element);
        }
    }

    private static void newLine(int depth, StringBuilder out) {
        out.append('\n').append(" ".repeat(depth));
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ' || isLoneSurrogate(text, i)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** Half of a character has no form in UTF-8, and only JSON's notation keeps it. */
    private static boolean isLoneSurrogate(String text, int place) {
        char c = text.charAt(place);
        return Character.isHighSurrogate(c)
                ? place + 1 == text.length() || !Character.isLowSurrogate(text.charAt(place + 1))
                : Character.isLowSurrogate(c) && (place == 0 || !Character.isHighSurrogate(text.charAt(place - 1)));
    }

    /** Text as nbformat stores it: a list of lines, each with its line end (those of Python's splitlines). */
    static JsonArray lines(String text) {
        JsonArray lines = new JsonArray();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                continue;
            }
            if (c == '\n'
                    || c == '\r'
                    || c == '\u000b'
                    || c == '\f'
                    || c >= '\u001c' && c <= '\u001e'
                    || c == '\u0085'
                    || c == '\u2028'
                    || c == '\u2029') {
                lines.add(text.substring(start, i + 1));
                start = i + 1;
            }
        }
        if (start < text.length()) {
            lines.add(text.substring(start));
        }
        return lines;
    }

    /** The text of a field that is a string or a list of lines. */
    static String text(JsonElement field) {
        if (field == null || field.isJsonNull()) {
            return "";
        }
        if (field instanceof JsonArray array) {
            StringBuilder text = new StringBuilder();
            array.forEach(line -> text.append(line.getAsString()));
            return text.toString();
        }
        return field.getAsString();
    }

    /** What a terminal shows of a text with carriage returns and backspaces: progress lines collapse to their end. */
    static String asTerminalShows(String text) {
        if (text.indexOf('\r') < 0 && text.indexOf('\b') < 0) {
            return text;
        }
        TerminalText shown = new TerminalText(Integer.MAX_VALUE);
        shown.append(text);
        return shown.text();
    }
}
