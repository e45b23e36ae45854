package d2j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void theLineEndsWithWhatWasDone() {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (Progress progress = Progress.of("folds", 3)) {
            for (int i = 0; i < 3; i++) {
                progress.step();
            }
        } finally {
            System.setOut(before);
        }
        String text = printed.toString(StandardCharsets.UTF_8);
        String last = text.substring(text.lastIndexOf('\r') + 1);
        assertTrue(last.startsWith("folds: 3 of 3 in "), text);
        assertEquals(1, text.lines().filter(line -> line.contains("3 of 3")).count());
    }

    @Test
    void aStepIsWhereAnInterruptEndsTheLoop() {
        Progress progress = Progress.of("steps", 2);
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, progress::step);
        assertTrue(Thread.interrupted());
    }
}
