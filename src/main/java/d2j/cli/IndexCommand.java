package d2j.cli;

import d2j.files.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./d2j index}. */
@Command(
        name = "index",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes notebooks/README.md, the list of chapters that a code host shows.")
final class IndexCommand implements Callable<Integer> {

    @Option(names = "--check", description = "Changes nothing; fails if the list is not up to date.")
    private boolean check;

    @Override
    public Integer call() throws IOException {
        Path file = Home.notebooks().resolve("README.md");
        String text = text();
        boolean current = Files.exists(file)
                && Files.readString(file, StandardCharsets.UTF_8).equals(text);
        if (check) {
            System.out.println(
                    current
                            ? Home.shown(file) + " is up to date"
                            : Home.shown(file) + " is not up to date; ./d2j index writes it");
            return current ? 0 : 1;
        }
        if (!current) {
            AtomicFile.write(file, text);
        }
        System.out.println(Home.shown(file) + (current ? " is up to date" : " written"));
        return 0;
    }

    private static String text() throws IOException {
        StringBuilder text = new StringBuilder("# Chapters\n\n"
                + "<!-- Written by ./d2j index; changes by hand are lost. -->\n\n"
                + "Run one with `./d2j run ID`, such as `./d2j run linear-regression`, or open all with `./d2j lab`.\n"
                + "Times are for a full run on two processor cores, with the real data.\n");
        String part = "";
        for (ListCommand.Entry entry : ListCommand.entries()) {
            if (!entry.chapter().part().equals(part)) {
                part = entry.chapter().part();
                text.append("\n## ")
                        .append(number(part))
                        .append(entry.chapter().partTitle())
                        .append("\n\n| Chapter | | Data | Time |\n|---|---|---|---|\n");
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
