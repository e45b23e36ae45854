package d2j.data.store;

import d2j.data.store.Catalog.RemoteFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Finds a data set's files in a folder, and compares each with its checksum when it is first seen or has changed. */
final class CheckedFiles {
    private final Path marks;

    /** Remembers in a folder, which need not exist, what has been checked. */
    CheckedFiles(Path marks) {
        this.marks = marks;
    }

    /** The files in one folder by their names in the catalogue, if all are there. */
    static Optional<Map<String, Path>> all(Path folder, List<RemoteFile> wanted) {
        Map<String, Path> files = new LinkedHashMap<>();
        for (RemoteFile file : wanted) {
            Optional<Path> path = present(folder, file);
            if (path.isEmpty()) {
                return Optional.empty();
            }
            files.put(file.name(), path.get());
        }
        return Optional.of(files);
    }

    /** The file under its name, compressed or not, or under another of its names. */
    static Optional<Path> present(Path folder, RemoteFile file) {
        Set<String> names = new LinkedHashSet<>();
        names.add(file.name());
        if (file.name().endsWith(".gz")) {
            names.add(file.name().substring(0, file.name().length() - 3));
        }
        names.add(file.name() + ".gz");
        names.addAll(file.aliases());
        return names.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
    }

    /** What is wrong with a file, in words that follow its name; empty if nothing is. */
    Optional<String> problem(Path path, RemoteFile file) {
        Path mark = checkMark(path, file);
        if (Files.exists(mark)) {
            return Optional.empty();
        }
        try {
            Optional<String> problem = Checksum.problem(path, file);
            if (problem.isEmpty()) {
                markChecked(path, file);
            }
            return problem;
        } catch (IOException e) {
            return Optional.of("cannot be read (" + e.getMessage() + ")");
        }
    }

    /** An empty file whose name tells that a file of this size and time had the right content. */
    private Path checkMark(Path path, RemoteFile file) {
        return marks.resolve(fingerprint(path, file.sha256() + file.size()));
    }

    void markChecked(Path path, RemoteFile file) {
        try {
            Path mark = checkMark(path, file);
            Files.createDirectories(mark.getParent());
            Files.write(mark, new byte[0]);
        } catch (IOException e) {
            // It is checked again next time.
        }
    }

    static String fingerprint(Path path, String more) {
        try {
            FileTime modified = Files.getLastModifiedTime(path);
            String text = path.toAbsolutePath() + "\n" + Files.size(path) + "\n" + modified.to(TimeUnit.NANOSECONDS)
                    + "\n" + more;
            return HexFormat.of().formatHex(Checksum.sha256().digest(text.getBytes(StandardCharsets.UTF_8)), 0, 16);
        } catch (IOException e) {
            throw new DatasetException(path + " cannot be read: " + e.getMessage(), e);
        }
    }
}
