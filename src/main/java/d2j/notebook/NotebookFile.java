package d2j.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import d2j.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Jupyter notebook (nbformat 4). Fields that this class does not know stay as they are.
 *
 * <p>{@link #text()} has Jupyter's own formatting. {@link #normalise()} removes what differs from one execution to the
 * next without meaning anything, so that a commit shows only what the author or the results changed.
 */
public final class NotebookFile {

    private final JsonObject root;

    private NotebookFile(JsonObject root) {
        this.root = root;
    }

    /**
     * Reads a notebook.
     *
     * @throws NotebookException if the file is not there or is not a notebook; the message names the file and the line
     * @throws IOException       if it cannot be read
     */
    public static NotebookFile read(Path file) throws IOException {
        return parse(readText(file), file.toString());
    }

    /**
     * The text of a notebook's file.
     *
     * @throws NotebookException if the file is not there, too large, or not in UTF-8
     * @throws IOException       if it cannot be read
     */
    public static String readText(Path file) throws IOException {
        return NotebookReader.text(file);
    }

    /**
     * Parses a notebook.
     *
     * @param name what messages call it, such as the file's name
     * @throws NotebookException if it is not a notebook of format 4 in Java; the message names the cell or the line
     */
    public static NotebookFile parse(String text, String name) throws NotebookException {
        return new NotebookFile(NotebookReader.parse(text, name));
    }

    /** The whole notebook as JSON; changes show in {@link #text()}. */
    public JsonObject json() {
        return root;
    }

    /** An independent copy. */
    public NotebookFile copy() {
        return new NotebookFile(root.deepCopy());
    }

    /** The cells, in order; changes to a cell show in {@link #text()}. */
    public List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        root.getAsJsonArray("cells").forEach(cell -> cells.add(new Cell(cell.getAsJsonObject())));
        return cells;
    }

    void cells(List<Cell> cells) {
        JsonArray array = new JsonArray();
        cells.forEach(cell -> array.add(cell.json()));
        root.add("cells", array);
    }

    public JsonObject metadata() {
        if (!(root.get("metadata") instanceof JsonObject)) {
            root.add("metadata", new JsonObject());
        }
        return root.getAsJsonObject("metadata");
    }

    /** The chapter's own metadata, "d2j"; empty if there is none. */
    public JsonObject chapterMetadata() {
        return metadata().get("d2j") instanceof JsonObject object ? object : new JsonObject();
    }

    /** The title in the chapter's metadata, else its first heading, else empty. */
    public String title() {
        if (chapterMetadata().has("title")
                && !chapterMetadata().get("title").getAsString().isBlank()) {
            return chapterMetadata().get("title").getAsString();
        }
        return cells().stream()
                .filter(Cell::isMarkdown)
                .flatMap(cell -> cell.source().lines())
                .filter(line -> line.startsWith("# "))
                .map(line -> line.substring(2).strip())
                .findFirst()
                .orElse("");
    }

    /** The name of the kernel that the notebook asks for; empty if it asks for none. */
    public String kernelName() {
        return metadata().get("kernelspec") instanceof JsonObject kernel && kernel.has("name")
                ? kernel.get("name").getAsString()
                : "";
    }

    /** What a full run takes, in words such as "1 min", if the chapter's metadata has it; else empty. */
    public String time() {
        return chapterMetadata().has("time") ? chapterMetadata().get("time").getAsString() : "";
    }

    /**
     * Notes what a full run took, in coarse steps. A note that still fits stays, so that it does not change from run to
     * run.
     */
    void time(double seconds) {
        int[] steps = {10, 20, 30, 60, 120, 180, 240, 300, 600, 1200, 1800, 3600};
        for (int i = 0; i < steps.length; i++) {
            double shorter = i == 0 ? 0 : steps[i - 1];
            if (time().equals(words(steps[i])) && seconds <= 1.5 * steps[i] && seconds >= 0.5 * shorter) {
                return;
            }
        }
        int step = steps[steps.length - 1];
        for (int i = steps.length - 1; i >= 0 && seconds <= steps[i]; i--) {
            step = steps[i];
        }
        JsonObject chapter = chapterMetadata();
        chapter.addProperty("time", words(step));
        metadata().add("d2j", chapter);
    }

    private static String words(int seconds) {
        return seconds < 60 ? seconds + " s" : seconds / 60 + " min";
    }

    /** Parameters for a quick run, by name, as Java expressions. */
    public Map<String, String> smokeParameters() {
        Map<String, String> parameters = new TreeMap<>();
        if (chapterMetadata().get("smoke") instanceof JsonObject smoke) {
            smoke.entrySet()
                    .forEach(entry ->
                            parameters.put(entry.getKey(), entry.getValue().getAsString()));
        }
        return parameters;
    }

    /** The notebook in Jupyter's own formatting. */
    public String text() {
        JsonObject formatted = root.deepCopy();
        for (JsonElement element : formatted.getAsJsonArray("cells")) {
            splitLines(element.getAsJsonObject());
        }
        return NotebookFormat.write(formatted);
    }

    private static void splitLines(JsonObject cell) {
        cell.add("source", NotebookFormat.lines(NotebookFormat.text(cell.get("source"))));
        for (JsonObject output : new Cell(cell).outputs()) {
            if (output.has("text")) {
                output.add("text", NotebookFormat.lines(NotebookFormat.text(output.get("text"))));
            }
            if (output.get("data") instanceof JsonObject data) {
                for (String type : List.copyOf(data.keySet())) {
                    if (type.startsWith("text/")
                            || type.equals("application/javascript")
                            || type.equals("image/svg+xml")) {
                        data.add(type, NotebookFormat.lines(NotebookFormat.text(data.get(type))));
                    }
                }
            }
        }
    }

    /** Writes the notebook; a reader sees the old file or the new one, never half of one. */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, text());
    }

    /** Removes the outputs and execution counts of all cells that are executed. */
    public void clearOutputs() {
        for (Cell cell : cells()) {
            if (cell.isCode() && !cell.isSkipped()) {
                cell.outputs(List.of());
                cell.executionCount(null);
            }
        }
    }

    /**
     * Brings the notebook into the one form in which it is committed: execution counts 1 to n (or none, if it was never
     * executed), no timings or editor state, valid and unique cell identities, printed text merged and as a terminal
     * shows it, this project's kernelspec. Normalising twice changes nothing more.
     */
    public void normalise() {
        NormalForm.apply(this);
    }

    static boolean isStream(JsonObject output) {
        return output.get("output_type").getAsString().equals("stream");
    }

    /** Whether the notebook is already in the form that {@link #normalise()} gives it, byte for byte. */
    public static boolean isNormal(Path file) throws IOException {
        String text = readText(file);
        NotebookFile notebook = parse(text, file.toString());
        notebook.normalise();
        return notebook.text().equals(text);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "notebook \"%s\" with %d cells", title(), cells().size());
    }
}
