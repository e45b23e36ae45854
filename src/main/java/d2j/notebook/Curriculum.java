package d2j.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The book's chapters, in order: the notebooks in {@code notebooks/NN-part/NN-chapter.ipynb}. */
public final class Curriculum {

    private final Path folder;
    private final List<Chapter> chapters;

    private Curriculum(Path folder, List<Chapter> chapters) {
        this.folder = folder;
        this.chapters = List.copyOf(chapters);
    }

    /**
     * Looks for the chapters below a folder.
     *
     * @param folder the folder of notebooks; it need not exist
     */
    public static Curriculum in(Path folder) throws IOException {
        List<Chapter> chapters = new ArrayList<>();
        for (Path part : children(folder, Files::isDirectory)) {
            for (Path file : children(part, path -> path.toString().endsWith(".ipynb"))) {
                chapters.add(chapter(part.getFileName().toString(), file));
            }
        }
        return new Curriculum(folder, chapters);
    }

    private static List<Path> children(Path folder, Predicate<Path> wanted) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(path -> !path.getFileName().toString().startsWith("."))
                    .filter(wanted)
                    .sorted(Comparator.comparing(path -> path.getFileName().toString()))
                    .toList();
        }
    }

    private static Chapter chapter(String part, Path file) {
        String name = file.getFileName().toString();
        return new Chapter(part, name.substring(0, name.length() - ".ipynb".length()), file);
    }

    /** The folder of notebooks. */
    public Path folder() {
        return folder;
    }

    /** All chapters, in the book's order. */
    public List<Chapter> chapters() {
        return chapters;
    }

    /** The folders of the parts, in order. */
    public List<String> parts() {
        return chapters.stream().map(Chapter::part).distinct().toList();
    }

    /**
     * Finds what people name: an id ({@code linear-regression}), a numbered name ({@code 01-linear-regression}), a part
     * ({@code 02-linear-networks}, {@code linear-networks}), a part and a chapter, or the path of a notebook.
     *
     * @throws UsageException if nothing or more than one chapter has the name; the message suggests others
     */
    public List<Chapter> find(String name) throws IOException {
        Path path = Path.of(name);
        if (name.endsWith(".ipynb")) {
            if (!Files.isRegularFile(path)) {
                throw new UsageException("there is no file " + name);
            }
            return List.of(ofFile(path));
        }
        String wanted = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        if (wanted.startsWith("notebooks/")) {
            wanted = wanted.substring("notebooks/".length());
        }
        List<Chapter> found = new ArrayList<>();
        for (Chapter chapter : chapters) {
            if (wanted.equals(chapter.path())
                    || wanted.equals(chapter.name())
                    || wanted.equals(chapter.id())
                    || wanted.equals(Chapter.withoutNumber(chapter.part()) + "/" + chapter.id())) {
                found.add(chapter);
            }
        }
        if (found.size() > 1) {
            throw new UsageException("\"" + name + "\" names more than one chapter: "
                    + String.join(", ", found.stream().map(Chapter::path).toList()) + "; write one of these");
        }
        if (found.isEmpty()) {
            for (Chapter chapter : chapters) {
                if (wanted.equals(chapter.part()) || wanted.equals(Chapter.withoutNumber(chapter.part()))) {
                    found.add(chapter);
                }
            }
        }
        if (found.isEmpty() && Files.isDirectory(path)) {
            for (Path file : children(path, child -> child.toString().endsWith(".ipynb"))) {
                found.add(ofFile(file));
            }
        }
        if (found.isEmpty()) {
            throw new UsageException(unknown(name, wanted));
        }
        return found;
    }

    /** All that the names stand for, each chapter once, in the order of the names. */
    public List<Chapter> find(Collection<String> names) throws IOException {
        Set<Chapter> found = new LinkedHashSet<>();
        for (String name : names) {
            found.addAll(find(name));
        }
        return List.copyOf(found);
    }

    private Chapter ofFile(Path file) throws IOException {
        for (Chapter chapter : chapters) {
            if (Files.isSameFile(chapter.file(), file)) {
                return chapter;
            }
        }
        return chapter("", file);
    }

    private String unknown(String name, String wanted) {
        Set<String> names = new LinkedHashSet<>();
        chapters.forEach(chapter -> names.add(chapter.id()));
        parts().forEach(names::add);
        List<String> closest = closest(wanted, names);
        String message = "there is no chapter or part \"" + name + "\"";
        if (!closest.isEmpty()) {
            return message + "; did you mean " + String.join(" or ", closest) + "?";
        }
        return message + "; ./d2j list shows all of them";
    }

    /** The names most like the wanted one, best first; at most three, none if nothing is near. */
    static List<String> closest(String wanted, Collection<String> names) {
        String plain = Chapter.withoutNumber(wanted.substring(wanted.lastIndexOf('/') + 1));
        return names.stream()
                .filter(name -> likeness(plain, name) > 0)
                .sorted(Comparator.comparingInt((String name) -> -likeness(plain, name))
                        .thenComparing(name -> name))
                .limit(3)
                .toList();
    }

    private static int likeness(String wanted, String name) {
        String plain = Chapter.withoutNumber(name);
        if (wanted.length() >= 3 && (plain.contains(wanted) || wanted.contains(plain))) {
            return 100;
        }
        int distance = distance(wanted, plain);
        return distance <= Math.max(2, wanted.length() / 3) ? 50 - distance : 0;
    }

    /** Edits (insertion, deletion, replacement) that lead from one text to the other (Levenshtein 1966). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
