package d2j.jupyter.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import d2j.jupyter.kernel.KernelProcess.Ran;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a small heap shows: nothing is kept that no cell can reach, and a full one can be emptied. */
@Timeout(900)
class KernelMemoryTest {
    private static KernelProcess kernel;

    @BeforeAll
    static void start() throws IOException {
        kernel = new KernelProcess("-Xmx400m");
    }

    @AfterAll
    static void stop() throws IOException {
        kernel.close();
    }

    @Test
    void noValueIsKeptThatNobodyCanReach() {
        // Each array takes a quarter of the kernel's memory.
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    "12000000",
                    kernel.run("long[] large = new long[12_000_000];\nlarge.length")
                            .result());
            assertEquals(
                    "12000000",
                    kernel.run("double[] large = new double[12_000_000];\nlarge.length")
                            .result());
            assertEquals(
                    "12000000",
                    kernel.run("Object large = new long[12_000_000];\n((long[]) large).length")
                            .result());
            assertEquals("12000000", kernel.run("new long[12_000_000].length").result());
            assertEquals(
                    "error",
                    kernel.run("throw new RuntimeException(\"\" + new long[12_000_000].length);")
                            .status());
        }
        kernel.run("large = null;");
    }

    @Test
    void aHeapFullOfReachableValuesCanBeEmptied() {
        Ran ran = kernel.run("List<int[]> hoard = new ArrayList<>();\nwhile (true) hoard.add(new int[10_000]);");
        assertEquals("java.lang.OutOfMemoryError", ran.reply().text("ename"));
        Ran emptied = kernel.run("hoard = null;");
        assertEquals("ok", emptied.status(), emptied.reply().toString());
        assertEquals("12000000", kernel.run("new long[12_000_000].length").result());
    }
}
