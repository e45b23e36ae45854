package d2j.jupyter.kernel;

import d2j.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;

/**
 * Which jar contains which packages. To find out, each is read from its first entry to its last, 50,000 in all; so what
 * was found is kept in a file, and is good for jars of the same size and time.
 */
final class PackageIndex {
    /** The property that names the file; the launcher sets it. */
    private static final String PROPERTY = "d2j.packages";

    private final Path file;
    private final Map<String, List<String>> known = new HashMap<>();
    private final List<String> lines = new ArrayList<>();
    private boolean changed;

    /**
     * The index in a file.
     *
     * @param file may be missing; {@code null} for an index that is not kept
     */
    PackageIndex(Path file) {
        this.file = file;
        if (file != null && Files.isReadable(file)) {
            try {
                for (String line : Files.readAllLines(file)) {
                    int end = line.lastIndexOf('\t');
                    known.put(
                            line.substring(0, Math.max(0, end)),
                            List.of(line.substring(end + 1).split(" ")));
                }
            } catch (IOException e) {
                // What cannot be read is found out again.
                known.clear();
            }
        }
    }

    /** The index that the launcher has a place for. */
    static PackageIndex ofLauncher() {
        String name = System.getProperty(PROPERTY);
        return new PackageIndex(name == null ? null : Path.of(name));
    }

    /**
     * The packages that have classes in a jar; one whose name is empty stands for the root.
     *
     * @throws IOException if it is not a jar, or not there
     */
    List<String> packages(Path jar) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(jar, BasicFileAttributes.class);
        String key = jar + "\t" + attributes.size() + "\t"
                + attributes.lastModifiedTime().toMillis();
        List<String> packages = known.get(key);
        if (packages == null) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                packages = List.copyOf(Library.byPackage(zip).keySet());
            }
            changed = true;
        }
        lines.add(key + "\t" + String.join(" ", packages));
        return packages;
    }

    /** Keeps what was found, for the next start. */
    void save() {
        if (file == null || !changed) {
            return;
        }
        try {
            AtomicFile.write(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            // The next start takes longer, no more.
            return;
        }
    }
}
