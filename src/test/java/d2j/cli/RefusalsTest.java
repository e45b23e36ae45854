package d2j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sentences for what a system refuses. */
class RefusalsTest {

    @TempDir
    private Path folder;

    @Test
    void everyRefusalIsASentence() {
        String file = "/somewhere/else";
        List<Exception> refusals = List.of(
                new AccessDeniedException(file),
                new NoSuchFileException(file),
                new FileAlreadyExistsException(file),
                new NotDirectoryException(file),
                new DirectoryNotEmptyException(file),
                new FileSystemLoopException(file),
                new FileSystemException(file),
                new FileSystemException(file, null, "Read-only file system"),
                new FileSystemException(file, null, "No space left on device"),
                new FileSystemException(file, null, "Not a directory"),
                new FileSystemException(file, null, "File name too long"),
                new FileNotFoundException(file + " (Permission denied)"),
                new UncheckedIOException(new AccessDeniedException(file)));
        for (Exception refusal : refusals) {
            String sentence = Refusals.sentence(refusal);
            assertTrue(sentence.contains(file) && sentence.length() > file.length() + 8, sentence);
            assertFalse(sentence.contains("Exception"), sentence);
        }
        assertEquals("/somewhere/else: file name too long", Refusals.sentence(refusals.get(10)));
        assertFalse(Refusals.sentence(new AccessDeniedException(null)).contains("null"));
        assertFalse(Refusals.sentence(new MalformedInputException(1)).contains("Input length"));
        assertEquals("IOException", Refusals.sentence(new IOException()));
        assertEquals("what a library says", Refusals.sentence(new IOException("what a library says")));
        assertEquals("java.lang.IllegalStateException: a bug", Refusals.sentence(new IllegalStateException("a bug")));
    }

    @Test
    void itSaysWhatToDo() {
        String inHome = Path.of(System.getProperty("user.home")).resolve("x").toString();
        assertTrue(Refusals.sentence(new AccessDeniedException(inHome)).endsWith("; name another one in HOME"));
        String inProject = Home.folder().resolve("target").resolve("x").toString();
        assertTrue(Refusals.sentence(new AccessDeniedException(inProject))
                .endsWith(": make d2j's folder writable, or copy d2j to a folder of your own"));
        assertTrue(Refusals.sentence(new InvalidPathException("\u00fc", "Malformed input or input contains unmappable"))
                .endsWith("set LC_ALL=C.UTF-8"));
    }

    @Test
    void whatTheSystemReallyThrowsIsASentenceToo() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        try {
            Files.createDirectories(file.resolve("below"));
        } catch (IOException e) {
            String sentence = Refusals.sentence(e);
            assertTrue(sentence.contains(file.toString()) && sentence.contains("folder"), sentence);
        }
    }

    @Test
    void runsGoToTheCacheWhereTheProjectCannotBeWritten() throws IOException {
        String before = System.setProperty("d2j.home", folder.toString());
        try {
            assertEquals(folder.resolve("target").resolve("runs"), Home.runs());
            Files.createFile(folder.resolve("target"));
            assertTrue(Home.runs().endsWith(Path.of("d2j", "runs")), () -> Home.runs()
                    .toString());
            assertFalse(Home.runs().startsWith(folder));
        } finally {
            if (before == null) {
                System.clearProperty("d2j.home");
            } else {
                System.setProperty("d2j.home", before);
            }
        }
    }
}
