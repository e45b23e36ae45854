package d2j.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a notebook must look like for this project to work with it: format 4, Java, and each field of the kind that the
 * format gives it. Fields that may be missing may be missing here, too; unknown ones are nobody's affair.
 *
 * <p>Source: nbformat.v4.5.schema.json of Jupyter.
 */
final class NotebookSchema {

    private static final int FORMAT = 4;
    private static final Set<String> CELL_TYPES = Set.of("code", "markdown", "raw");
    private static final Set<String> OUTPUT_TYPES = Set.of("stream", "display_data", "execute_result", "error");

    private final String name;

    private NotebookSchema(String name) {
        this.name = name;
    }

    /**
     * The notebook, if it is one.
     *
     * @param name what messages call it
     * @throws NotebookException if it is not; the message names the cell and the field
     */
    static JsonObject check(JsonElement element, String name) throws NotebookException {
        NotebookSchema schema = new NotebookSchema(name);
        if (!(element instanceof JsonObject root)) {
            throw new NotebookException(name + " is JSON but not a notebook: " + kind(element) + ", not an object");
        }
        schema.checkFormat(root);
        if (!(root.get("cells") instanceof JsonArray cells)) {
            throw new NotebookException(name + " is JSON but not a notebook: it has no list \"cells\"; "
                    + "restore the file from git, or open it in Jupyter and save it as format 4");
        }
        schema.checkMetadata(schema.object(root, "metadata", "the notebook"));
        for (int i = 0; i < cells.size(); i++) {
            schema.checkCell(cells.get(i), "cell " + (i + 1));
        }
        return root;
    }

    private void checkFormat(JsonObject root) throws NotebookException {
        JsonElement format = root.get("nbformat");
        boolean worksheets = root.has("worksheets");
        if (format == null && !worksheets) {
            throw new NotebookException(name + " is JSON but not a notebook: it has no \"nbformat\"");
        }
        if (worksheets || !isNumber(format) || format.getAsDouble() != FORMAT) {
            throw new NotebookException(name + " is a notebook of format " + (format == null ? "3" : format)
                    + "; this program works with format " + FORMAT + " only, and converts none: "
                    + "open it in Jupyter and save it, or run jupyter nbconvert --to notebook --inplace FILE");
        }
    }

    private void checkMetadata(JsonObject metadata) throws NotebookException {
        JsonObject kernel = object(metadata, "kernelspec", "the metadata");
        JsonObject language = object(metadata, "language_info", "the metadata");
        for (String field : List.of("name", "language", "display_name")) {
            text(kernel, field, "the metadata \"kernelspec\"");
        }
        text(language, "name", "the metadata \"language_info\"");
        String spoken =
                kernel.has("language") ? kernel.get("language").getAsString() : nameOr(language, nameOr(kernel, ""));
        // A kernel that tells no language has a name such as java, ijava, jjava, rapaio-jupyter-kernel.
        boolean java = spoken.isBlank() || spoken.toLowerCase(Locale.ROOT).matches("(?s).*(java|rapaio).*");
        if (!java || spoken.equalsIgnoreCase("javascript")) {
            String kernelName = nameOr(kernel, "");
            throw new NotebookException(name + " is a notebook in the language " + spoken
                    + (kernelName.isBlank() ? "" : " (kernel " + kernelName + ")")
                    + "; this program runs and normalises Java notebooks only");
        }
        JsonObject chapter = object(metadata, "d2j", "the metadata");
        text(chapter, "title", "the metadata \"d2j\"");
        text(chapter, "time", "the metadata \"d2j\"");
        texts(chapter, "datasets", "the metadata \"d2j\"");
        JsonObject smoke = object(chapter, "smoke", "the metadata \"d2j\"");
        for (Map.Entry<String, JsonElement> entry : smoke.entrySet()) {
            if (!(entry.getValue() instanceof JsonPrimitive)) {
                throw wrong("the metadata \"d2j.smoke\"", entry.getKey(), entry.getValue(), "a value");
            }
        }
    }

    private static String nameOr(JsonObject object, String otherwise) {
        return object.has("name") ? object.get("name").getAsString() : otherwise;
    }

    private void checkCell(JsonElement element, String where) throws NotebookException {
        if (!(element instanceof JsonObject cell) || !cell.has("cell_type") || !cell.has("source")) {
            throw new NotebookException(name + ": " + where + " has no \"cell_type\" or no \"source\"");
        }
        text(cell, "cell_type", where);
        String type = cell.get("cell_type").getAsString();
        if (!CELL_TYPES.contains(type)) {
            throw new NotebookException(
                    name + ": " + where + " is of the type \"" + type + "\"; there are code, markdown and raw");
        }
        lines(cell, "source", where);
        text(cell, "id", where);
        JsonObject metadata = object(cell, "metadata", where);
        texts(metadata, "tags", where + ", metadata");
        JsonObject attachments = object(cell, "attachments", where);
        for (String attachment : attachments.keySet()) {
            JsonObject types = object(attachments, attachment, where + ", attachments");
            for (String mime : types.keySet()) {
                lines(types, mime, where + ", attachment " + attachment);
            }
        }
        if (type.equals("code")) {
            JsonElement count = cell.get("execution_count");
            if (count != null && !(count instanceof JsonNull) && !isNumber(count)) {
                throw wrong(where, "execution_count", count, "a number or null");
            }
            JsonElement outputs = cell.get("outputs");
            if (outputs != null && !(outputs instanceof JsonArray)) {
                throw wrong(where, "outputs", outputs, "a list");
            }
            int number = 0;
            for (JsonElement output : outputs == null ? new JsonArray() : outputs.getAsJsonArray()) {
                checkOutput(output, where + ", output " + ++number);
            }
        }
    }

    private void checkOutput(JsonElement element, String where) throws NotebookException {
        if (!(element instanceof JsonObject output) || !output.has("output_type")) {
            throw new NotebookException(name + ": " + where + " has no \"output_type\"");
        }
        text(output, "output_type", where);
        String type = output.get("output_type").getAsString();
        if (!OUTPUT_TYPES.contains(type)) {
            throw new NotebookException(name + ": " + where + " is of the unknown type \"" + type + "\"");
        }
        switch (type) {
            case "stream" -> {
                needed(output, "name", where);
                text(output, "name", where);
                needed(output, "text", where);
                lines(output, "text", where);
            }
            case "error" -> {
                text(output, "ename", where);
                text(output, "evalue", where);
                texts(output, "traceback", where);
            }
            default -> checkDisplay(output, where);
        }
    }

    private void checkDisplay(JsonObject output, String where) throws NotebookException {
        JsonObject data = object(output, "data", where);
        for (String mime : data.keySet()) {
            // What is JSON itself may be anything; everything else is a text.
            if (!mime.equals("application/json") && !mime.endsWith("+json")) {
                lines(data, mime, where + ", data");
            }
        }
        JsonObject metadata = object(output, "metadata", where);
        for (String mime : metadata.keySet()) {
            if (mime.startsWith("image/") && metadata.get(mime) instanceof JsonObject about) {
                text(about, "alt", where + ", metadata");
            }
        }
    }

    private void needed(JsonObject parent, String field, String where) throws NotebookException {
        if (!parent.has(field)) {
            throw new NotebookException(name + ": " + where + " has no \"" + field + "\"");
        }
    }

    /** The object under a name; an empty one if there is none. */
    private JsonObject object(JsonObject parent, String field, String where) throws NotebookException {
        JsonElement value = parent.get(field);
        if (value == null) {
            return new JsonObject();
        }
        if (value instanceof JsonObject object) {
            return object;
        }
        throw wrong(where, field, value, "an object");
    }

    private void text(JsonObject parent, String field, String where) throws NotebookException {
        JsonElement value = parent.get(field);
        if (value != null && !isText(value)) {
            throw wrong(where, field, value, "a text");
        }
    }

    /** A list of texts, which need not be there. */
    private void texts(JsonObject parent, String field, String where) throws NotebookException {
        JsonElement value = parent.get(field);
        if (value == null) {
            return;
        }
        if (!(value instanceof JsonArray array)) {
            throw wrong(where, field, value, "a list of texts");
        }
        for (JsonElement line : array) {
            if (!isText(line)) {
                throw new NotebookException(name + ": " + where + ": in \"" + field + "\" there is " + kind(line)
                        + " where a text belongs");
            }
        }
    }

    /** A text, or a list of its lines. */
    private void lines(JsonObject parent, String field, String where) throws NotebookException {
        JsonElement value = parent.get(field);
        if (value instanceof JsonArray) {
            texts(parent, field, where);
        } else if (!isText(value)) {
            throw wrong(where, field, value, "a text or a list of lines");
        }
    }

    private NotebookException wrong(String where, String field, JsonElement value, String wanted) {
        return new NotebookException(name + ": " + where + ": \"" + field + "\" is " + kind(value) + ", not " + wanted);
    }

    private static boolean isText(JsonElement value) {
        return value instanceof JsonPrimitive primitive && primitive.isString();
    }

    private static boolean isNumber(JsonElement value) {
        return value instanceof JsonPrimitive primitive && primitive.isNumber();
    }

    private static String kind(JsonElement value) {
        if (value == null || value.isJsonNull()) {
            return "null";
        }
        return value.isJsonObject()
                ? "an object"
                : value.isJsonArray()
                        ? "a list"
                        : isText(value) ? "a text" : isNumber(value) ? "a number" : "a truth value";
    }
}
