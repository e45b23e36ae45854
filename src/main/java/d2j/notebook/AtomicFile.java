package d2j.notebook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes text files so that a reader sees the old one or the new one, never half of one. */
public final class AtomicFile {

    private AtomicFile() {}

    /** Writes a text in UTF-8; the folder is made if it is not there. */
    public static void write(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path unfinished = Files.createTempFile(folder, "." + file.getFileName(), ".tmp");
        unfinished.toFile().deleteOnExit();
        try {
            Files.writeString(unfinished, text, StandardCharsets.UTF_8);
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                // A temporary file is its owner's alone; this one gets the old file's permissions, or the usual ones.
                Files.setPosixFilePermissions(
                        unfinished,
                        Files.exists(file)
                                ? Files.getPosixFilePermissions(file)
                                : PosixFilePermissions.fromString("rw-r--r--"));
            }
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
