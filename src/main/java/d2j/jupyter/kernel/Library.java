package d2j.jupyter.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

/** A jar of the class path, as the compiler reads it. It is opened when it is first asked, and stays open. */
final class Library {
    private static final String SUFFIX = ".class";

    private final Path path;
    private ZipFile file;
    private Map<String, List<String>> classes;

    Library(Path path) {
        this.path = path;
    }

    /** The classes of a package. */
    synchronized List<JavaFileObject> classes(String packageName) throws IOException {
        if (classes == null) {
            file = new ZipFile(path.toFile());
            classes = byPackage(file);
        }
        List<JavaFileObject> found = new ArrayList<>();
        for (String entry : classes.getOrDefault(packageName, List.of())) {
            found.add(new ClassFile(this, entry));
        }
        return found;
    }

    /** The names of the entries that are classes, by their package. */
    static Map<String, List<String>> byPackage(ZipFile file) {
        Map<String, List<String>> found = new HashMap<>();
        String last = "";
        List<String> entries = null;
        for (Enumeration<? extends ZipEntry> all = file.entries(); all.hasMoreElements(); ) {
            String name = all.nextElement().getName();
            if (name.endsWith(SUFFIX)) {
                int end = Math.max(0, name.lastIndexOf('/'));
                if (entries == null || end != last.length() || !name.startsWith(last)) {
                    last = name.substring(0, end);
                    entries = found.computeIfAbsent(last.replace('/', '.'), key -> new ArrayList<>());
                }
                entries.add(name);
            }
        }
        return found;
    }

    private synchronized InputStream open(String entry) throws IOException {
        return file.getInputStream(file.getEntry(entry));
    }

    /** One class. */
    static final class ClassFile extends SimpleJavaFileObject {
        private final Library library;
        private final String entry;

        private ClassFile(Library library, String entry) {
            super(URI.create("jar:///" + entry.replace('$', '.')), Kind.CLASS);
            this.library = library;
            this.entry = entry;
        }

        String binaryName() {
            return entry.substring(0, entry.length() - SUFFIX.length()).replace('/', '.');
        }

        @Override
        public String getName() {
            return library.path + "(/" + entry + ")";
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return kind == Kind.CLASS
                    && entry.substring(entry.lastIndexOf('/') + 1).equals(simpleName + SUFFIX);
        }

        @Override
        public InputStream openInputStream() throws IOException {
            return library.open(entry);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ClassFile file
                    && file.library.path.equals(library.path)
                    && file.entry.equals(entry);
        }

        @Override
        public int hashCode() {
            return 31 * library.path.hashCode() + entry.hashCode();
        }
    }
}
