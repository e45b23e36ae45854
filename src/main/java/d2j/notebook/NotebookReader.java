package d2j.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of a notebook; what is wrong with it is said with the file and the place. */
final class NotebookReader {

    private static final Pattern WHERE = Pattern.compile("line (\\d+) column (\\d+)");
    private static final int SHOWN = 80;
    /** Numbers that JSON has not, but Python writes and reads (ECMA-404 has no NaN; Python's json module has). */
    private static final List<String> PYTHON_NUMBERS = List.of("NaN", "Infinity", "-Infinity");
    /** Stands before such a number while it passes through a strict reader as a text; a private character. */
    private static final char MARK = '\uE0FF';

    /**
     * What work on a notebook may need for each byte of its file: its characters, its tree, the lines that it is split
     * into, and the text that is written again, with two bytes a character as soon as one is not Latin.
     */
    private static final int MEMORY_PER_BYTE = 24;

    private NotebookReader() {}

    /**
     * The text of a notebook file.
     *
     * @throws NotebookException if the file is not there, too large, or no text in UTF-8
     */
    static String text(Path file) throws IOException {
        return text(file, Runtime.getRuntime().maxMemory() / MEMORY_PER_BYTE);
    }

    static String text(Path file, long largest) throws IOException {
        try {
            long size = Files.size(file);
            if (size > largest) {
                throw new NotebookException(file + " has " + megabytes(size) + ", more than the " + megabytes(largest)
                        + " that fit into memory here; large outputs are the usual reason: open it in Jupyter, choose "
                        + "Edit, Clear Outputs of All Cells, and save it");
            }
            byte[] bytes = Files.readAllBytes(file);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException e) {
            throw new NotebookException("there is no file " + file);
        } catch (CharacterCodingException e) {
            throw new NotebookException(file + " is not UTF-8 text, so it is not a notebook");
        }
    }

    private static String megabytes(long bytes) {
        return Math.max(1, Math.round(bytes / 1e6)) + " MB";
    }

    /**
     * The notebook in a text.
     *
     * @param name what messages call it
     * @throws NotebookException if it is none that this project can work with
     */
    static JsonObject parse(String text, String name) throws NotebookException {
        // Editors on Windows put a byte order mark in front.
        String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (json.isBlank()) {
            throw new NotebookException(name + ": the file is empty; restore it with git checkout -- FILE");
        }
        String marked = markPythonNumbers(json);
        JsonElement element;
        try {
            JsonReader reader = new JsonReader(new StringReader(marked));
            reader.setStrictness(Strictness.STRICT);
            element = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new JsonParseException("something follows the notebook");
            }
        } catch (JsonParseException | IOException e) {
            throw new NotebookException(notJson(json, name, e), e);
        }
        if (!marked.equals(json)) {
            element = withPythonNumbers(element);
        }
        return NotebookSchema.check(element, name);
    }

    /** Puts such numbers into quotation marks; a text without any is returned as it is. */
    private static String markPythonNumbers(String json) {
        if (PYTHON_NUMBERS.stream().noneMatch(json::contains)) {
            return json;
        }
        StringBuilder marked = new StringBuilder(json.length() + 100);
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            String number = quoted || c != 'N' && c != 'I' && c != '-' ? null : pythonNumberAt(json, i);
            if (number != null) {
                marked.append('"').append(MARK).append(number).append('"');
                i += number.length() - 1;
                continue;
            }
            marked.append(c);
            if (quoted && c == '\\' && i + 1 < json.length()) {
                marked.append(json.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            }
        }
        return marked.toString();
    }

    private static String pythonNumberAt(String json, int place) {
        for (String number : PYTHON_NUMBERS) {
            if (json.startsWith(number, place)) {
                int next = place + number.length();
                while (next < json.length() && Character.isWhitespace(json.charAt(next))) {
                    next++;
                }
                // As a name it is no more JSON than any other word without quotation marks.
                return next < json.length() && json.charAt(next) == ':' ? null : number;
            }
        }
        return null;
    }

    private static JsonElement withPythonNumbers(JsonElement element) {
        if (element instanceof JsonObject object) {
            for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
                entry.setValue(withPythonNumbers(entry.getValue()));
            }
        } else if (element instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, withPythonNumbers(array.get(i)));
            }
        } else if (element instanceof JsonPrimitive primitive && primitive.isString()) {
            String text = primitive.getAsString();
            if (!text.isEmpty() && text.charAt(0) == MARK && PYTHON_NUMBERS.contains(text.substring(1))) {
                return new JsonPrimitive(Double.parseDouble(text.substring(1)));
            }
        }
        return element;
    }

    private static String notJson(String text, String name, Exception e) {
        String reason =
                e.getCause() instanceof MalformedJsonException ? e.getCause().getMessage() : e.getMessage();
        Matcher where = WHERE.matcher(String.valueOf(reason));
        StringBuilder message = new StringBuilder(name);
        boolean placed = where.find();
        if (placed) {
            message.append(", line ").append(where.group(1)).append(", column ").append(where.group(2));
        }
        message.append(": not valid JSON");
        if (placed) {
            text.lines().skip(Long.parseLong(where.group(1)) - 1).findFirst().ifPresent(line -> message.append(
                            " near: ")
                    .append(shortened(line.strip())));
        }
        if (text.contains("<<<<<<<") && text.contains(">>>>>>>")) {
            message.append("\nIt holds the marks of an unresolved merge (<<<<<<<): resolve it, or take one side with "
                    + "git checkout --ours or --theirs, then run ./d2j normalise");
        } else {
            message.append("\nMend the line, or restore the file with git checkout -- FILE");
        }
        return message.toString();
    }

    private static String shortened(String line) {
        return line.length() > SHOWN ? line.substring(0, SHOWN) + " ..." : line;
    }
}
