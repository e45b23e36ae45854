package d2j.notebook;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A chapter of the book: one notebook.
 *
 * @param part the folder of its part, such as {@code 02-linear-networks}; empty for a notebook outside the book
 * @param name the file's name without its ending, such as {@code 01-linear-regression}
 * @param file the notebook
 */
public record Chapter(String part, String name, Path file) {

    private static final Pattern LOADER = Pattern.compile("import d2j\\.data\\.(\\w+);");

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

    /** The name of the part in words, such as "Linear networks". */
    public String partTitle() {
        String words = withoutNumber(part).replace('-', ' ');
        return words.isEmpty() ? "" : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /**
     * The names that the notebook's loaders would have in the catalogue of data sets: {@code fashion-mnist} where it
     * imports {@code d2j.data.FashionMnist}.
     */
    public static Set<String> loaders(NotebookFile notebook) {
        Set<String> names = new LinkedHashSet<>();
        for (Cell cell : notebook.cells()) {
            if (cell.isCode()) {
                Matcher imported = LOADER.matcher(cell.source());
                while (imported.find()) {
                    names.add(imported.group(1).replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT));
                }
            }
        }
        return names;
    }

    static String withoutNumber(String name) {
        return name.replaceFirst("^\\d+-", "");
    }
}
