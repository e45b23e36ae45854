package d2j.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import d2j.jupyter.client.KernelClient;
import d2j.jupyter.client.KernelCommand;
import d2j.jupyter.client.KernelDiedException;
import d2j.jupyter.client.KernelSession;
import d2j.jupyter.client.OutputListener;
import d2j.jupyter.client.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs small notebooks in the real kernel; broken ones must be reported as what they are. */
class NotebookRunnerTest {

    @TempDir
    private Path folder;

    /** One kernel for all runs after which it is as good as before; variables of earlier tests do no harm. */
    private static KernelClient shared;

    @AfterAll
    static void stop() {
        if (shared != null) {
            shared.close();
        }
    }

    private static KernelSession sharedKernel(Path folder) throws IOException {
        if (shared == null) {
            shared = KernelClient.start(TestNotebooks.kernel(), folder.getParent(), KernelClient.START_LIMIT);
        }
        return new LentKernel(shared);
    }

    /** A kernel that outlives the run. */
    private record LentKernel(KernelClient kernel) implements KernelSession {

        @Override
        public Reply execute(String code, Duration limit, OutputListener outputs) throws KernelDiedException {
            return kernel.execute(code, limit, outputs);
        }

        @Override
        public void interrupt() {
            kernel.interrupt();
        }

        @Override
        public boolean isAlive() {
            return kernel.isAlive();
        }

        @Override
        public OptionalLong peakMemory() {
            return kernel.peakMemory();
        }

        @Override
        public double secondsSinceHeartbeat() {
            return kernel.secondsSinceHeartbeat();
        }

        @Override
        public void close() {
            // Whoever started it does.
        }
    }

    private RunResult run(TestNotebooks notebook, RunOptions options) throws IOException {
        Chapter chapter = notebook.write(folder, "test");
        try (NotebookRunner runner = new NotebookRunner(
                chapter, chapter.notebook(), options, NotebookRunnerTest::sharedKernel, RunListener.SILENT)) {
            return runner.run();
        }
    }

    private RunResult run(TestNotebooks notebook) throws IOException {
        return run(notebook, RunOptions.defaults().withLimit(Duration.ofMinutes(2)));
    }

    /** In a kernel of its own, which does not survive. */
    private RunResult runAlone(TestNotebooks notebook) throws IOException {
        Chapter chapter = notebook.write(folder, "test");
        try (NotebookRunner runner = new NotebookRunner(
                chapter, chapter.notebook(), RunOptions.defaults(), TestNotebooks.kernel(), RunListener.SILENT)) {
            return runner.run();
        }
    }

    private static Failure failure(RunResult result) {
        assertEquals(1, result.failures().size(), () -> "failures: " + result.failures());
        assertEquals(result.failures().get(0).outcome(), result.outcome());
        return result.failures().get(0);
    }

    @Test
    void aNotebookThatPasses() throws IOException {
        RunResult result = run(TestNotebooks.notebook()
                .markdown("# Title")
                .code("int EPOCHS = 3;", "parameters")
                .code("import d2j.check.Check;\nSystem.out.println(\"hello\");\n6 * 7")
                .code(
                        """
                        import d2j.jupyter.display.MimeBundle;
                        import d2j.jupyter.display.Notebook;
                        var display = Notebook.display(MimeBundle.png(new byte[] {1, 2, 3}, 2, 1, "first"));
                        display.update(MimeBundle.png(new byte[] {4, 5, 6}, 2, 1, "last"));""")
                .code("Check.that(\"it holds\", EPOCHS == 3);\nCheck.atLeast(\"epochs\", EPOCHS, 2);", "check"));
        assertTrue(result.passed(), () -> result.failures().toString());
        assertEquals(4, result.cells());
        assertEquals(4, result.cellsRun());
        assertEquals(2, result.checks());
        assertEquals(1, result.figures());
        assertTrue(result.peakMemory().isEmpty() || result.peakMemory().getAsLong() > 10_000_000);
        List<Cell> cells = result.executed().cells();
        assertEquals(
                "hello\n", NotebookFormat.text(cells.get(2).outputs().get(0).get("text")));
        JsonObject value = cells.get(2).outputs().get(1).getAsJsonObject("data");
        assertEquals("42", NotebookFormat.text(value.get("text/plain")));
        // A display that was updated shows its last state, once.
        JsonObject image = cells.get(3).outputs().get(0);
        assertEquals("BAUG", NotebookFormat.text(image.getAsJsonObject("data").get("image/png")));
        assertEquals(
                "last",
                image.getAsJsonObject("metadata")
                        .getAsJsonObject("image/png")
                        .get("alt")
                        .getAsString());
        assertEquals(
                List.of(1, 2, 3, 4),
                cells.stream()
                        .filter(Cell::isCode)
                        .map(cell -> cell.json().get("execution_count").getAsInt())
                        .toList());
    }

    @Test
    void aCellThatThrows() throws IOException {
        Failure failure = failure(run(TestNotebooks.notebook()
                .code("int ratio(int a, int b) {\n    return a / b;\n}")
                .code("int x = 1;\n\nint y = ratio(x, 0);\nint z = 2;")
                .code("System.out.println(\"never\");")));
        assertEquals(Outcome.CELL_THREW, failure.outcome());
        assertEquals("cell 2 of 3", failure.where());
        assertEquals(3, failure.line());
        assertEquals("java.lang.ArithmeticException: / by zero", failure.error());
        assertTrue(failure.report().contains(">   3 | int y = ratio(x, 0);"), failure.report());
    }

    @Test
    void aCellThatDoesNotCompile() throws IOException {
        Failure failure =
                failure(run(TestNotebooks.notebook().code("int x = 1;").code("int y = 1;\nint z = \"text\";")));
        assertEquals(Outcome.CELL_DID_NOT_COMPILE, failure.outcome());
        assertEquals("cell 2 of 2", failure.where());
        assertEquals(2, failure.line());
        assertEquals("incompatible types: String cannot be converted to int", failure.error());
    }

    @Test
    void aCellWhoseSyntaxIsWrong() throws IOException {
        Failure failure = failure(run(TestNotebooks.notebook().code("int y = (1;\n")));
        assertEquals(Outcome.CELL_DID_NOT_COMPILE, failure.outcome());
    }

    @Test
    void aCheckThatFails() throws IOException {
        Failure failure = failure(run(TestNotebooks.notebook()
                .code("import d2j.check.Check;")
                .code("Check.atLeast(\"test accuracy\", 0.5, 0.25);\nCheck.atLeast(\"test accuracy\", 0.5, 0.82);")));
        assertEquals(Outcome.CHECK_FAILED, failure.outcome());
        assertEquals(2, failure.line());
        assertTrue(failure.error().contains("test accuracy: 0.5 is less than 0.82"), failure.error());
    }

    @Test
    void anExceptionInACellTaggedCheck() throws IOException {
        Failure failure = failure(run(
                TestNotebooks.notebook().code("if (1 + 1 == 2) throw new IllegalStateException(\"wrong\");", "check")));
        assertEquals(Outcome.CHECK_FAILED, failure.outcome());
    }

    @Test
    void aKernelThatExits() throws IOException {
        Failure failure = failure(runAlone(TestNotebooks.notebook()
                .code("int x = 1;")
                .code("System.exit(3);")
                .code("x")));
        assertEquals(Outcome.KERNEL_DIED, failure.outcome());
        assertEquals("cell 2 of 3", failure.where());
        assertTrue(failure.error().contains("System.exit(3) ended the kernel"), failure.error());
    }

    @Test
    void aCellThatMayFailMustNotEndTheKernel() throws IOException {
        Failure failure =
                failure(runAlone(TestNotebooks.notebook().code("Runtime.getRuntime().halt(4);", Cell.RAISES_TAG)));
        assertEquals(Outcome.KERNEL_DIED, failure.outcome());
        assertTrue(failure.error().contains("Runtime.halt(4) ended the kernel"), failure.error());
    }

    @Test
    void aKernelThatIsKilled() throws IOException {
        Failure failure = failure(runAlone(TestNotebooks.notebook()
                .code("System.out.println(\"before\");\n"
                        + "String self = String.valueOf(ProcessHandle.current().pid());\n"
                        + "new ProcessBuilder(\"kill\", \"-9\", self).start().waitFor();\n"
                        + "Thread.sleep(10_000);")));
        assertEquals(Outcome.KERNEL_DIED, failure.outcome());
        assertTrue(failure.error().contains("ended by signal 9"), failure.error());
    }

    @Test
    void aKernelThatDoesNotStart() throws IOException {
        Chapter chapter = TestNotebooks.notebook().code("int x = 1;").write(folder, "test");
        KernelCommand broken =
                new KernelCommand(List.of("sh", "-c", "echo no luck >&2; exit 4", "{connection_file}"), Map.of());
        try (NotebookRunner runner =
                new NotebookRunner(chapter, chapter.notebook(), RunOptions.defaults(), broken, RunListener.SILENT)) {
            Failure failure = failure(runner.run());
            assertEquals(Outcome.KERNEL_DIED, failure.outcome());
            assertTrue(failure.error().contains("status 4") && failure.error().contains("no luck"), failure.error());
        }
    }

    @Test
    void aCellThatNeverEnds() throws IOException {
        RunOptions options = RunOptions.defaults().withCellLimit(Duration.ofSeconds(12));
        RunResult result = run(
                TestNotebooks.notebook()
                        .code("int x = 1;")
                        .code("long n = 0;\nwhile (true) {\n    n++;\n}")
                        .code("x"),
                options);
        Failure failure = failure(result);
        assertEquals(Outcome.TIMED_OUT, failure.outcome());
        assertEquals("cell 2 of 3", failure.where());
        assertTrue(failure.error().contains("did not end within 12 s"), failure.error());
        assertTrue(result.seconds() < 60);
    }

    @Test
    void aRunThatTakesTooLong() throws IOException {
        RunResult result = run(
                TestNotebooks.notebook().code("Thread.sleep(60_000);").code("int y = 1;"),
                RunOptions.defaults().withLimit(Duration.ofSeconds(10)));
        assertEquals(Outcome.TIMED_OUT, failure(result).outcome());
        assertTrue(result.seconds() < 60);
    }

    @Test
    void theCellsAfterAFailureRunIfAsked() throws IOException {
        RunResult result = run(
                TestNotebooks.notebook()
                        .code("int x = 1 / 0;")
                        .code("int y = 1;")
                        .code("undefined();"),
                RunOptions.defaults().withKeepGoing(true));
        assertEquals(
                List.of(Outcome.CELL_THREW, Outcome.CELL_DID_NOT_COMPILE),
                result.failures().stream().map(Failure::outcome).toList());
        assertEquals(1, result.cellsRun());
    }

    @Test
    void anExceptionThatIsMeantDoesNotFailTheRun() throws IOException {
        RunResult result = run(TestNotebooks.notebook()
                .code("int x = 1 / 0;", "raises-exception")
                .code("int y = 1;"));
        assertTrue(result.passed());
        assertEquals(
                "error",
                result.executed()
                        .cells()
                        .get(0)
                        .outputs()
                        .get(0)
                        .get("output_type")
                        .getAsString());
    }

    @Test
    void parametersAreSetBehindTheirCell() throws IOException {
        TestNotebooks notebook = TestNotebooks.notebook(Map.of("EPOCHS", "1", "SIZE", "64"))
                .code(
                        "int EPOCHS = 10; long SEED = 1;\nint SIZE = 256;\nString NAME = \"a;b\"; double RATE = 0.1;",
                        "parameters")
                .code("System.out.println(EPOCHS + \" \" + SIZE + \" \" + NAME + \" \" + RATE + \" \" + SEED);");
        RunResult result = run(
                notebook,
                RunOptions.defaults()
                        .withSmoke(true)
                        .withValues(Map.of("SIZE", "32", "NAME", "say \"hi\"", "RATE", "1e-3")));
        assertTrue(result.passed(), () -> result.failures().toString());
        List<Cell> cells = result.executed().cells();
        assertTrue(cells.get(1).hasTag("injected-parameters"));
        assertEquals(
                "1 32 say \"hi\" 0.001 1\n",
                NotebookFormat.text(cells.get(2).outputs().get(0).get("text")));
        assertEquals(2, result.cells());
        assertEquals(2, result.forCommit().cells().size());
        assertFalse(result.forCommit().text().contains("injected"));
    }

    @Test
    void anUnknownParameterNamesTheKnownOnes() throws IOException {
        NotebookFile notebook = TestNotebooks.notebook()
                .code("int EPOCHS = 10; double RATE = 0.1;", "parameters")
                .build();
        UsageException exception = assertThrows(
                UsageException.class,
                () -> NotebookRunner.withParameters(
                        notebook, RunOptions.defaults().withValues(Map.of("EPOCH", "1"))));
        assertEquals(
                "there is no parameter EPOCH; this notebook has EPOCHS (int, 10), RATE (double, 0.1)",
                exception.getMessage());
    }

    @Test
    void moreCodeRunsInTheSameKernel() throws IOException {
        Chapter chapter = TestNotebooks.notebook()
                .code("int square(int x) { return x * x; }")
                .write(folder, "test");
        try (NotebookRunner runner = new NotebookRunner(
                chapter,
                chapter.notebook(),
                RunOptions.defaults(),
                NotebookRunnerTest::sharedKernel,
                RunListener.SILENT)) {
            assertTrue(runner.run().passed());
            assertEquals(Optional.empty(), runner.execute("nine", "d2j.check.Check.that(\"nine\", square(3) == 9);"));
            Failure failure = runner.execute("ten", "d2j.check.Check.that(\"ten\", square(3) == 10);")
                    .orElseThrow();
            assertEquals(Outcome.CHECK_FAILED, failure.outcome());
            assertEquals("ten", failure.where());
        }
    }
}
