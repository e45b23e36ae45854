package d2j.notebook;

import com.google.gson.JsonArray;
import d2j.spark.SparkInstallation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
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

    /** A chapter is its file. To compare records Java makes classes at run time; the start of a run waited for them. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Chapter chapter && file.equals(chapter.file);
    }

    @Override
    public int hashCode() {
        return file.hashCode();
    }

    private static final Pattern LOADER = Pattern.compile("\\b([A-Z]\\w+)\\.load\\(");

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
     * Names that may be those of data sets: what the metadata lists, and {@code fashion-mnist} where the notebook
     * calls {@code FashionMnist.load(...)}.
     */
    public static Set<String> loaders(NotebookFile notebook) {
        Set<String> names = new LinkedHashSet<>();
        if (notebook.chapterMetadata().get("datasets") instanceof JsonArray listed) {
            listed.forEach(name -> names.add(name.getAsString()));
        }
        for (Cell cell : notebook.cells()) {
            if (cell.isCode()) {
                Matcher call = LOADER.matcher(cell.source());
                while (call.find()) {
                    names.add(
                            call.group(1).replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT));
                }
            }
        }
        return names;
    }

    /**
     * Why a notebook cannot run here; empty if it can. Its metadata {@code d2j.needs} names what it takes beyond an
     * ordinary set-up.
     */
    public static Optional<String> missing(NotebookFile notebook) {
        if (notebook.chapterMetadata().has("needs")
                && notebook.chapterMetadata().get("needs").getAsString().equals("spark")) {
            return SparkInstallation.missing();
        }
        return Optional.empty();
    }

    static String withoutNumber(String name) {
        return name.replaceFirst("^\\d+[a-z]?-", "");
    }
}
