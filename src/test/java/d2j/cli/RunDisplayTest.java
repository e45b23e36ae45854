package d2j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.notebook.Chapter;
import d2j.notebook.RunListener;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a chapter prints, on a terminal that is none. */
class RunDisplayTest {

    private static List<String> shown(Consumer<RunListener> run) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Chapter chapter = new Chapter("", "test", Path.of("test.ipynb"));
        try (RunDisplay display =
                new RunDisplay(new PrintStream(out, true, StandardCharsets.UTF_8), nowhere, 1, false, false)) {
            run.accept(display.begin(chapter));
            display.end(chapter);
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void progressCollapsesWhereverItsPiecesEnd() {
        for (String[] pieces : List.of(
                new String[] {"step 1\rstep 2\rstep 3\ndone\r\n"},
                new String[] {"step 1\r", "step 2", "\r", "step 3\n", "done\r", "\n"},
                "step 1\rstep 2\rstep 3\ndone\r\n".split(""))) {
            assertEquals(List.of("step 3", "done"), shown(listener -> {
                for (String piece : pieces) {
                    listener.printed("stdout", piece);
                }
            }));
        }
    }

    @Test
    void aLineWithoutAnEndIsNotHeldBackForEver() {
        List<String> lines = shown(listener -> {
            for (int i = 0; i < 1000; i++) {
                listener.printed("stdout", "x".repeat(100));
            }
        });
        assertEquals(100_000, String.join("", lines).length());
        assertTrue(lines.stream().allMatch(line -> line.length() <= 10_000), "longest of " + lines.size());
    }

    @Test
    void aNoticeNamesTheChapter() {
        assertEquals(List.of("test: cell 1 of 2 is odd"), shown(listener -> listener.noticed("cell 1 of 2 is odd")));
    }
}
