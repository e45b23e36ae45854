package d2j.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chapters are found under the names that people give them. */
class CurriculumTest {

    @TempDir
    private Path folder;

    private Curriculum curriculum;

    @BeforeEach
    void write() throws IOException {
        for (String file : List.of(
                "02-linear-networks/01-linear-regression",
                "02-linear-networks/03-softmax-regression",
                "03-multilayer-perceptrons/02-mlp",
                "08-attention/01-twin",
                "09-more/05-twin",
                "08-attention/.hidden")) {
            Path path = folder.resolve(file + ".ipynb");
            Files.createDirectories(path.getParent());
            TestNotebooks.notebook().code("int x = 1;").build().write(path);
        }
        curriculum = Curriculum.in(folder);
    }

    private List<String> find(String name) throws IOException {
        return curriculum.find(name).stream().map(Chapter::path).toList();
    }

    @Test
    void byAnyOfItsNames() throws IOException {
        List<String> expected = List.of("02-linear-networks/01-linear-regression");
        assertEquals(expected, find("linear-regression"));
        assertEquals(expected, find("01-linear-regression"));
        assertEquals(expected, find("02-linear-networks/01-linear-regression"));
        assertEquals(expected, find("linear-networks/linear-regression"));
        assertEquals(expected, find("notebooks/02-linear-networks/01-linear-regression"));
        assertEquals(
                expected,
                find(folder.resolve("02-linear-networks/01-linear-regression.ipynb")
                        .toString()));
    }

    @Test
    void aPartIsAllOfItsChaptersInOrder() throws IOException {
        List<String> expected =
                List.of("02-linear-networks/01-linear-regression", "02-linear-networks/03-softmax-regression");
        assertEquals(expected, find("02-linear-networks"));
        assertEquals(expected, find("linear-networks"));
        assertEquals(expected, find("02-linear-networks/"));
        assertEquals(5, curriculum.chapters().size());
    }

    @Test
    void aNotebookOutsideTheBook(@TempDir Path other) throws IOException {
        Chapter chapter = TestNotebooks.notebook().code("int x = 1;").write(other, "mine");
        assertEquals("mine", curriculum.find(chapter.file().toString()).get(0).path());
    }

    @Test
    void aMisspeltNameIsCorrected() {
        UsageException exception = assertThrows(UsageException.class, () -> find("linear-regresion"));
        assertEquals(
                "there is no chapter or part \"linear-regresion\"; did you mean linear-regression?",
                exception.getMessage());
        assertTrue(assertThrows(UsageException.class, () -> find("softmax"))
                .getMessage()
                .contains("did you mean softmax-regression"));
        assertTrue(assertThrows(UsageException.class, () -> find("xyzzy"))
                .getMessage()
                .contains("./d2j list"));
        assertTrue(assertThrows(UsageException.class, () -> find("no.ipynb"))
                .getMessage()
                .contains("no file"));
    }

    @Test
    void anAmbiguousNameListsItsMeanings() {
        assertTrue(assertThrows(UsageException.class, () -> find("twin"))
                .getMessage()
                .contains("08-attention/01-twin, 09-more/05-twin"));
    }
}
