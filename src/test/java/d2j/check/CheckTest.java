package d2j.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** The assertions of the chapters. */
class CheckTest {

    private static String printed(Runnable check) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            check.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).strip();
    }

    private static String message(Runnable check) {
        return assertThrows(AssertionError.class, check::run).getMessage();
    }

    @Test
    void eachPrintsWhatHolds() {
        assertEquals("✓ test accuracy: 0.8453 ≥ 0.82", printed(() -> Check.atLeast("test accuracy", 0.8453, 0.82)));
        assertEquals("✓ loss: 0.25 ≤ 0.3", printed(() -> Check.atMost("loss", 0.25, 0.3)));
        assertEquals(
                "✓ parameters: 61706 ≈ 61706 (within 0)", printed(() -> Check.close("parameters", 61706, 61706, 0)));
        assertEquals("✓ a claim", printed(() -> Check.that("a claim", true)));
        assertEquals(
                "✓ w: largest difference 0.5 ≤ 1",
                printed(() -> Check.close("w", Nd4j.createFromArray(1.0, 2.0), Nd4j.createFromArray(1.0, 2.5), 1)));
    }

    @Test
    void eachStatesBothNumbersWhenItFails() {
        assertEquals("test accuracy: 0.5 is less than 0.82", message(() -> Check.atLeast("test accuracy", 0.5, 0.82)));
        assertEquals("loss: 0.5 is more than 0.3", message(() -> Check.atMost("loss", 0.5, 0.3)));
        assertEquals("x: 1.0 is not within 0.1 of 2.0", message(() -> Check.close("x", 1, 2, 0.1)));
        assertEquals("does not hold: a claim", message(() -> Check.that("a claim", false)));
        assertEquals(
                "w: shape [2] is not [1]",
                message(() -> Check.close("w", Nd4j.createFromArray(1.0, 2.0), Nd4j.createFromArray(1.0), 1)));
    }

    @Test
    void notANumberNeverPasses() {
        message(() -> Check.atLeast("x", Double.NaN, 0));
        message(() -> Check.atMost("x", Double.NaN, 0));
        message(() -> Check.close("x", Double.NaN, Double.NaN, 1));
        message(() -> Check.close("x", Nd4j.createFromArray(1.0, Double.NaN), Nd4j.createFromArray(1.0, 1.0), 1));
        assertThrows(IllegalArgumentException.class, () -> Check.close("x", 1, 1, Double.NaN));
    }

    @Test
    void numbersAreShort() {
        assertEquals("0.333333", Check.number(1 / 3.0));
        assertEquals("1E-7", Check.number(1e-7));
        assertEquals("-3", Check.number(-3));
    }
}
