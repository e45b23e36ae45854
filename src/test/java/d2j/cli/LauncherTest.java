package d2j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.notebook.TestNotebooks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, in a copy of the project that was built and has one small chapter, on machines of several kinds. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    private static final Path PROJECT = Path.of("").toAbsolutePath();

    @TempDir
    private Path folder;

    private Path root;
    private Path programs;
    private Path home;

    @BeforeEach
    void makeCopy() throws IOException {
        programs = Files.createDirectory(folder.resolve("programs"));
        home = Files.createDirectory(folder.resolve("home"));
        root = Files.createDirectory(folder.resolve("d2j-copy"));
        Files.copy(PROJECT.resolve("d2j"), root.resolve("d2j"), StandardCopyOption.COPY_ATTRIBUTES);
        Path target = Files.createDirectory(root.resolve("target"));
        Files.createSymbolicLink(target.resolve("classes"), PROJECT.resolve("target/classes"));
        Files.copy(PROJECT.resolve("target/classpath.txt"), target.resolve("classpath.txt"));
        Files.createDirectories(root.resolve("src/main"));
        Files.createDirectories(root.resolve("datasets"));
        Files.createFile(root.resolve("pom.xml"));
        Path stamp = Files.createFile(target.resolve("built.stamp"));
        Files.setLastModifiedTime(stamp, FileTime.from(Instant.now().plusSeconds(60)));
        TestNotebooks.notebook(Map.of())
                .markdown("# A test")
                .code("System.out.println(6 * 7);")
                .build()
                .write(root.resolve("notebooks/01-part/01-small.ipynb"));
    }

    @AfterEach
    void removeLinks() throws IOException {
        // JUnit warns of those that it removes itself.
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path link : all.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    /** What a command printed, both streams together, and its exit status. */
    private record Output(int status, String text) {}

    private Output d2j(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return run(
                Stream.concat(Stream.of(root.resolve("d2j").toString()), Stream.of(arguments))
                        .toList(),
                environment);
    }

    private Output run(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(name -> name.startsWith("XDG_") || name.startsWith("JUPYTER"));
        variables.put("PATH", programs + ":" + variables.get("PATH"));
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        variables.put("HOME", home.toString());
        variables.put("D2J_STARTUP", "plain");
        variables.remove("D2J_NO_BUILD");
        variables.remove("CUDA_VISIBLE_DEVICES");
        variables.putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), text);
        return new Output(process.exitValue(), text);
    }

    private static TreeSet<String> files(Path parent) throws IOException {
        try (Stream<Path> all = Files.walk(parent)) {
            TreeSet<String> names = new TreeSet<>();
            all.forEach(path -> names.add(parent.relativize(path).toString()));
            return names;
        }
    }

    private static String smi(String... cards) {
        return "cat <<'END'\n" + String.join("\n", cards) + "\nEND";
    }

    @Test
    void cudaIsNotSetUpForACardThatCannotUseIt() throws IOException, InterruptedException {
        program("mvn", "echo \"$@\" >>'" + folder.resolve("maven.log") + "'");
        program("nvidia-smi", smi("0, NVIDIA H100 80GB HBM3, 81559 MiB, 550.54.15, 9.0"));
        Output output = d2j(Map.of(), "setup", "--cuda");
        assertEquals(1, output.status(), output.text());
        assertTrue(output.text().contains("NVIDIA H100 80GB HBM3 (compute capability 9.0): DL4J"), output.text());
        assertTrue(output.text().contains("nothing was downloaded or changed"), output.text());
        assertFalse(Files.exists(root.resolve(".d2j-profiles")));
        assertFalse(Files.exists(folder.resolve("maven.log")), "Maven was called");

        program("nvidia-smi", "exit 9");
        output = d2j(Map.of(), "setup", "--cuda");
        assertEquals(1, output.status(), output.text());
        assertTrue(output.text().contains("nvidia-smi fails"), output.text());
    }

    @Test
    void cudaIsSetUpForACardThatCanOrOnRequest() throws IOException, InterruptedException {
        Path log = folder.resolve("maven.log");
        program("mvn", "echo \"$@\" >>'" + log + "'");
        program("nvidia-smi", smi("0, Tesla T4, 15360 MiB, 535.104.05, 7.5"));
        Output output = d2j(Map.of(), "setup", "--cuda");
        assertEquals(0, output.status(), output.text());
        assertTrue(output.text().contains("DL4J can use Tesla T4, 15 GiB; driver 535.104.05"), output.text());
        assertTrue(output.text().contains("2.4 GB are to be downloaded"), output.text());
        assertEquals("cuda", Files.readString(root.resolve(".d2j-profiles")));
        assertTrue(Files.readString(log).contains("-Pcuda process-classes"), Files.readString(log));

        Files.delete(root.resolve(".d2j-profiles"));
        program("nvidia-smi", smi("0, NVIDIA GeForce RTX 5090, 32607 MiB, 570.86, 12.0"));
        output = d2j(Map.of(), "setup", "--cuda", "--force");
        assertEquals(0, output.status(), output.text());
        assertTrue(output.text().contains("chapters will run on the CPU. NVIDIA GeForce RTX 5090"), output.text());
        assertEquals("cuda", Files.readString(root.resolve(".d2j-profiles")));

        output = d2j(Map.of(), "setup", "--cpu");
        assertEquals(0, output.status(), output.text());
        assertFalse(Files.exists(root.resolve(".d2j-profiles")));
    }

    @Test
    void theDoctorSaysThatACardCannotBeUsed() throws IOException, InterruptedException {
        program("nvidia-smi", smi("0, NVIDIA H100, 81559 MiB, 550.54.15, 9.0"));
        String text = d2j(Map.of(), "doctor").text();
        assertTrue(text.contains("note  GPU      NVIDIA H100 (compute capability 9.0): DL4J"), text);
        assertFalse(text.contains("setup --cuda"), text);
    }

    @Test
    void allJavasThatWereSeenAreRemembered() throws IOException, InterruptedException {
        Path asked = folder.resolve("asked");
        for (String name : List.of("one", "two")) {
            Path bin = Files.createDirectories(folder.resolve(name).resolve("bin"));
            Files.createSymbolicLink(bin.resolve("javac"), Path.of(System.getProperty("java.home"), "bin", "javac"));
            Path java = Files.writeString(
                    bin.resolve("java"),
                    "#!/bin/sh\n[ \"$1\" = -version ] && echo " + name + " >>'" + asked + "'\nexec '"
                            + Path.of(System.getProperty("java.home"), "bin", "java") + "' \"$@\"\n");
            assertTrue(java.toFile().setExecutable(true));
        }
        for (String name : List.of("one", "two", "one", "two")) {
            Output output = d2j(Map.of("JAVA_HOME", folder.resolve(name).toString()), "--version");
            assertEquals(0, output.status(), output.text());
        }
        assertEquals("one\ntwo\n", Files.readString(asked));
    }

    /** Three obstacles at a time, since a kernel's start takes a while. */
    @Test
    void aRunNeedsNoLocaleNoHomeAndWritesNothingButItsResults() throws IOException, InterruptedException {
        // This process may run in a locale that cannot name such a folder, so a shell does it.
        String umlaut = "$'d2j-\\xc3\\xbcbung'";
        Process shell = new ProcessBuilder("bash", "-c", "mv d2j-copy " + umlaut + " && ln -s " + umlaut + " d2j-copy")
                .directory(folder.toFile())
                .start();
        assertEquals(0, shell.waitFor());
        // A file where the folder should be refuses the administrator as well.
        Path file = Files.createFile(folder.resolve("no-home"));
        // What is written elsewhere would stop a kernel in a checkout that can only be read.
        TreeSet<String> before = files(root.resolve("."));
        Path results = folder.resolve("results");
        Output output = run(
                List.of("bash", "-c", "cd " + umlaut + " && exec \"$PWD/d2j\" run small --output ../results"),
                Map.of("LC_ALL", "C", "HOME", file.toString()));
        assertEquals(0, output.status(), output.text());
        assertTrue(output.text().startsWith("01-part/01-small: starting the kernel"), output.text());
        assertTrue(output.text().contains("42"), output.text());
        assertTrue(Files.exists(results.resolve("small/01-small.ipynb")));
        assertEquals(before, files(root.resolve(".")));
        assertTrue(before.contains("pom.xml"), before::toString);
    }

    @Test
    void aHomeThatCannotBeWrittenIsExplained() throws IOException, InterruptedException {
        Path file = Files.createFile(folder.resolve("no-home"));
        Map<String, String> environment = Map.of("HOME", file.toString());
        Output output = d2j(environment, "setup");
        assertEquals(1, output.status(), output.text());
        assertTrue(output.text().contains("the Jupyter kernel cannot be installed: "), output.text());
        assertTrue(output.text().contains("./d2j setup --prefix FOLDER"), output.text());
        assertFalse(output.text().contains("Exception"), output.text());

        program("jupyter-lab", "exit 0");
        output = d2j(environment, "lab");
        assertEquals(1, output.status(), output.text());
        assertTrue(output.text().contains("the kernel cannot be installed for Jupyter: "), output.text());
        assertFalse(output.text().contains("Exception"), output.text());
    }

    @Test
    void aCopyThatCannotBeBuiltIsExplained() throws IOException, InterruptedException {
        program("mvn", "exit 1");
        Path target = root.resolve("target");
        Files.move(target, root.resolve("elsewhere"));
        Files.createFile(target);
        Output output = d2j(Map.of(), "list");
        assertEquals(1, output.status(), output.text());
        assertTrue(
                output.text().contains("has not been built yet, and its folder cannot be written: " + target),
                output.text());
    }
}
