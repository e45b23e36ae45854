package d2j.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import d2j.jupyter.client.OutputListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the outputs of cells as a notebook interface would: text runs together and collapses as on a terminal,
 * displays are updated in place. Memory is bounded: of each stream of a cell a million characters are kept, as they are
 * shown, and of all displays of a run twenty million.
 */
final class OutputCollector implements OutputListener {

    static final int TEXT_LIMIT = 1_000_000;
    static final long DISPLAY_LIMIT = 20_000_000;

    private final RunListener listener;
    private final long displayLimit;
    /** Outputs of all cells by the identity under which they may be updated. */
    private final Map<String, List<JsonObject>> displays = new HashMap<>();

    private final Map<JsonObject, TerminalText> streams = new IdentityHashMap<>();
    private List<JsonObject> outputs = new ArrayList<>();
    private boolean clearFirst;
    private boolean refused;
    private long displayed;
    private int checks;

    OutputCollector(RunListener listener) {
        this(listener, DISPLAY_LIMIT);
    }

    OutputCollector(RunListener listener, long displayLimit) {
        this.listener = listener;
        this.displayLimit = displayLimit;
    }

    /** The outputs since the last call; another cell begins. */
    List<JsonObject> take() {
        streams.forEach((output, text) -> {
            checks += text.checks();
            String shown = text.text();
            if (text.truncated()) {
                shown += "\n[more than a million characters; the rest is not kept]\n";
            }
            output.addProperty("text", shown);
        });
        List<JsonObject> taken = outputs;
        streams.clear();
        outputs = new ArrayList<>();
        clearFirst = false;
        refused = false;
        return taken;
    }

    /** Checks that passed, in all cells that were taken. */
    int checks() {
        return checks;
    }

    @Override
    public void stream(String name, String text) {
        listener.printed(name, text);
        clearIfAsked();
        JsonObject last = outputs.isEmpty() ? null : outputs.get(outputs.size() - 1);
        if (last == null
                || !NotebookFile.isStream(last)
                || !last.get("name").getAsString().equals(name)) {
            last = new JsonObject();
            last.addProperty("output_type", "stream");
            last.addProperty("name", name);
            outputs.add(last);
            streams.put(last, new TerminalText(TEXT_LIMIT - kept(name)));
        }
        streams.get(last).append(text);
    }

    private int kept(String name) {
        int kept = 0;
        for (Map.Entry<JsonObject, TerminalText> stream : streams.entrySet()) {
            if (stream.getKey().get("name").getAsString().equals(name)) {
                kept += stream.getValue().length();
            }
        }
        return Math.min(kept, TEXT_LIMIT);
    }

    @Override
    public void output(JsonObject output, String displayId) {
        clearIfAsked();
        if (!fits(size(output))) {
            return;
        }
        outputs.add(output);
        if (displayId != null) {
            displays.computeIfAbsent(displayId, id -> new ArrayList<>()).add(output);
        }
    }

    @Override
    public void update(String displayId, JsonObject data, JsonObject metadata) {
        for (JsonObject output : displays.getOrDefault(displayId, List.of())) {
            long before = size(output);
            if (fits(size(data) - before)) {
                output.add("data", data.deepCopy());
                output.add("metadata", metadata.deepCopy());
            }
        }
    }

    /** Counts what is to be kept, or tells once a cell that it is not. */
    private boolean fits(long more) {
        if (displayed + more <= displayLimit) {
            displayed += more;
            return true;
        }
        if (!refused) {
            refused = true;
            stream(
                    "stderr",
                    "[the figures and other displays of this run have more than " + displayLimit / 1_000_000
                            + " million characters; the rest is not kept]\n");
        }
        return false;
    }

    private static long size(JsonElement element) {
        long size = 0;
        if (element instanceof JsonObject object) {
            for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
                size += entry.getKey().length() + size(entry.getValue());
            }
        } else if (element instanceof JsonArray array) {
            for (JsonElement child : array) {
                size += size(child);
            }
        } else if (element instanceof JsonPrimitive primitive) {
            size = primitive.isString() ? primitive.getAsString().length() : 8;
        }
        return size;
    }

    @Override
    public void clear(boolean wait) {
        if (wait) {
            clearFirst = true;
        } else {
            forget();
        }
    }

    private void clearIfAsked() {
        if (clearFirst) {
            clearFirst = false;
            forget();
        }
    }

    private void forget() {
        for (JsonObject output : outputs) {
            if (streams.remove(output) == null) {
                displayed -= size(output);
                displays.values().forEach(shown -> shown.removeIf(other -> other == output));
            }
        }
        displays.values().removeIf(List::isEmpty);
        outputs.clear();
    }
}
