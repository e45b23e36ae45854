package d2j.jupyter.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** Says which import a reader may have forgotten, when the compiler does not know a class. */
final class ImportHints {
    private static final int SHOWN = 3;
    private static final List<String> LIBRARIES =
            List.of("d2j/", "org/nd4j/", "org/deeplearning4j/", "tech/tablesaw/", "org/datavec/");
    private static final List<String> JAVA = List.of(
            "java.awt",
            "java.awt.image",
            "java.nio",
            "java.nio.charset",
            "java.text",
            "java.time",
            "java.time.format",
            "java.util.concurrent.atomic",
            "java.util.concurrent.locks",
            "java.util.zip",
            "javax.imageio");

    private final StartUpImports startUp = new StartUpImports();
    private Map<String, List<String>> known;

    /** Imports for a class, the likeliest first; none if there is no such class. */
    List<String> importsOf(String simpleName) {
        List<String> found = new ArrayList<>();
        for (String javaPackage : JAVA) {
            try {
                Class.forName(javaPackage + "." + simpleName, false, ImportHints.class.getClassLoader());
                found.add(javaPackage + "." + simpleName);
            } catch (ClassNotFoundException | LinkageError e) {
                continue;
            }
        }
        found.addAll(libraryClasses().getOrDefault(simpleName, List.of()));
        return found.stream().limit(SHOWN).map(name -> "import " + name + ";").toList();
    }

    /** The import of a function of tensors; null if there is none of this name. */
    String importOfFunction(String name) {
        return startUp.importOfFunction(name);
    }

    private Map<String, List<String>> libraryClasses() {
        if (known == null) {
            known = new HashMap<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                try {
                    read(Path.of(entry));
                } catch (IOException | RuntimeException e) {
                    // A hint less.
                    continue;
                }
            }
            Comparator<String> nearest = Comparator.comparingInt(name -> LIBRARIES.indexOf(library(name)));
            known.values().forEach(names -> names.sort(nearest.thenComparing(String::length)));
        }
        return known;
    }

    private static String library(String className) {
        String path = className.replace('.', '/');
        return LIBRARIES.stream().filter(path::startsWith).findFirst().orElse("");
    }

    private void read(Path entry) throws IOException {
        if (Files.isDirectory(entry)) {
            try (Stream<Path> files = Files.walk(entry)) {
                files.forEach(file -> add(entry.relativize(file).toString().replace(File.separatorChar, '/')));
            }
        } else if (Files.isRegularFile(entry)) {
            try (ZipFile jar = new ZipFile(entry.toFile())) {
                jar.stream().forEach(each -> add(each.getName()));
            }
        }
    }

    private void add(String file) {
        if (file.endsWith(".class") && file.indexOf('$') < 0 && !library(file).isEmpty()) {
            String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
            known.computeIfAbsent(name.substring(name.lastIndexOf('.') + 1), k -> new ArrayList<>())
                    .add(name);
        }
    }
}
