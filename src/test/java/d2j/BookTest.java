package d2j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.notebook.Cell;
import d2j.notebook.Chapter;
import d2j.notebook.Curriculum;
import d2j.notebook.NotebookFile;
import d2j.notebook.Term;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds between the chapters: nothing is used before it is introduced, and one thing has one name. */
class BookTest {

    private static final Pattern PREREQUISITES = Pattern.compile("\\*\\*Prerequisites:\\*\\*(.*)");
    private static final Pattern TITLE = Pattern.compile("\\*([^*]+)\\*");
    private static final Pattern LAYER = Pattern.compile("new (\\w+Layer|\\w*LSTM)\\.Builder\\(");

    private static final Map<Chapter, NotebookFile> BOOK = new LinkedHashMap<>();

    @BeforeAll
    static void read() throws IOException {
        for (Chapter chapter : Curriculum.in(Path.of("notebooks")).chapters()) {
            BOOK.put(chapter, chapter.notebook());
        }
    }

    @Test
    void prerequisitesAreChaptersThatComeBefore() {
        List<String> problems = new ArrayList<>();
        Set<String> before = new HashSet<>();
        BOOK.forEach((chapter, notebook) -> {
            Matcher line = PREREQUISITES.matcher(notebook.cells().get(0).source());
            Matcher title = TITLE.matcher(line.find() ? line.group(1) : "");
            while (title.find()) {
                if (!before.contains(title.group(1))) {
                    problems.add(chapter.path() + ": \"" + title.group(1) + "\" is no chapter before it");
                }
            }
            before.add(notebook.title());
        });
        assertEquals(List.of(), problems);
    }

    @Test
    void aTermHasOneTranslation() {
        List<String> problems = new ArrayList<>();
        Map<String, String> known = new HashMap<>();
        BOOK.forEach((chapter, notebook) -> {
            for (Term term : Term.of(notebook)) {
                String first = known.putIfAbsent(term.english(), term.chinese());
                if (first != null && !first.equals(term.chinese())) {
                    problems.add(chapter.path() + ": " + term + ", which was " + first + " in a chapter before it");
                }
            }
        });
        assertEquals(List.of(), problems);
    }

    @Test
    void noTwoChaptersShareATitleOrAnId() {
        assertEquals(
                BOOK.size(),
                BOOK.values().stream().map(NotebookFile::title).distinct().count());
        assertEquals(
                BOOK.size(), BOOK.keySet().stream().map(Chapter::id).distinct().count());
    }

    /** Who first builds a network of some kind of layer shows how it looks. */
    @Test
    void theFirstChapterWithAKindOfLayerDrawsIt() {
        List<String> problems = new ArrayList<>();
        Set<String> introduced = new HashSet<>();
        BOOK.forEach((chapter, notebook) -> {
            boolean draws = notebook.cells().stream()
                    .anyMatch(cell -> cell.isCode() && cell.source().contains("Diagram."));
            for (Cell cell : notebook.cells()) {
                Matcher layer = LAYER.matcher(cell.isCode() ? cell.source() : "");
                while (layer.find()) {
                    if (introduced.add(layer.group(1)) && !draws) {
                        problems.add(chapter.path() + " introduces " + layer.group(1) + " without a diagram");
                    }
                }
            }
        });
        assertEquals(List.of(), problems);
    }

    /** The front page shows a figure of each part, the one that the chapter's last full run made. */
    @Test
    void everyPartHasItsPictureOnTheFrontPage() throws IOException {
        String front = Files.readString(Path.of("README.md"));
        for (String part : BOOK.keySet().stream().map(Chapter::part).distinct().toList()) {
            byte[] figure = BOOK.entrySet().stream()
                    .filter(entry -> entry.getKey().part().equals(part))
                    .flatMap(entry -> entry.getValue().cells().stream())
                    .filter(cell -> cell.hasTag(Cell.PICTURE_TAG))
                    .flatMap(cell -> cell.image().stream())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no cell of " + part + " is tagged picture"));
            String name = "notebooks/images/" + part + ".png";
            assertTrue(front.contains(name), () -> "README.md does not show " + name);
            assertArrayEquals(figure, Files.readAllBytes(Path.of(name)), () -> name + ": run ./d2j index");
        }
    }
}
