package d2j.notebook;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A chapter of the book: one notebook.
 *
 * @param part the folder of its part, such as {@code 02-linear-networks}; empty for a notebook outside the book
 * @param name the file's name without its ending, such as {@code 01-linear-regression}
 * @param file the notebook
 */
public record Chapter(String part, String name, Path file) {

    /** The name without its number, such as {@code linear-regression}. */
    public String id() {
        return withoutNumber(name);
    }

    /** Part and name, as people write them: {@code 02-linear-networks/01-linear-regression}. */
    public String path() {
        return part.isEmpty() ? name : part + "/" + name;
    }

    /** Reads the notebook. */
    public NotebookFile notebook() throws IOException {
        return NotebookFile.read(file);
    }

    /** The data sets that the chapter's metadata names. */
    public static List<String> datasets(NotebookFile notebook) {
        List<String> names = new ArrayList<>();
        if (notebook.chapterMetadata().has("datasets") && notebook.chapterMetadata().get("datasets").isJsonArray()) {
            notebook.chapterMetadata().getAsJsonArray("datasets").forEach(name -> names.add(name.getAsString()));
        }
        return names;
    }

    static String withoutNumber(String name) {
        return name.replaceFirst("^\\d+-", "");
    }
}
