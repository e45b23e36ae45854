package d2j.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes files so that a reader sees the old one or the new one, never half of one. */
public final class AtomicFile {

    private static final int LINKS = 40;

    private AtomicFile() {}

    /** Writes a text in UTF-8, see {@link #write(Path, byte[])}. */
    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes a file; the folder is made if it is not there. A file that is there keeps its permissions, and where it is
     * a symbolic link, the file that it leads to is written.
     *
     * @throws IOException if it cannot be written; the message names the file and the reason
     */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, out -> out.write(content));
    }

    /** Writes the content of a file. */
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** As {@link #write(Path, byte[])}, for a content that is too large to be held in memory. */
    public static void write(Path file, Content content) throws IOException {
        Path target = behindLinks(file.toAbsolutePath());
        try {
            if (Files.exists(target) && !Files.isWritable(target)) {
                throw new AccessDeniedException(target.toString(), null, "it is read-only");
            }
            writeBeside(target, content);
        } catch (FileSystemException e) {
            throw new IOException("cannot write " + file + ": " + reason(e), e);
        }
    }

    private static void writeBeside(Path target, Content content) throws IOException {
        Path folder = target.getParent();
        Files.createDirectories(folder);
        Path unfinished = Files.createTempFile(folder, "." + target.getFileName(), ".tmp");
        unfinished.toFile().deleteOnExit();
        try {
            try (OutputStream out = Files.newOutputStream(unfinished)) {
                content.writeTo(out);
            }
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                // A temporary file is its owner's alone; this one gets the old file's permissions, or the usual ones.
                Files.setPosixFilePermissions(
                        unfinished,
                        Files.exists(target)
                                ? Files.getPosixFilePermissions(target)
                                : PosixFilePermissions.fromString("rw-r--r--"));
            }
            try {
                Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static Path behindLinks(Path file) throws IOException {
        Path path = file;
        for (int i = 0; Files.isSymbolicLink(path); i++) {
            if (i == LINKS) {
                throw new IOException("cannot write " + file + ": its symbolic links lead in a circle");
            }
            path = path.resolveSibling(Files.readSymbolicLink(path)).normalize();
        }
        return path;
    }

    private static String reason(FileSystemException e) {
        if (e.getReason() != null) {
            return e.getReason();
        }
        return e instanceof AccessDeniedException
                ? "permission denied"
                : e.getClass().getSimpleName().replace("Exception", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    }
}
