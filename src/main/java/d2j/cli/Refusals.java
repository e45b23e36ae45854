package d2j.cli;

import java.io.CharConversionException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;

/** What the system refused, in a sentence: Java's own messages are often a bare path. */
final class Refusals {

    private static final String IN_THE_WAY = " exists already and is not a folder; move it away";

    private Refusals() {}

    /** What an exception means: what was refused, where, and where it can be told what to do about it. */
    static String sentence(Throwable error) {
        if (error instanceof UncheckedIOException unchecked) {
            return sentence(unchecked.getCause());
        }
        if (error instanceof FileSystemException refusal) {
            return sentence(refusal);
        }
        if (error instanceof InvalidPathException invalid) {
            return "the path " + invalid.getInput() + " cannot be used (" + invalid.getReason()
                    + "); in a locale without UTF-8 only plain ASCII paths can be: set LC_ALL=C.UTF-8";
        }
        if (error instanceof CharacterCodingException || error instanceof CharConversionException) {
            return "a file is not text in UTF-8";
        }
        if (error instanceof FileNotFoundException) {
            // Its message already says which file and why.
            return "cannot open " + error.getMessage();
        }
        if (error.getMessage() == null || error.getMessage().isBlank()) {
            return error.getClass().getSimpleName();
        }
        return error instanceof IOException || error.getClass().getName().startsWith("d2j.")
                ? error.getMessage()
                : error.toString();
    }

    private static String sentence(FileSystemException error) {
        String place = error.getFile() == null ? "a file" : error.getFile();
        if (error instanceof AccessDeniedException) {
            return "no permission for " + place + advice(error);
        }
        if (error instanceof NoSuchFileException) {
            return "there is no " + place;
        }
        if (error instanceof FileAlreadyExistsException || error instanceof NotDirectoryException) {
            return place + IN_THE_WAY;
        }
        if (error instanceof DirectoryNotEmptyException) {
            return place + " is a folder that is not empty; move it away";
        }
        if (error instanceof FileSystemLoopException) {
            return place + " is a symbolic link that leads to itself";
        }
        String reason = error.getReason();
        if (reason == null) {
            return place + " cannot be read or written";
        }
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.contains("not a directory")) {
            return "a part of " + place + " is a file where a folder should be" + advice(error);
        }
        if (lower.contains("read-only")) {
            return place + " lies on a file system that can only be read" + advice(error);
        }
        if (lower.contains("no space") || lower.contains("quota")) {
            return "there is no room left for " + place + ": free some and try again";
        }
        return place + ": " + reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1);
    }

    /** Where else to write, by the place that refused. */
    private static String advice(FileSystemException error) {
        if (error.getFile() == null) {
            return "";
        }
        Path path = Path.of(error.getFile()).toAbsolutePath().normalize();
        if (path.startsWith(Home.folder())) {
            return ": make d2j's folder writable, or copy d2j to a folder of your own";
        }
        if (path.startsWith(Path.of(System.getProperty("user.home")))) {
            return ": your home folder (HOME=" + System.getProperty("user.home") + ") cannot be written; "
                    + "name another one in HOME";
        }
        return "";
    }
}
