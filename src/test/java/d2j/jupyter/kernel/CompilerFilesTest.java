package d2j.jupyter.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** It has to find what the JDK's own file manager finds. */
class CompilerFilesTest {

    private static final Set<JavaFileObject.Kind> CLASSES = EnumSet.of(JavaFileObject.Kind.CLASS);

    @TempDir
    private Path folder;

    @Test
    void listsWhatTheJdkLists() throws IOException {
        Path first = jar("first.jar", "a/One.class", "a/b/Two.class", "Top.class");
        Path second = jar("second.jar", "a/b/Three.class", "a/b/notes.txt", "META-INF/versions/9/a/b/Three.class");
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Files.createDirectories(classes.resolve("a"));
        Files.write(classes.resolve("a").resolve("Four.class"), new byte[0]);
        Path text = Files.writeString(folder.resolve("not-a.jar"), "this is no jar");
        List<Path> entries = List.of(first, text, folder.resolve("missing.jar"), classes, second);

        try (StandardJavaFileManager expected = jdk();
                StandardJavaFileManager plain = jdk()) {
            expected.setLocationFromPaths(StandardLocation.CLASS_PATH, List.of(first, classes, second));
            plain.setLocationFromPaths(StandardLocation.CLASS_PATH, List.of(first, classes, second));
            CompilerFiles files = new CompilerFiles(
                    plain,
                    String.join(
                            File.pathSeparator,
                            entries.stream().map(Path::toString).toList()),
                    new PackageIndex(null));
            for (String name : List.of("", "a", "a.b", "a.b.c", "java.util", "META-INF")) {
                assertEquals(names(expected, name), names(files, name), "package '" + name + "'");
            }
            assertEquals(new TreeSet<>(List.of("a.Four", "a.One")), new TreeSet<>(names(files, "a")));
        }
    }

    @Test
    void anIndexThatIsKeptHoldsForTheSameJarsOnly() throws IOException {
        Path file = folder.resolve("packages");
        Path jar = jar("first.jar", "a/One.class", "a/b/Two.class", "Top.class");
        PackageIndex first = new PackageIndex(file);
        assertEquals(Set.of("a", "a.b", ""), Set.copyOf(first.packages(jar)));
        first.save();
        String kept = Files.readString(file);
        assertEquals(Set.of("a", "a.b", ""), Set.copyOf(new PackageIndex(file).packages(jar)));

        // The index is believed: what it says of this very jar is what the next start takes.
        Files.writeString(file, kept.replace("a.b", "from.index"));
        assertEquals(Set.of("a", "from.index", ""), Set.copyOf(new PackageIndex(file).packages(jar)));

        jar("first.jar", "c/Other.class");
        assertEquals(List.of("c"), new PackageIndex(file).packages(jar));

        Files.writeString(file, "no index\n\n\t\t\n");
        assertEquals(List.of("c"), new PackageIndex(file).packages(jar));
    }

    @Test
    void readsTheClassesThatItLists() throws IOException {
        Path jar = jar("first.jar", "a/One.class", "a/One$Inner.class");
        try (StandardJavaFileManager plain = jdk()) {
            CompilerFiles files = new CompilerFiles(plain, jar.toString(), new PackageIndex(null));
            for (JavaFileObject file : files.list(StandardLocation.CLASS_PATH, "a", CLASSES, false)) {
                assertTrue(files.contains(StandardLocation.CLASS_PATH, file));
                assertTrue(files.isSameFile(file, file));
                assertTrue(file.getName().startsWith(jar.toString()));
                try (var content = file.openInputStream()) {
                    assertEquals(0, content.readAllBytes().length);
                }
            }
        }
    }

    @Test
    void looksForNoPlugInsInTheLibraries() throws IOException {
        Path jar = jar("services.jar", "META-INF/services/com.sun.source.util.Plugin");
        try (StandardJavaFileManager plain = jdk()) {
            ClassLoader loader = new CompilerFiles(plain, jar.toString(), new PackageIndex(null))
                    .getClassLoader(StandardLocation.CLASS_PATH);
            assertTrue(loader.getResource("META-INF/services/com.sun.source.util.Plugin") == null);
        }
    }

    private static List<String> names(StandardJavaFileManager files, String packageName) throws IOException {
        List<String> names = new ArrayList<>();
        for (JavaFileObject file : files.list(StandardLocation.CLASS_PATH, packageName, CLASSES, false)) {
            names.add(files.inferBinaryName(StandardLocation.CLASS_PATH, file));
        }
        names.sort(null);
        return names;
    }

    private static StandardJavaFileManager jdk() {
        return ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, StandardCharsets.UTF_8);
    }

    private Path jar(String name, String... entries) throws IOException {
        Path jar = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out)) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.closeEntry();
            }
        }
        return jar;
    }
}
