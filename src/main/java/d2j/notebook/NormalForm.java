package d2j.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The one form in which notebooks are committed: without what differs from one execution to the next and means nothing.
 */
final class NormalForm {

    /** The minor version of the format from which on cells have identities. */
    private static final int MINOR_FORMAT = 5;

    private static final Pattern VALID_ID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final List<String> EXECUTION_METADATA = List.of(
            "collapsed",
            "scrolled",
            "ExecuteTime",
            "execution",
            "executionInfo",
            "execution_state",
            "is_executing",
            "trusted",
            "editable",
            "deletable",
            "papermill",
            "outputId",
            "vscode",
            "colab");

    private NormalForm() {}

    static void apply(NotebookFile notebook) {
        JsonObject root = notebook.json();
        root.addProperty("nbformat", 4);
        if (!(root.get("nbformat_minor") instanceof JsonPrimitive minor)
                || !minor.isNumber()
                || !(minor.getAsDouble() > MINOR_FORMAT)) {
            root.addProperty("nbformat_minor", MINOR_FORMAT);
        }
        normaliseMetadata(notebook.metadata());
        boolean executed = notebook.cells().stream().anyMatch(cell -> cell.isCode() && cell.wasExecuted());
        Set<String> identities = new HashSet<>();
        int count = 0;
        for (Cell cell : notebook.cells()) {
            normaliseIdentity(cell, identities);
            cell.source(withoutLastLineEnds(cell.source().replace("\r\n", "\n")));
            normaliseMetadata(cell);
            if (cell.isCode()) {
                boolean runs = executed && !cell.source().isBlank() && !cell.isSkipped();
                Integer number = runs ? Integer.valueOf(++count) : null;
                cell.executionCount(number);
                cell.outputs(normaliseOutputs(cell.outputs(), number));
            }
        }
    }

    private static String withoutLastLineEnds(String source) {
        int end = source.length();
        while (end > 0 && source.charAt(end - 1) == '\n') {
            end--;
        }
        return source.substring(0, end);
    }

    private static void normaliseMetadata(JsonObject metadata) {
        JsonObject kernel = new JsonObject();
        kernel.addProperty("display_name", "Java (d2j)");
        kernel.addProperty("language", "java");
        kernel.addProperty("name", "d2j-java");
        metadata.add("kernelspec", kernel);
        JsonObject language = new JsonObject();
        language.addProperty("file_extension", ".java");
        language.addProperty("mimetype", "text/x-java");
        language.addProperty("name", "java");
        metadata.add("language_info", language);
        for (String name : List.of("widgets", "papermill", "toc", "varInspector", "execution", "signature")) {
            metadata.remove(name);
        }
    }

    private static void normaliseMetadata(Cell cell) {
        JsonObject metadata = cell.metadata();
        EXECUTION_METADATA.forEach(metadata::remove);
        if (metadata.get("jupyter") instanceof JsonObject jupyter) {
            jupyter.remove("outputs_hidden");
            if (jupyter.isEmpty()) {
                metadata.remove("jupyter");
            }
        }
        if (metadata.get("slideshow") instanceof JsonObject slideshow
                && new JsonPrimitive("").equals(slideshow.get("slide_type"))) {
            metadata.remove("slideshow");
        }
        if (metadata.get("tags") instanceof JsonArray tags && tags.isEmpty()) {
            metadata.remove("tags");
        }
    }

    private static void normaliseIdentity(Cell cell, Set<String> taken) {
        String id = cell.id();
        if (!VALID_ID.matcher(id).matches() || taken.contains(id)) {
            String digest = digest(
                    cell.json().get("cell_type").getAsString() + cell.source().strip());
            id = digest;
            for (int n = 2; taken.contains(id); n++) {
                id = digest + "-" + n;
            }
            cell.json().addProperty("id", id);
        }
        taken.add(id);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static List<JsonObject> normaliseOutputs(List<JsonObject> outputs, Integer count) {
        List<JsonObject> normal = new ArrayList<>();
        boolean removed = false;
        for (JsonObject output : outputs) {
            if (NotebookFile.isStream(output)
                    && NotebookFormat.text(output.get("text")).isEmpty()) {
                continue;
            }
            JsonObject last = normal.isEmpty() ? null : normal.get(normal.size() - 1);
            if (NotebookFile.isStream(output)
                    && last != null
                    && NotebookFile.isStream(last)
                    && last.get("name").getAsString().equals(output.get("name").getAsString())) {
                last.addProperty(
                        "text", NotebookFormat.text(last.get("text")) + NotebookFormat.text(output.get("text")));
            } else {
                normal.add(output.deepCopy());
            }
        }
        for (Iterator<JsonObject> iterator = normal.iterator(); iterator.hasNext(); ) {
            JsonObject output = iterator.next();
            output.remove("transient");
            if (NotebookFile.isStream(output)) {
                String text = NotebookFormat.asTerminalShows(NotebookFormat.text(output.get("text")));
                if (text.isEmpty()) {
                    iterator.remove();
                    removed = true;
                }
                output.add("text", NotebookFormat.lines(text));
            } else if (output.get("output_type").getAsString().equals("execute_result")) {
                output.add("execution_count", count == null ? JsonNull.INSTANCE : new JsonPrimitive(count));
            }
        }
        // What stood on both sides of a removed output is merged in another round.
        return removed ? normaliseOutputs(normal, count) : normal;
    }
}
