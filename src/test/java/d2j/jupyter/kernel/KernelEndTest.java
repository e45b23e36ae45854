package d2j.jupyter.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.jupyter.kernel.KernelProcess.Ran;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cells that end the process: the client learns at once that the kernel is gone, and why. */
@Timeout(120)
class KernelEndTest {

    @ParameterizedTest
    @CsvSource({
        "System.exit(3);, System.exit(3), 3",
        "Runtime.getRuntime().halt(4);, Runtime.halt(4), 4",
        "new Thread(() -> System.exit(0)).start(); Thread.sleep(60_000);, System.exit(0), 0"
    })
    void aCellThatEndsJavaIsAnswered(String code, String named, int status) throws Exception {
        try (KernelProcess kernel = new KernelProcess()) {
            kernel.run("int kept = 1;");
            Ran ran = kernel.run("System.out.println(kept);\n" + code);
            assertEquals("KernelEnded", ran.reply().text("ename"));
            assertTrue(ran.traceback().contains(named + " ended the kernel"), ran.traceback());
            assertTrue(ran.traceback().contains("line 2"), ran.traceback());
            assertEquals("1\n", ran.stream("stdout"));
            assertTrue(kernel.process.waitFor(10, TimeUnit.SECONDS));
            assertEquals(status, kernel.process.exitValue());
        }
    }

    /** A client that is killed while its kernel starts leaves none behind. */
    @Test
    void aKernelWhoseClientIsGoneAlreadyEnds() throws Exception {
        Process client = new ProcessBuilder(
                        Path.of(KernelProcess.JAVA, "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        client.waitFor();
        String number = Long.toString(client.pid());
        try (KernelProcess kernel = new KernelProcess(Map.of("JPY_PARENT_PID", number, "D2J_CLIENT_PID", number))) {
            assertTrue(kernel.process.waitFor(60, TimeUnit.SECONDS));
        }
    }

    /** Jupyter may run in another container, where its number means nothing. */
    @Test
    void aKernelDoesNotMindAJupyterThatItCannotSee() throws Exception {
        try (KernelProcess kernel = new KernelProcess(Map.of("JPY_PARENT_PID", "999999999"))) {
            assertEquals("2\n", kernel.run("System.out.println(1 + 1);").stream("stdout"));
        }
    }
}
