package d2j.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import d2j.data.store.Catalog;
import d2j.notebook.Cell;
import d2j.notebook.Chapter;
import d2j.notebook.NotebookException;
import d2j.notebook.NotebookFile;
import d2j.notebook.Term;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./d2j list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Lists the parts and chapters, with the data that each uses.")
final class ListCommand implements Callable<Integer> {

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    /** What is known about a chapter without running it; the title of an unreadable notebook says so. */
    record Entry(
            Chapter chapter,
            String title,
            List<String> datasets,
            String time,
            List<Term> terms,
            Optional<byte[]> picture) {}

    @Override
    public Integer call() throws IOException {
        List<Entry> entries = entries();
        if (json) {
            System.out.println(json(entries));
            return 0;
        }
        int width = entries.stream()
                .mapToInt(entry -> entry.chapter().id().length())
                .max()
                .orElse(0);
        int titles =
                entries.stream().mapToInt(entry -> entry.title().length()).max().orElse(0);
        String part = "";
        for (Entry entry : entries) {
            if (!entry.chapter().part().equals(part)) {
                System.out.println((part.isEmpty() ? "" : "\n")
                        + Terminal.paint(Terminal.Style.BOLD, entry.chapter().part()));
                part = entry.chapter().part();
            }
            String line = String.format(
                    Locale.ROOT,
                    "  %-" + width + "s  %-" + titles + "s  %s",
                    entry.chapter().id(),
                    entry.title(),
                    String.join(", ", entry.datasets()));
            System.out.println(line.stripTrailing());
        }
        if (entries.isEmpty()) {
            System.out.println("There are no notebooks in " + Home.shown(Home.notebooks()) + ".");
        }
        return 0;
    }

    /** All chapters, in the book's order. */
    static List<Entry> entries() throws IOException {
        Set<String> known =
                Catalog.standard().entries().stream().map(Catalog.Entry::name).collect(Collectors.toSet());
        List<Entry> entries = new ArrayList<>();
        for (Chapter chapter : Home.curriculum().chapters()) {
            try {
                NotebookFile notebook = chapter.notebook();
                entries.add(new Entry(
                        chapter,
                        notebook.title().isBlank() ? chapter.id() : notebook.title(),
                        Chapter.loaders(notebook).stream()
                                .filter(known::contains)
                                .toList(),
                        notebook.time(),
                        Term.of(notebook),
                        picture(notebook)));
            } catch (NotebookException e) {
                entries.add(new Entry(chapter, "(cannot be read)", List.of(), "", List.of(), Optional.empty()));
            }
        }
        return entries;
    }

    /** The figure that may stand for the chapter's part. */
    private static Optional<byte[]> picture(NotebookFile notebook) {
        return notebook.cells().stream()
                .filter(cell -> cell.hasTag(Cell.PICTURE_TAG))
                .flatMap(cell -> cell.image().stream())
                .findFirst();
    }

    private static String json(List<Entry> entries) {
        JsonArray array = new JsonArray();
        for (Entry entry : entries) {
            JsonObject object = new JsonObject();
            object.addProperty("part", entry.chapter().part());
            object.addProperty("id", entry.chapter().id());
            object.addProperty("path", entry.chapter().path());
            object.addProperty("title", entry.title());
            JsonArray datasets = new JsonArray();
            entry.datasets().forEach(datasets::add);
            object.add("datasets", datasets);
            object.addProperty(
                    "file", Home.folder().relativize(entry.chapter().file()).toString());
            array.add(object);
        }
        return new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(array);
    }
}
