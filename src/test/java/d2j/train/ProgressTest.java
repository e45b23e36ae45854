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
        try (Progress progress = new Progress("folds", 3, true)) {
            for (int i = 0; i < 3; i++) {
                progress.step();
            }
        } finally {
            System.setOut(before);
        }
        String text = printed.toString(StandardCharsets.UTF_8);
        String last = text.substring(text.lastIndexOf('\r') + 1);
        assertEquals("folds: 3 of 3" + System.lineSeparator(), last);
        assertTrue(text.startsWith("\rfolds: [######--------------] 1 of 3, about 0 s left"), text);
    }

    @Test
    void nothingMovesWhereNobodyReads() {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (Progress progress = new Progress("folds", 3, false)) {
            progress.step();
        } finally {
            System.setOut(before);
        }
        assertEquals("folds: 1 of 3" + System.lineSeparator(), printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void longTimesAreSaidInMinutes() {
        assertEquals("about 89 s", Progress.inWords(89));
        assertEquals("about 2 min", Progress.inWords(120));
    }

    @Test
    void aStepIsWhereAnInterruptEndsTheLoop() {
        Progress progress = Progress.of("steps", 2);
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, progress::step);
        assertTrue(Thread.interrupted());
    }
}
