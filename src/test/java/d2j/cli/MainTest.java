package d2j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.notebook.NotebookFile;
import d2j.notebook.TestNotebooks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands, on a small book in a folder of its own. */
class MainTest {

    private static final Path PROJECT = Path.of("").toAbsolutePath();

    @TempDir
    private Path home;

    private Path notebook;
    private String before;

    @BeforeEach
    void writeBook() throws IOException {
        // The kernel of this project runs the notebooks of that folder.
        Files.writeString(home.resolve("d2j"), "#!/bin/sh\nexec '" + PROJECT.resolve("d2j") + "' \"$@\"\n");
        assertTrue(home.resolve("d2j").toFile().setExecutable(true));
        notebook = home.resolve("notebooks/01-first-part/01-small-chapter.ipynb");
        Files.createDirectories(notebook.getParent());
        TestNotebooks.notebook(Map.of("EPOCHS", "1"))
                .markdown("# A test")
                .code("int EPOCHS = 3;", "parameters")
                .code("// FashionMnist.load()\nSystem.out.println(EPOCHS + \" epochs\");")
                .code("d2j.check.Check.that(\"positive\", EPOCHS > 0);", "check")
                .build()
                .write(notebook);
        before = System.setProperty("d2j.home", home.toString());
    }

    @AfterEach
    void restore() {
        if (before == null) {
            System.clearProperty("d2j.home");
        } else {
            System.setProperty("d2j.home", before);
        }
    }

    /** Standard output and error of a command, and its exit status. */
    private record Output(int status, String out, String err) {}

    private static Output d2j(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
            int status = Main.execute(arguments);
            return new Output(
                    status, outBytes.toString(StandardCharsets.UTF_8), errBytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @Test
    void wrongUseIsToldInTwoLines() {
        Output command = d2j("lsit");
        assertEquals(2, command.status());
        assertTrue(command.err().startsWith("d2j: there is no command \"lsit\"; there are setup, run, list, lab, "));
        assertFalse(command.err().contains("check-cuda"), command.err());
        for (String[] wrong : new String[][] {
            {"run", "small-chapter", "--sett", "EPOCHS=1"},
            {"run", "small-chapter", "--timeout", "soon"},
            {"export", "small-chapter"},
            {"--nonsense"}
        }) {
            Output output = d2j(wrong);
            assertEquals(2, output.status(), output.err());
            assertTrue(output.err().startsWith("d2j: "), output.err());
            assertTrue(output.err().lines().count() <= 3, output.err());
            assertTrue(output.err().strip().endsWith(" --help shows how it is used."), output.err());
        }
        assertTrue(d2j("run", "small-chapter", "--sett", "A=1").err().contains("--set"));
    }

    @Test
    void aRunKeepsACopyAndAPageAndEndsWithASummary() throws IOException {
        String committed = Files.readString(notebook);
        Output output = d2j("run", "small-chapter", "--smoke");
        assertEquals(0, output.status(), output.out() + output.err());
        assertTrue(output.out().contains("1 epochs\n✓ positive\n"), output.out());
        assertTrue(output.out().contains("passed  01-first-part/01-small-chapter  3 cells, "), output.out());
        assertTrue(output.out().contains("1 check passed, 0 figures, peak memory"), output.out());
        Path folder = home.resolve("target/runs/small-chapter");
        assertTrue(NotebookFile.read(folder.resolve("01-small-chapter.ipynb"))
                .text()
                .contains("injected-parameters"));
        assertTrue(Files.readString(folder.resolve("01-small-chapter.html")).contains("1 epochs"));
        assertEquals(committed, Files.readString(notebook));
    }

    @Test
    void outputsAreWrittenOnlyIfTheRunPasses() throws IOException {
        Output output = d2j("run", "01-first-part", "--write");
        assertEquals(0, output.status(), output.out() + output.err());
        assertTrue(Files.readString(notebook).contains("3 epochs"));
        assertTrue(NotebookFile.isNormal(notebook));
        assertEquals(0, d2j("index", "--check").status(), "the index follows what was written");

        TestNotebooks.notebook().code("int x = 1 / 0;").build().write(notebook);
        String broken = Files.readString(notebook);
        Output failed = d2j("run", "--all", "--write");
        assertEquals(1, failed.status());
        assertTrue(
                failed.out()
                        .contains("01-first-part/01-small-chapter, cell 1 of 1: a cell threw an exception\n"
                                + "  >   1 | int x = 1 / 0;\n  java.lang.ArithmeticException: / by zero"),
                failed.out());
        assertTrue(failed.out().contains("01-small-chapter  a cell threw an exception, cell 1 of 1"), failed.out());
        assertEquals(broken, Files.readString(notebook));
    }

    @Test
    void wrongUsageHasAnExitStatusOfItsOwn() {
        assertEquals(2, d2j("run").status());
        assertEquals(2, d2j("run", "no-such-chapter").status());
        assertEquals(2, d2j("run", "small-chapter", "--smoke", "--write").status());
        assertEquals(2, d2j("run", "small-chapter", "--timeout", "soon").status());
        assertEquals(2, d2j("frobnicate").status());
        Output output = d2j("run", "small-chapter", "--set", "EPOCH=2");
        assertEquals(2, output.status());
        assertTrue(output.err().contains("no parameter EPOCH; this notebook has EPOCHS (int, 3)"), output.err());
    }

    @Test
    void aFileThatIsNoNotebookFailsItsChapterOnly() throws IOException {
        Files.writeString(notebook.resolveSibling("02-broken.ipynb"), "{\n \"cells\": [,]\n}\n");
        Output output = d2j("run", "--all", "--smoke", "-j", "2");
        assertEquals(1, output.status());
        assertTrue(output.out().contains("02-broken.ipynb, line 2"), output.out());
        assertTrue(output.out().contains("1 of 2 chapters passed"), output.out());
    }

    @Test
    void theListShowsTitlesAndData() {
        Output output = d2j("list");
        assertEquals("01-first-part\n  small-chapter  A test  fashion-mnist\n", output.out());
        assertTrue(d2j("list", "--json").out().contains("\"id\": \"small-chapter\""));
    }

    @Test
    void exportedCopiesHaveTheirParametersAndNoOutputs() throws IOException {
        Path output = home.resolve("exported");
        assertEquals(
                0,
                d2j("export", "--all", "--smoke", "--output", output.toString()).status());
        String text = Files.readString(output.resolve("01-first-part/01-small-chapter.ipynb"));
        assertTrue(text.contains("int EPOCHS = 1;") && text.contains("injected-parameters"));
        assertEquals(
                2,
                d2j("export", "--all", "--output", home.resolve("notebooks").toString())
                        .status());
    }

    @Test
    void normaliseMendsWhatItsCheckFinds() throws IOException {
        assertEquals(0, d2j("normalise", "--check").status());
        Files.writeString(
                notebook,
                Files.readString(notebook).replace("\"metadata\": {}", "\"metadata\": {\"collapsed\": true}"));
        Output check = d2j("normalise", "--check");
        assertEquals(1, check.status());
        assertTrue(check.out().contains("01-small-chapter.ipynb"));
        assertEquals(0, d2j("normalise").status());
        assertEquals(0, d2j("normalise", "--check").status());
    }

    @Test
    void theIndexIsWrittenAndChecked() throws IOException {
        assertEquals(1, d2j("index", "--check").status());
        assertEquals(0, d2j("index").status());
        assertEquals(0, d2j("index", "--check").status());
        assertTrue(Files.readString(home.resolve("notebooks/README.md"))
                .contains("| [A test](01-first-part/01-small-chapter.ipynb) | `small-chapter` | fashion-mnist |"));
    }

    @Test
    void everyCommandHasHelp() {
        for (String command : List.of("run", "list", "lab", "data", "export", "normalise", "index")) {
            Output output = d2j(command, "--help");
            assertEquals(0, output.status(), command);
            assertTrue(output.out().startsWith("Usage: d2j " + command), output.out());
            assertFalse(output.out().contains("\u001b"), "colours where there is no terminal");
        }
    }

    @Test
    void anInterruptedRunLeavesNoProcessAndNoHalfWrittenFile() throws Exception {
        endsCleanly(Process::destroy);
    }

    @Test
    void aKilledRunLeavesNoProcess() throws Exception {
        endsCleanly(Process::destroyForcibly);
    }

    private void endsCleanly(Consumer<Process> end) throws Exception {
        TestNotebooks.notebook()
                .code("System.out.println(\"kernel \" + ProcessHandle.current().pid());")
                .code("Thread.sleep(120_000);")
                .build()
                .write(notebook);
        String committed = Files.readString(notebook);
        Path temporary = Files.createDirectories(home.resolve("temporary"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dd2j.home=" + home,
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                "d2j.cli.Main",
                "run",
                "small-chapter",
                "--write"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("D2J_NO_BUILD", "1");
        Process process = builder.start();
        long kernel = 0;
        try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null && kernel == 0; line = reader.readLine()) {
                kernel = line.startsWith("kernel ") ? Long.parseLong(line.substring("kernel ".length())) : 0;
            }
            assertTrue(kernel != 0, "the first cell did not print");
            end.accept(process);
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        }
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (ProcessHandle.of(kernel).map(ProcessHandle::isAlive).orElse(false) && System.nanoTime() < limit) {
            Thread.sleep(100);
        }
        assertFalse(ProcessHandle.of(kernel).map(ProcessHandle::isAlive).orElse(false), "the kernel outlived the run");
        assertEquals(committed, Files.readString(notebook));
        try (Stream<Path> files = Files.list(notebook.getParent())) {
            assertEquals(
                    List.of("01-small-chapter.ipynb"),
                    files.map(file -> file.getFileName().toString()).toList(),
                    () -> String.format(Locale.ROOT, "left behind in %s", notebook.getParent()));
        }
    }
}
