package d2j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class QuietOutputTest {

    @Test
    void dropsWhatSameDiffPrintsAndNothingElse() {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            QuietOutput.install();
            PrintStream installed = System.out;
            QuietOutput.install();
            assertSame(installed, System.out, "installing twice changes nothing");
            System.out.println("Added differentiated op matmul");
            System.out.printf("∂z/∂w = %d%n", 3);
            System.out.println((String) null);
            System.out.flush();
        } finally {
            System.setOut(before);
        }
        assertEquals(String.format("∂z/∂w = 3%nnull%n"), bytes.toString(StandardCharsets.UTF_8));
    }
}
