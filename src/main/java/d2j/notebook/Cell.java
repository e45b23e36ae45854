package d2j.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** One cell of a notebook: a view of its JSON, so that fields unknown here stay as they are. */
public final class Cell {

    /** The tag of cells that are not executed. */
    public static final String SKIPPED_TAG = "skip-execution";
    /** The tag of the cell whose figure stands for its part of the book in lists of chapters. */
    public static final String PICTURE_TAG = "picture";
    /** The tag of cells that are meant to fail. */
    public static final String RAISES_TAG = "raises-exception";

    private final JsonObject json;

    Cell(JsonObject json) {
        this.json = json;
    }

    /** A new code cell, without an identity yet. */
    static Cell code(String source, String tag) {
        JsonObject json = new JsonObject();
        json.addProperty("cell_type", "code");
        json.add("execution_count", JsonNull.INSTANCE);
        JsonObject metadata = new JsonObject();
        JsonArray tags = new JsonArray();
        tags.add(tag);
        metadata.add("tags", tags);
        json.add("metadata", metadata);
        json.add("outputs", new JsonArray());
        Cell cell = new Cell(json);
        cell.source(source);
        return cell;
    }

    public JsonObject json() {
        return json;
    }

    public boolean isCode() {
        return json.has("cell_type") && json.get("cell_type").getAsString().equals("code");
    }

    public boolean isMarkdown() {
        return json.has("cell_type") && json.get("cell_type").getAsString().equals("markdown");
    }

    /** The cell's identity; empty if it has none. */
    public String id() {
        return json.has("id") ? json.get("id").getAsString() : "";
    }

    public String source() {
        return NotebookFormat.text(json.get("source"));
    }

    void source(String source) {
        json.add("source", NotebookFormat.lines(source));
    }

    public JsonObject metadata() {
        if (!(json.get("metadata") instanceof JsonObject)) {
            json.add("metadata", new JsonObject());
        }
        return json.getAsJsonObject("metadata");
    }

    public List<String> tags() {
        List<String> tags = new ArrayList<>();
        if (metadata().get("tags") instanceof JsonArray array) {
            array.forEach(tag -> tags.add(tag.getAsString()));
        }
        return tags;
    }

    public boolean hasTag(String tag) {
        return tags().contains(tag);
    }

    /** Whether runs leave the cell alone, outputs included (the convention of nbclient). */
    public boolean isSkipped() {
        return hasTag(SKIPPED_TAG);
    }

    /** The outputs of a code cell. */
    public List<JsonObject> outputs() {
        List<JsonObject> outputs = new ArrayList<>();
        if (json.get("outputs") instanceof JsonArray array) {
            for (JsonElement output : array) {
                if (output instanceof JsonObject object) {
                    outputs.add(object);
                }
            }
        }
        return outputs;
    }

    /** The first image among the outputs, as a PNG file; empty if there is none. */
    public Optional<byte[]> image() {
        return outputs().stream()
                .filter(output -> output.get("data") instanceof JsonObject data && data.has("image/png"))
                .map(output ->
                        NotebookFormat.text(output.getAsJsonObject("data").get("image/png")))
                .map(base64 -> Base64.getMimeDecoder().decode(base64))
                .findFirst();
    }

    void outputs(List<JsonObject> outputs) {
        JsonArray array = new JsonArray();
        outputs.forEach(array::add);
        json.add("outputs", array);
    }

    void executionCount(Integer count) {
        if (count == null) {
            json.add("execution_count", JsonNull.INSTANCE);
        } else {
            json.addProperty("execution_count", count);
        }
    }

    boolean wasExecuted() {
        return json.has("execution_count") && !json.get("execution_count").isJsonNull();
    }
}
