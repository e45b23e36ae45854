package d2j.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import d2j.jupyter.client.KernelCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds small notebooks for tests. */
public final class TestNotebooks {

    private final List<Cell> cells = new ArrayList<>();
    private final Map<String, String> smoke;

    private TestNotebooks(Map<String, String> smoke) {
        this.smoke = smoke;
    }

    public static TestNotebooks notebook(Map<String, String> smoke) {
        return new TestNotebooks(smoke);
    }

    public static TestNotebooks notebook() {
        return new TestNotebooks(Map.of());
    }

    public TestNotebooks code(String source, String... tags) {
        JsonObject json = new JsonObject();
        json.addProperty("cell_type", "code");
        json.add("execution_count", null);
        JsonObject metadata = new JsonObject();
        if (tags.length > 0) {
            JsonArray array = new JsonArray();
            List.of(tags).forEach(array::add);
            metadata.add("tags", array);
        }
        json.add("metadata", metadata);
        json.add("outputs", new JsonArray());
        json.addProperty("source", source);
        cells.add(new Cell(json));
        return this;
    }

    public TestNotebooks markdown(String source) {
        JsonObject json = new JsonObject();
        json.addProperty("cell_type", "markdown");
        json.add("metadata", new JsonObject());
        json.addProperty("source", source);
        cells.add(new Cell(json));
        return this;
    }

    public NotebookFile build() {
        try {
            NotebookFile notebook = NotebookFile.parse("{\"cells\": [], \"nbformat\": 4}", "test");
            notebook.cells(cells);
            JsonObject values = new JsonObject();
            smoke.forEach(values::addProperty);
            JsonObject chapter = new JsonObject();
            chapter.addProperty("title", "A test");
            chapter.add("smoke", values);
            notebook.metadata().add("d2j", chapter);
            notebook.normalise();
            return notebook;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public Chapter write(Path folder, String name) throws IOException {
        Path file = folder.resolve(name + ".ipynb");
        build().write(file);
        return new Chapter("", name, file);
    }

    /** The command of the kernel under test. */
    public static KernelCommand kernel() {
        return KernelCommand.ofLauncher(Path.of("").toAbsolutePath());
    }
}
