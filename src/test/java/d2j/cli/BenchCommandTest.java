package d2j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

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

    @Test
    void numbersBelowTheirLeastAreRefused() {
        assertTrue(refusal("bench", "--threads", "0").contains("more than 0"));
        assertTrue(refusal("bench", "--repetitions", "0").contains("more than 0"));
        assertTrue(refusal("bench", "--seconds", "0").contains("more than 0"));
    }
}
