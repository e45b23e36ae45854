package d2j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.notebook.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./d2j bench} refuses before anything is measured. */
class BenchCommandTest {

    private static String refusal(String... arguments) {
        PrintStream err = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            assertEquals(2, Main.execute(arguments));
        } finally {
            System.setErr(err);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void unknownNamesAreRefusedWithTheKnownOnes() {
        String workload = refusal("bench", "--workloads", "mlp,alexnet");
        assertTrue(workload.contains("no workload alexnet") && workload.contains("resnet18"), workload);
        String rival = refusal("bench", "--rivals", "tensorflow");
        assertTrue(rival.contains("no rival tensorflow") && rival.contains("dl4j, pytorch, djl"), rival);
    }

    /** Not by its rights, which do not bind an administrator: a file stands where the folder should be. */
    @Test
    void aFolderThatCannotBeWrittenIsRefusedBeforeAnythingIsMeasured(@TempDir Path folder) throws Exception {
        assertTrue(Files.isDirectory(BenchCommand.writable(folder.resolve("new").resolve("bench"))));
        Path file = Files.createFile(folder.resolve("file"));
        String message = assertThrows(UsageException.class, () -> BenchCommand.writable(file.resolve("bench")))
                .getMessage();
        assertTrue(message.contains(file.toString()) && message.contains("XDG_CACHE_HOME"), message);
    }

    @Test
    void numbersBelowTheirLeastAreRefused() {
        assertTrue(refusal("bench", "--threads", "0").contains("more than 0"));
        assertTrue(refusal("bench", "--repetitions", "0").contains("more than 0"));
        assertTrue(refusal("bench", "--seconds", "0").contains("more than 0"));
    }
}
