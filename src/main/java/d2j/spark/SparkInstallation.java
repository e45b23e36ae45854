package d2j.spark;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Spark's libraries as {@code ./d2j setup --spark} left them, and the programs that need them. */
public final class SparkInstallation {

    private static final String MISSING =
            "Apache Spark is not set up here; ./d2j setup --spark brings it (120 MB, once)";

    /** The first Java without {@code Subject.getSubject}, which the Hadoop in Spark 3.5 calls as it starts. */
    private static final int TOO_NEW = 24;

    private final Path home;
    private final String libraries;

    private SparkInstallation(Path home, String libraries) {
        this.home = home;
        this.libraries = libraries;
    }

    /** Why there can be no cluster here, in words; empty if there can. */
    public static Optional<String> missing() {
        if (Runtime.version().feature() >= TOO_NEW) {
            return Optional.of("Apache Spark 3.5 does not start on Java "
                    + Runtime.version().feature()
                    + " (\"getSubject is not supported\"); set JAVA_HOME to a Java from 17 to 23");
        }
        return Files.isRegularFile(list(home())) ? Optional.empty() : Optional.of(MISSING);
    }

    private static Path home() {
        return Path.of(System.getProperty("d2j.home", "")).toAbsolutePath().normalize();
    }

    /**
     * Finds Spark.
     *
     * @throws IllegalStateException if it has not been set up, or some of it is gone
     */
    static SparkInstallation find() throws IOException {
        Optional<String> missing = missing();
        if (missing.isPresent()) {
            throw new IllegalStateException(missing.get());
        }
        Path home = home();
        String libraries = Files.readString(list(home)).strip();
        for (String library : libraries.split(File.pathSeparator)) {
            if (!Files.exists(Path.of(library))) {
                throw new IllegalStateException(
                        Path.of(library).getFileName() + " is gone; ./d2j setup --spark brings it again");
            }
        }
        return new SparkInstallation(home, libraries);
    }

    private static Path list(Path home) {
        return home.resolve("target").resolve("spark").resolve("classpath.txt");
    }

    /** The class path of the cluster's processes: our own classes, the programs for Spark, all libraries. */
    String classPath() {
        return String.join(
                File.pathSeparator,
                classes().toString(),
                home.resolve("target").resolve("classes").toString(),
                libraries);
    }

    private Path classes() {
        return home.resolve("target").resolve("spark").resolve("classes");
    }

    /**
     * Compiles the programs for Spark where they changed: the ordinary build, which has no Spark, cannot.
     *
     * @throws IllegalStateException if they do not compile
     */
    void compile() throws IOException {
        Path folder = Files.createDirectories(home.resolve("target").resolve("spark"));
        // Two notebooks at a time would tread on each other; the second finds the work done.
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            List<Path> sources = files(home.resolve("src").resolve("spark").resolve("java"), ".java");
            if (Files.isDirectory(classes()) && newest(files(classes(), ".class")) >= newest(sources)) {
                return;
            }
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            if (compiler == null) {
                throw new IllegalStateException("this Java comes without a compiler; a JDK is needed");
            }
            StringWriter said = new StringWriter();
            try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
                List<String> options = List.of(
                        "-proc:none",
                        "-nowarn",
                        "-d",
                        Files.createDirectories(classes()).toString(),
                        "-cp",
                        classPath());
                if (!compiler.getTask(said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(sources))
                        .call()) {
                    throw new IllegalStateException("the programs for Spark do not compile:\n" + said);
                }
            }
        }
    }

    private static long newest(List<Path> files) {
        return files.stream()
                .mapToLong(file -> file.toFile().lastModified())
                .max()
                .orElse(0);
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return new ArrayList<>(
                    all.filter(file -> file.toString().endsWith(ending)).toList());
        }
    }
}
