package d2j.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Jupyter notebook (nbformat 4). Fields that this class does not know stay as they are.
 *
 * <p>{@link #text()} has Jupyter's own formatting. {@link #normalise()} removes what differs from one execution to the
 * next without meaning anything, so that a commit shows only what the author or the results changed.
 */
public final class NotebookFile {

    private static final Pattern VALID_ID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final Pattern WHERE = Pattern.compile("line (\\d+) column (\\d+)");
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
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new NotebookException("there is no file " + file);
        } catch (CharacterCodingException e) {
            throw new NotebookException(file + " is not UTF-8 text, so it is not a notebook");
        }
        return parse(text, file.toString());
    }

    /**
     * Parses a notebook.
     *
     * @param name what messages call it, such as the file's name
     * @throws NotebookException if it is not a notebook
     */
    public static NotebookFile parse(String text, String name) throws NotebookException {
        JsonElement element;
        try {
            JsonReader reader = new JsonReader(new StringReader(text));
            reader.setStrictness(Strictness.STRICT);
            element = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new JsonParseException("something follows the notebook");
            }
        } catch (JsonParseException | IOException e) {
            throw new NotebookException(notJson(text, name, e), e);
        }
        if (!(element instanceof JsonObject root) || !(root.get("cells") instanceof JsonArray cells)) {
            throw new NotebookException(name + " is JSON but not a notebook: it has no list \"cells\"; "
                    + "restore the file from git, or open it in Jupyter and save it as format 4");
        }
        int number = 0;
        for (JsonElement cell : cells) {
            number++;
            if (!(cell instanceof JsonObject object) || !object.has("cell_type") || !object.has("source")) {
                throw new NotebookException(name + ": cell " + number + " has no \"cell_type\" or no \"source\"");
            }
        }
        return new NotebookFile(root);
    }

    private static String notJson(String text, String name, Exception e) {
        String reason =
                e.getCause() instanceof MalformedJsonException ? e.getCause().getMessage() : e.getMessage();
        Matcher where = WHERE.matcher(String.valueOf(reason));
        StringBuilder message = new StringBuilder(name);
        if (where.find()) {
            int line = Integer.parseInt(where.group(1));
            message.append(", line ")
                    .append(line)
                    .append(", column ")
                    .append(where.group(2))
                    .append(": not valid JSON");
            List<String> lines = text.lines().toList();
            if (line >= 1 && line <= lines.size()) {
                String shown = lines.get(line - 1).strip();
                message.append(" near: ").append(shown.length() > 80 ? shown.substring(0, 80) + " ..." : shown);
            }
        } else {
            message.append(": not valid JSON");
        }
        if (text.contains("<<<<<<<") && text.contains(">>>>>>>")) {
            message.append("\nIt holds the marks of an unresolved merge (<<<<<<<): resolve it, or take one side with "
                    + "git checkout --ours or --theirs, then run ./d2j normalise");
        } else {
            message.append("\nMend the line, or restore the file with git checkout -- FILE");
        }
        return message.toString();
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

    /** Removes the outputs and execution counts of all cells. */
    public void clearOutputs() {
        for (Cell cell : cells()) {
            if (cell.isCode()) {
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
        root.addProperty("nbformat", 4);
        root.addProperty("nbformat_minor", 5);
        normaliseMetadata();
        boolean executed = cells().stream().anyMatch(cell -> cell.isCode() && cell.wasExecuted());
        Set<String> identities = new HashSet<>();
        int count = 0;
        for (Cell cell : cells()) {
            normaliseIdentity(cell, identities);
            cell.source(cell.source().replace("\r\n", "\n").replaceAll("\\n+\\z", ""));
            normaliseMetadata(cell);
            if (cell.isCode()) {
                boolean empty = cell.source().isBlank();
                cell.executionCount(executed && !empty ? Integer.valueOf(++count) : null);
                cell.outputs(normaliseOutputs(cell.outputs(), count));
            }
        }
    }

    private void normaliseMetadata() {
        JsonObject kernel = new JsonObject();
        kernel.addProperty("display_name", "Java (d2j)");
        kernel.addProperty("language", "java");
        kernel.addProperty("name", "d2j-java");
        metadata().add("kernelspec", kernel);
        JsonObject language = new JsonObject();
        language.addProperty("file_extension", ".java");
        language.addProperty("mimetype", "text/x-java");
        language.addProperty("name", "java");
        metadata().add("language_info", language);
        for (String name : List.of("widgets", "papermill", "toc", "varInspector", "execution", "signature")) {
            metadata().remove(name);
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
                && slideshow.has("slide_type")
                && slideshow.get("slide_type").getAsString().isEmpty()) {
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

    static List<JsonObject> normaliseOutputs(List<JsonObject> outputs, int count) {
        List<JsonObject> normal = new ArrayList<>();
        boolean removed = false;
        for (JsonObject output : outputs) {
            if (isStream(output) && NotebookFormat.text(output.get("text")).isEmpty()) {
                continue;
            }
            JsonObject last = normal.isEmpty() ? null : normal.get(normal.size() - 1);
            if (isStream(output)
                    && last != null
                    && isStream(last)
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
            if (isStream(output)) {
                String text = NotebookFormat.asTerminalShows(NotebookFormat.text(output.get("text")));
                if (text.isEmpty()) {
                    iterator.remove();
                    removed = true;
                }
                output.add("text", NotebookFormat.lines(text));
            } else if (output.get("output_type").getAsString().equals("execute_result")) {
                output.addProperty("execution_count", count);
            }
        }
        // What stood on both sides of a removed output is merged in another round.
        return removed ? normaliseOutputs(normal, count) : normal;
    }

    static boolean isStream(JsonObject output) {
        return output.get("output_type").getAsString().equals("stream");
    }

    /** Whether the notebook is already in the form that {@link #normalise()} gives it, byte for byte. */
    public static boolean isNormal(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        NotebookFile notebook = parse(text, file.toString());
        notebook.normalise();
        return notebook.text().equals(text);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "notebook \"%s\" with %d cells", title(), cells().size());
    }
}
