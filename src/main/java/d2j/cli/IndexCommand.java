package d2j.cli;

import d2j.files.AtomicFile;
import d2j.notebook.Term;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./d2j index}. */
@Command(
        name = "index",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes notebooks/README.md, the list of chapters that a code host shows, and "
                + "notebooks/glossary.md, their terms in English and Chinese. The figure of the cell tagged picture in "
                + "each part goes to notebooks/images.")
final class IndexCommand implements Callable<Integer> {

    @Option(names = "--check", description = "Changes nothing; fails if one of them is not up to date.")
    private boolean check;

    /** Only what was written or should be is named, not what is up to date. */
    private boolean quiet;

    /** Brings the index up to date with chapters that have just been written. */
    static void refresh() throws IOException {
        IndexCommand index = new IndexCommand();
        index.quiet = true;
        index.call();
    }

    @Override
    public Integer call() throws IOException {
        List<ListCommand.Entry> chapters = ListCommand.entries();
        // Of each part that has one, the figure that stands for it.
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        for (ListCommand.Entry entry : chapters) {
            entry.picture()
                    .ifPresent(image -> pictures.putIfAbsent(entry.chapter().part(), image));
        }
        boolean current = bring("README.md", text(chapters, pictures.keySet()));
        current &= bring("glossary.md", glossary(chapters));
        for (Map.Entry<String, byte[]> picture : pictures.entrySet()) {
            current &= bring(image(picture.getKey()), picture.getValue());
        }
        return current ? 0 : 1;
    }

    private boolean bring(String name, String text) throws IOException {
        return bring(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file unless it has that content; with {@code --check} only says whether it has. */
    private boolean bring(String name, byte[] content) throws IOException {
        Path file = Home.notebooks().resolve(name);
        boolean current = Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content);
        if (current) {
            if (!quiet) {
                System.out.println(Home.shown(file) + " is up to date");
            }
        } else if (check) {
            System.out.println(Home.shown(file) + " is not up to date; ./d2j index writes it");
        } else {
            AtomicFile.write(file, content);
            System.out.println(Home.shown(file) + " written");
        }
        return current || !check;
    }

    private static String image(String part) {
        return "images/" + part + ".png";
    }

    /** Every term once, with the first chapter that introduces it. */
    private static String glossary(List<ListCommand.Entry> chapters) {
        SortedMap<String, String> rows = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (ListCommand.Entry entry : chapters) {
            for (Term term : entry.terms()) {
                rows.putIfAbsent(
                        term.english(),
                        "| " + cell(term.english()) + " | " + cell(term.chinese()) + " | [" + cell(entry.title()) + "]("
                                + entry.chapter().path() + ".ipynb) |\n");
            }
        }
        return "# Glossary\n\n<!-- Written by ./d2j index; changes by hand are lost. -->\n\n"
                + "The terms of the chapters, with the Chinese of *Dive into Deep Learning*'s Chinese edition\n"
                + "(variants of later editions in brackets), and the chapter that introduces each.\n\n"
                + "| Term | Chinese | Chapter |\n|---|---|---|\n"
                + String.join("", rows.values());
    }

    private static String text(List<ListCommand.Entry> chapters, Set<String> withPicture) {
        StringBuilder text = new StringBuilder("# Chapters\n\n"
                + "<!-- Written by ./d2j index; changes by hand are lost. -->\n\n"
                + "Run one with `./d2j run ID`, such as `./d2j run linear-regression`, or open all with `./d2j lab`.\n"
                + "Times are for a full run on two processor cores, with the real data.\n");
        String part = "";
        for (ListCommand.Entry entry : chapters) {
            if (!entry.chapter().part().equals(part)) {
                part = entry.chapter().part();
                text.append("\n## ")
                        .append(number(part))
                        .append(entry.chapter().partTitle())
                        .append("\n\n")
                        .append(withPicture.contains(part) ? "![](" + image(part) + ")\n\n" : "")
                        .append("| Chapter | | Data | Time |\n|---|---|---|---|\n");
            }
            String link = part + "/" + entry.chapter().name() + ".ipynb";
            text.append("| [")
                    .append(cell(entry.title()))
                    .append("](")
                    .append(link)
                    .append(") | `")
                    .append(entry.chapter().id())
                    .append("` | ")
                    .append(String.join(", ", entry.datasets()))
                    .append(" | ")
                    .append(entry.time())
                    .append(" |\n");
        }
        return text.toString();
    }

    private static String number(String part) {
        return part.matches("\\d+-.*") ? Integer.parseInt(part.substring(0, part.indexOf('-'))) + ". " : "";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
