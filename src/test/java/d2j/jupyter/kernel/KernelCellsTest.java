package d2j.jupyter.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.jupyter.kernel.KernelProcess.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Runs the cells of {@code kernel/cells.txt}, slips and all, in one kernel; each is answered, and so is the next. */
@Timeout(300)
class KernelCellsTest {
    private static KernelProcess kernel;

    private record Cell(String code, String expected) {}

    @BeforeAll
    static void start() throws IOException {
        kernel = new KernelProcess();
    }

    @AfterAll
    static void stop() throws IOException {
        kernel.close();
    }

    @TestFactory
    List<DynamicTest> cells() throws IOException {
        String text;
        try (var stream = KernelCellsTest.class.getResourceAsStream("/kernel/cells.txt")) {
            assertNotNull(stream);
            text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (String section : text.split("(?m)^## ")) {
            int title = section.indexOf('\n');
            if (!section.startsWith("#")) {
                tests.add(DynamicTest.dynamicTest(section.substring(0, title), () -> run(section.substring(title))));
            }
        }
        assertTrue(tests.size() > 15);
        return tests;
    }

    /** The compiler goes down a level for each operator: a deep sum gets an error or its value, and never silence. */
    @Test
    void anExpressionOfTwentyThousandTermsIsAnswered() {
        Ran ran = kernel.run("int deep = " + "1+".repeat(19_999) + "1;\ndeep");
        if (ran.status().equals("ok")) {
            assertEquals("20000", ran.result());
        } else {
            assertTrue(isBrief(ran.traceback()), ran.traceback());
        }
        assertEquals("2", kernel.run("1 + 1").result());
    }

    private static void run(String section) {
        List<String> wrong = new ArrayList<>();
        for (Cell cell : parse(section)) {
            Ran ran = kernel.run(cell.code());
            String answer = answer(ran);
            if (!fits(ran, cell.expected())) {
                wrong.add(cell.code() + "\n=> " + cell.expected() + "\nbut was:\n" + answer);
            }
        }
        assertEquals("", String.join("\n\n", wrong));
        assertEquals("42", kernel.run("6 * 7").result());
    }

    private static List<Cell> parse(String section) {
        List<Cell> cells = new ArrayList<>();
        StringBuilder code = new StringBuilder();
        for (String line : section.strip().split("\n")) {
            if (line.startsWith("=> ")) {
                cells.add(new Cell(code.toString().strip(), line.substring(3)));
                code.setLength(0);
            } else {
                code.append(line).append('\n');
            }
        }
        assertTrue(code.toString().isBlank(), "nothing is expected of " + code);
        return cells;
    }

    private static boolean fits(Ran ran, String expected) {
        String kind = expected.replaceAll(" .*", "");
        String text = expected.replaceFirst("^\\S+ ?", "");
        boolean good = ran.status().equals("ok");
        return switch (kind) {
            case "ok" -> good && ran.stream("stderr").isEmpty();
            case "error" -> !good && ran.traceback().contains(text) && isBrief(ran.traceback());
            case "stderr" -> good && ran.stream("stderr").contains(text);
            case "stdout" -> good && ran.stream("stdout").contains(text);
            default -> expected.equals(ran.result());
        };
    }

    /** Whether an error shows nothing of how the kernel works. */
    private static boolean isBrief(String traceback) {
        return traceback.lines().count() < 40
                && !traceback.contains("cells.C")
                && !traceback.contains("d2j.jupyter.kernel")
                && !traceback.contains("$run");
    }

    private static String answer(Ran ran) {
        return ran.status() + " " + ran.result() + "\n" + ran.stream("stdout") + ran.stream("stderr")
                + (ran.status().equals("ok") ? "" : ran.traceback());
    }
}
