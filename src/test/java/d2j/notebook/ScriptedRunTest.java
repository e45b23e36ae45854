package d2j.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import d2j.jupyter.client.KernelSession;
import d2j.jupyter.client.OutputListener;
import d2j.jupyter.client.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a run keeps of the outputs and says about the cells; the kernel is played, so that each takes milliseconds. */
class ScriptedRunTest {

    private final List<String> executed = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    /** Plays a kernel: each cell's outputs come from the script; a cell that says "throw" fails. */
    private final class Played implements KernelSession {

        private final Consumer<OutputListener> script;

        Played(Consumer<OutputListener> script) {
            this.script = script;
        }

        @Override
        public Reply execute(String code, Duration limit, OutputListener outputs) {
            executed.add(code);
            script.accept(outputs);
            return code.equals("throw")
                    ? new Reply(Reply.Status.ERROR, "java.lang.Error", "meant", List.of(), true)
                    : Reply.of(Reply.Status.OK);
        }

        @Override
        public void interrupt() {}

        @Override
        public boolean isAlive() {
            return true;
        }

        @Override
        public OptionalLong peakMemory() {
            return OptionalLong.empty();
        }

        @Override
        public double secondsSinceHeartbeat() {
            return 0;
        }

        @Override
        public void close() {}
    }

    private RunResult run(NotebookFile notebook, Consumer<OutputListener> script) throws IOException {
        RunListener listener = new RunListener() {
            @Override
            public void noticed(String notice) {
                notices.add(notice);
            }
        };
        Chapter chapter = new Chapter("", "test", Path.of("test.ipynb"));
        try (NotebookRunner runner =
                new NotebookRunner(chapter, notebook, RunOptions.defaults(), folder -> new Played(script), listener)) {
            return runner.run();
        }
    }

    private static NotebookFile oneCell() {
        return TestNotebooks.notebook().code("one").build();
    }

    private static String text(RunResult result, int output) {
        JsonObject json = result.executed().cells().get(0).outputs().get(output);
        return NotebookFormat.text(json.get("text"));
    }

    private static JsonObject figure(int size) {
        return JsonParser.parseString("{'output_type': 'display_data', 'metadata': {}, 'data': {'image/png': '"
                        + "A".repeat(size) + "'}}")
                .getAsJsonObject();
    }

    @Test
    void progressOfMillionsOfCharactersHidesNoCheckAndNoError() throws IOException {
        RunResult result = run(oneCell(), outputs -> {
            for (int i = 0; i < 200_000; i++) {
                outputs.stream("stdout", "\rbatch " + i + " of 200000");
            }
            outputs.stream("stdout", "\n✓ it holds: 1\n");
            outputs.stream("stderr", "a warning\n");
        });
        assertEquals(1, result.checks());
        assertEquals("batch 199999 of 200000\n✓ it holds: 1\n", text(result, 0));
        assertEquals("a warning\n", text(result, 1));
    }

    @Test
    void anEndlessPrintIsCutButChecksAndErrorsAreNot() throws IOException {
        String chunk = "x".repeat(8191) + "\n";
        RunResult result = run(oneCell(), outputs -> {
            // 300 MB, as pieces of the size in which the kernel sends them.
            for (int i = 0; i < 37_000; i++) {
                outputs.stream("stdout", chunk);
            }
            outputs.stream("stdout", "✓ it holds: 1\n");
            outputs.stream("stderr", "a warning\n");
            outputs.stream("stdout", "more\n✓ it holds again: 1\n");
        });
        assertEquals(2, result.checks());
        assertTrue(
                text(result, 0).length() < 1_000_100, "kept " + text(result, 0).length());
        assertTrue(text(result, 0).endsWith("\n[more than a million characters; the rest is not kept]\n"));
        assertEquals("a warning\n", text(result, 1));
    }

    @Test
    void figuresBeyondTheLimitAreToldOfOnce() {
        OutputCollector collector = new OutputCollector(RunListener.SILENT, 1000);
        collector.output(figure(600), "a");
        collector.output(figure(600), null);
        collector.output(figure(600), null);
        collector.update("a", figure(900).getAsJsonObject("data"), new JsonObject());
        List<JsonObject> outputs = collector.take();
        assertEquals(2, outputs.size());
        assertEquals(
                900,
                outputs.get(0)
                        .getAsJsonObject("data")
                        .get("image/png")
                        .getAsString()
                        .length());
        assertTrue(outputs.get(1).get("text").getAsString().contains("not kept"));

        // What is cleared makes room.
        OutputCollector second = new OutputCollector(RunListener.SILENT, 1000);
        for (int i = 0; i < 50; i++) {
            second.clear(true);
            second.output(figure(600), "live");
        }
        assertEquals(1, second.take().size());
    }

    @Test
    void aSkippedCellKeepsItsOutputs() throws IOException {
        NotebookFile notebook = TestNotebooks.notebook()
                .code("one")
                .code("two", "skip-execution")
                .code("three")
                .build();
        notebook.cells().get(1).outputs(List.of(figure(4)));
        RunResult result = run(notebook, outputs -> outputs.stream("stdout", "said\n"));
        assertEquals(List.of("one", "three"), executed);
        assertTrue(result.passed());
        assertEquals(List.of(2, 2, 1), List.of(result.cells(), result.cellsRun(), result.skipped()));
        assertEquals(List.of(figure(4)), result.executed().cells().get(1).outputs());
        assertFalse(result.executed().cells().get(1).wasExecuted());
        assertEquals(
                2,
                result.executed().cells().get(2).json().get("execution_count").getAsInt());
        assertEquals(figure(4), result.forCommit().cells().get(1).outputs().get(0));
    }

    @Test
    void aCellThatWasToFailAndDoesNotIsNoticed() throws IOException {
        RunResult result = run(
                TestNotebooks.notebook()
                        .code("throw", "raises-exception")
                        .code("fine", "raises-exception")
                        .build(),
                outputs -> {});
        assertTrue(result.passed());
        assertEquals(List.of("cell 2 of 2 is tagged raises-exception, but raised nothing"), result.notices());
        assertEquals(result.notices(), notices);
    }
}
