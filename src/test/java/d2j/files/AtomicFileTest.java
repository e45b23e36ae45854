package d2j.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files are whole, keep their permissions, and are written where links lead. */
class AtomicFileTest {

    @TempDir
    private Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theFolderIsMadeAndNothingElseIsLeft() throws IOException {
        AtomicFile.write(folder.resolve("a/b/text"), "größer");
        assertEquals("größer", Files.readString(folder.resolve("a/b/text")));
        AtomicFile.write(folder.resolve("a/b/text"), new byte[] {1});
        assertEquals(1, Files.size(folder.resolve("a/b/text")));
        try (Stream<Path> files = Files.list(folder.resolve("a/b"))) {
            assertEquals(1, files.count());
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aSymbolicLinkStaysOneAndItsTargetIsWritten() throws IOException {
        Path target = folder.resolve("target");
        Files.writeString(target, "old");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-rw----"));
        Files.createSymbolicLink(folder.resolve("second"), Path.of("target"));
        Files.createSymbolicLink(folder.resolve("first"), folder.resolve("second"));
        AtomicFile.write(folder.resolve("first"), "new");
        assertTrue(Files.isSymbolicLink(folder.resolve("first")));
        assertFalse(Files.isSymbolicLink(target));
        assertEquals("new", Files.readString(target));
        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));

        Files.createSymbolicLink(folder.resolve("dangling"), Path.of("made"));
        AtomicFile.write(folder.resolve("dangling"), "there");
        assertEquals("there", Files.readString(folder.resolve("made")));
        assertEquals(List.of("dangling", "first", "made", "second", "target"), names());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void linksInACircleAreNamed() throws IOException {
        Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));
        IOException exception = assertThrows(IOException.class, () -> AtomicFile.write(folder.resolve("a"), "text"));
        assertTrue(exception.getMessage().contains("circle"), exception.getMessage());
    }

    @Test
    void whatCannotBeWrittenIsNamedWithTheReason() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        Path below = folder.resolve("file").resolve("below");
        IOException exception = assertThrows(IOException.class, () -> AtomicFile.write(below, "text"));
        assertTrue(exception.getMessage().matches("cannot write .*below: .{5,}"), exception.getMessage());
    }
}
