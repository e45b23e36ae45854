package d2j.jupyter.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import d2j.jupyter.kernel.KernelProcess.Ran;
import d2j.jupyter.protocol.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Talks to a real kernel process over ZeroMQ. The tests share it, as the cells of a notebook do. */
@Timeout(120)
class KernelTest {
    private static KernelProcess kernel;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        kernel = new KernelProcess();
        // At once: the process has hardly begun, and has bound no socket.
        String id = kernel.send("shell", "kernel_info_request", Map.of());
        Message info = kernel.reply("shell", id);
        assertEquals("5.3", info.text("protocol_version"));
        assertEquals(
                "java",
                info.content().getAsJsonObject("language_info").get("name").getAsString());
        assertNotNull(kernel.published(id));
    }

    @AfterAll
    static void stop() throws Exception {
        kernel.close();
    }

    @Test
    void onlyABareExpressionAtTheEndOfACellIsShown() {
        assertEquals("3", kernel.run("1 + 2").result());
        assertEquals("3", kernel.run("int three = 3; three // the value").result());
        assertEquals("a;b", kernel.run("\"a;b\"").result());
        assertNull(kernel.run("1 + 2;").result());
        assertNull(kernel.run("1 + 2; // no value").result());
        assertNull(kernel.run("var shown = 5").result());
        assertNull(kernel.run("three = 4").result());
        assertNull(kernel.run("(Object) null").result());
        assertNull(kernel.run("three\nint four = 4;").result());
        assertNull(kernel.run("// nothing").result());
    }

    @Test
    void executionCountsFollowTheProtocol() {
        int before = kernel.run("1").reply().number("execution_count", -1);
        Ran next = kernel.run("2");
        assertEquals(before + 1, next.reply().number("execution_count", -1));
        assertEquals(before + 1, next.ofType("execute_input").get(0).number("execution_count", -1));
        assertEquals(before + 1, next.ofType("execute_result").get(0).number("execution_count", -1));
        Ran silent = kernel.finish(kernel.send("shell", "execute_request", Map.of("code", "3", "silent", true)));
        assertTrue(silent.published().isEmpty());
        String unstored = kernel.send("shell", "execute_request", Map.of("code", "4", "store_history", false));
        assertEquals("4", kernel.finish(unstored).result());
        assertEquals(before + 2, kernel.run("5").reply().number("execution_count", -1));
    }

    @Test
    void streamsKeepTheirOrderAmongEachOtherAndWithDisplays() {
        Ran ran = kernel.run(
                """
                System.out.print("äöü €");
                System.err.println("warning");
                System.out.println("😀");
                d2j.jupyter.display.Notebook.markdown("**bold**");
                System.out.println("end");
                """);
        List<String> order = ran.published().stream()
                .skip(1)
                .map(message -> message.type().equals("stream")
                        ? message.text("name") + ":" + message.text("text").strip()
                        : message.type())
                .toList();
        assertEquals(List.of("stdout:äöü €", "stderr:warning", "stdout:😀", "display_data", "stdout:end"), order);
    }

    @Test
    void manySmallPrintsMakeFewMessages() {
        Ran ran = kernel.run("for (int i = 0; i < 5000; i++) System.out.println(i);");
        assertEquals(5000, ran.stream("stdout").lines().count());
        assertTrue(ran.stream("stdout").endsWith("4999\n"));
        assertTrue(ran.ofType("stream").size() < 50, ran.ofType("stream").size() + " messages");
    }

    @Test
    void printedTextArrivesWhileTheCellRuns() throws IOException {
        Path seen = folder.resolve("seen");
        String id = kernel.execute("System.out.println(\"begun\");\n" + waitingFor(seen));
        while (!kernel.receive("iopub", 30_000).type().equals("stream")) {
            continue;
        }
        Files.createFile(seen);
        assertEquals("ok", kernel.finish(id).status());
    }

    /** A cell that ends when the file is there, which this test makes. */
    private static String waitingFor(Path file) {
        return "while (!java.nio.file.Files.exists(java.nio.file.Path.of(\"" + file + "\"))) Thread.sleep(20);";
    }

    @Test
    void threadsOfACellPrintIntoIt() {
        Ran ran = kernel.run(
                """
                Thread thread = new Thread(() -> System.out.println("from a thread"));
                thread.start();
                thread.join();
                """);
        assertEquals("from a thread\n", ran.stream("stdout"));
    }

    @Test
    void loggingDoesNotReachTheNotebook() {
        Ran ran = kernel.run(
                """
                java.util.logging.Logger.getLogger("x").severe("by java.util.logging");
                org.slf4j.LoggerFactory.getLogger("x").error("by slf4j");
                """);
        assertEquals("ok", ran.status());
        assertEquals(1, ran.published().size(), ran.published().toString());
    }

    @Test
    void displaysCanBeUpdated() {
        Ran ran = kernel.run(
                """
                import d2j.jupyter.display.*;
                Display output = Notebook.display("first");
                output.update("second");
                """);
        Message first = ran.ofType("display_data").get(0);
        Message second = ran.ofType("update_display_data").get(0);
        assertEquals("first", text(first));
        assertEquals("second", text(second));
        assertEquals(displayId(first), displayId(second));
        assertEquals(
                "third",
                text(kernel.run("output.update(\"third\");")
                        .ofType("update_display_data")
                        .get(0)));
    }

    private static String text(Message message) {
        return message.content().getAsJsonObject("data").get("text/plain").getAsString();
    }

    private static String displayId(Message message) {
        return message.content().getAsJsonObject("transient").get("display_id").getAsString();
    }

    @Test
    void anExceptionShowsTheLineAndTheReadersOwnFrames() {
        kernel.run("int divide(int a, int b) {\n    return a / b;\n}");
        Ran ran = kernel.run("int numerator = 1;\ntry {\n    divide(numerator, 0);\n} catch (ArithmeticException e) {\n"
                + "    throw new IllegalStateException(\"no quotient\", e);\n}");
        assertEquals("error", ran.status());
        assertEquals("java.lang.IllegalStateException", ran.reply().text("ename"));
        assertEquals("no quotient", ran.reply().text("evalue"));
        String traceback = ran.traceback();
        assertTrue(traceback.startsWith("java.lang.IllegalStateException: no quotient"), traceback);
        assertTrue(traceback.contains("-->   5      throw new IllegalStateException"), traceback);
        assertTrue(traceback.contains("Caused by: java.lang.ArithmeticException: / by zero"), traceback);
        assertTrue(traceback.contains("at divide (cell ["), traceback);
        assertTrue(traceback.contains("line 2):  return a / b;"), traceback);
        assertFalse(traceback.contains("cells.") || traceback.contains("jdk.jshell"), traceback);
        assertEquals(1, ran.ofType("error").size());
    }

    @Test
    void anEndlessRecursionIsToldBriefly() {
        String traceback = kernel.run("int deeper(int n) { return deeper(n + 1) + 1; }\ndeeper(0);")
                .traceback();
        assertTrue(traceback.startsWith("java.lang.StackOverflowError"), traceback);
        assertTrue(traceback.lines().count() < 20, traceback);
    }

    @Test
    void compileErrorsPointAtThePlace() {
        Ran ran = kernel.run("int fine = 1;\n\nint wrong = \"text\";");
        assertEquals("CompileError", ran.reply().text("ename"));
        String traceback = ran.traceback();
        assertTrue(traceback.contains("line 3:"), traceback);
        assertTrue(traceback.contains("String cannot be converted to int"), traceback);
        assertTrue(traceback.contains("    int wrong = \"text\";\n                ^"), traceback);
    }

    @Test
    void aMethodThatCallsWhatDoesNotExistIsAnError() {
        Ran ran = kernel.run("int area() {\n    return width() * 2;\n}");
        assertEquals("error", ran.status());
        assertTrue(
                ran.reply().text("evalue").contains("method width()"),
                ran.reply().text("evalue"));
        assertTrue(ran.traceback().contains("line 2"), ran.traceback());
        assertEquals(
                "6",
                kernel.run("int first() { return second(); }\nint second() { return 6; }\nfirst()")
                        .result());
    }

    @Test
    void anOverloadThatCallsAnotherWorks() {
        kernel.run("int twice(int x) { return 2 * x; }\n" + "int twice(int x, int y) {\n    return twice(x) + y;\n}");
        assertEquals("7", kernel.run("twice(3, 1)").result());
    }

    @Test
    void memoryErrorsSayWhatToDo() {
        kernel.run("long[][] much = new long[1000][];");
        Ran ran = kernel.run("for (int i = 0; i < 1000; i++) much[i] = new long[10_000_000];");
        assertEquals("java.lang.OutOfMemoryError", ran.reply().text("ename"));
        assertTrue(ran.traceback().contains("D2J_MEMORY"), ran.traceback());
        assertEquals("ok", kernel.run("much = null;").status());
    }

    @Test
    void anErrorAbortsTheCellsThatAreQueued() {
        String failing = kernel.execute("Thread.sleep(200);\nthrow new RuntimeException(\"stop\");");
        String queued = kernel.execute("System.out.println(\"must not run\");");
        String asked = kernel.send("shell", "kernel_info_request", Map.of());
        assertEquals("error", kernel.reply("shell", failing).text("status"));
        assertEquals("aborted", kernel.reply("shell", queued).text("status"));
        assertEquals("ok", kernel.reply("shell", asked).text("status"));
        kernel.published(failing);
        assertTrue(kernel.published(queued).isEmpty());
        kernel.published(asked);
        assertEquals("7", kernel.run("3 + 4").result());
        String allowed = kernel.send("shell", "execute_request", Map.of("code", "int x = ;", "stop_on_error", false));
        String next = kernel.execute("8");
        assertEquals("error", kernel.finish(allowed).status());
        assertEquals("8", kernel.finish(next).result());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Thread.sleep(100_000);",
                "while (true) { }",
                "long sum = 0;\nfor (int i = 0; ; i++) {\n    sum += i;\n}",
                "while (true) {\n    try {\n        Thread.sleep(100_000);\n    } catch (Exception e) {\n"
                        + "        sum++;\n}}",
                "long fibonacci(long n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }\nfibonacci(80)",
                "java.util.stream.IntStream.iterate(0, i -> i + 1).forEach(i -> { });",
                "while (true) org.nd4j.linalg.factory.Nd4j.rand(100, 100);",
            })
    void anInterruptEndsTheCellAndKeepsTheKernel(String code) throws Exception {
        kernel.run("int kept = 42; long sum = 0;");
        String id = kernel.execute(code);
        Thread.sleep(code.contains("nd4j") ? 4000 : 700);
        String interrupt = kernel.send("control", "interrupt_request", Map.of());
        assertEquals("ok", kernel.reply("control", interrupt).text("status"));
        Ran ran = kernel.finish(id);
        assertEquals("Interrupted", ran.reply().text("ename"));
        assertEquals(id, KernelProcess.parent(ran.ofType("error").get(0)));
        assertEquals("42", kernel.run("kept").result());
        assertEquals(
                "45",
                kernel.run("int total = 0;\nfor (int i = 0; i < 10; i++) total += i;\ntotal")
                        .result());
    }

    @Test
    void anInterruptBetweenCellsDoesNothing() {
        kernel.reply("control", kernel.send("control", "interrupt_request", Map.of()));
        assertEquals("9", kernel.run("Thread.sleep(100);\n9").result());
    }

    @Test
    void aCellCanAskForInput() {
        String id = kernel.execute("String name = new java.util.Scanner(System.in).nextLine();\nname.toUpperCase()");
        Message question = kernel.receive("stdin", 30_000);
        assertEquals("input_request", question.type());
        assertEquals(id, KernelProcess.parent(question));
        kernel.send("stdin", "input_reply", Map.of("value", "ada"));
        assertEquals("ADA", kernel.finish(id).result());
    }

    @Test
    void aFrontEndWithoutInputIsNotAsked() {
        Ran ran = kernel.finish(
                kernel.send("shell", "execute_request", Map.of("code", "System.in.read();", "allow_stdin", false)));
        assertEquals("java.io.IOException", ran.reply().text("ename"));
        Ran scanned = kernel.finish(kernel.send(
                "shell", "execute_request", Map.of("code", "new Scanner(System.in).nextLine()", "allow_stdin", false)));
        assertEquals("error", scanned.status());
        assertTrue(scanned.traceback().contains("No input can be asked for here"), scanned.traceback());
        assertFalse(kernel.run("1 / 0").traceback().contains("No input"));
    }

    @Test
    void completionKnowsEarlierCellsAndTheLinesAbove() {
        kernel.run("String greeting = \"hello\";");
        assertTrue(complete("greeting.toUpp", 14).contains("toUpperCase("));
        assertTrue(complete("greet", 5).contains("greeting"));
        String code = "import java.util.Map;\nint n = 3;\nvar text = \"😀\";\ntext.lengt";
        assertTrue(complete(code, code.codePointCount(0, code.length())).contains("length()"));
        Message reply = kernel.reply(
                "shell", kernel.send("shell", "complete_request", Map.of("code", "\"😀\".len", "cursor_pos", 7)));
        assertEquals(4, reply.number("cursor_start", -1));
        assertEquals(7, reply.number("cursor_end", -1));
    }

    @Test
    void completionKnowsTheStartUpImports() {
        assertTrue(complete("Train", 5).contains("Trainer"));
        assertTrue(complete("Plot.title", 10).contains("titled("));
        assertTrue(complete("logSoft", 7).contains("logSoftmax("));
        kernel.run("Plot curves = Plot.titled(\"t\");");
        assertTrue(complete("curves.xLab", 11).contains("xLabel("));
        assertFalse(complete("\"\".Train", 8).contains("Trainer"));
    }

    @Test
    void withoutStartUpImportsAnErrorSaysWhichOneIsMissing() throws IOException {
        try (KernelProcess explicit = new KernelProcess("-Dd2j.imports=explicit")) {
            String type = explicit.run("Plot.titled(\"t\")").traceback();
            assertTrue(type.contains("import d2j.plot.Plot;"), type);
            String function = explicit.run("import d2j.autograd.*;\nTensor x = null;\nrelu(x)")
                    .traceback();
            assertTrue(function.contains("import static d2j.autograd.Functions.relu;"), function);
        }
    }

    @Test
    void slipsOfNewcomersGetAdvice() {
        assertAdvice("print(\"hello\")", "System.out.println(...)");
        assertAdvice("int[] v = {1};\nlen(v)", "array.length");
        assertAdvice("boolean b = True;", "true, false and null");
        assertAdvice("List<int> numbers = new ArrayList<>();", "Integer instead of int");
        assertAdvice("String t = 'hello';", "double quotes");
        String network = "var conf = new NeuralNetConfiguration.Builder().list().layer(new DenseLayer.Builder()%s"
                + ".nOut(3).build()).layer(new OutputLayer.Builder().nOut(2).build()).build();\n"
                + "var net = new MultiLayerNetwork(conf);\n%s";
        assertAdvice(network.formatted("", "net.init();"), "setInputType(...)");
        assertAdvice(network.formatted(".nIn(4)", "net.output(Nd4j.ones(5, 4))"), "before its init()");
        assertFalse(kernel.run("1 / 0").traceback().contains("Java writes"));
    }

    private static void assertAdvice(String code, String advice) {
        String traceback = kernel.run(code).traceback();
        assertTrue(traceback.contains(advice), traceback);
    }

    private static List<String> complete(String code, int cursor) {
        Message reply = kernel.reply(
                "shell", kernel.send("shell", "complete_request", Map.of("code", code, "cursor_pos", cursor)));
        return reply.content().getAsJsonArray("matches").asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    @Test
    void inspectionShowsSignatures() {
        String code = "Math.max(1, 2)";
        Message reply = kernel.reply(
                "shell",
                kernel.send("shell", "inspect_request", Map.of("code", code, "cursor_pos", 6, "detail_level", 0)));
        assertTrue(reply.flag("found", false));
        assertTrue(text(reply).contains("double Math.max(double a, double b)"), text(reply));
        Message unknown = kernel.reply(
                "shell", kernel.send("shell", "inspect_request", Map.of("code", "nothingHere", "cursor_pos", 3)));
        assertFalse(unknown.flag("found", true));
    }

    @ParameterizedTest
    @CsvSource({"int x = 1;,complete", "1 + 1,complete", "while (true) {,incomplete", "int y =,incomplete"})
    void completenessOfCode(String code, String status) {
        String id = kernel.send("shell", "is_complete_request", Map.of("code", code));
        assertEquals(status, kernel.reply("shell", id).text("status"));
    }

    @Test
    void otherRequestsAreAnswered() {
        for (String type : List.of("history_request", "comm_info_request", "kernel_info_request")) {
            assertEquals(
                    "ok",
                    kernel.reply("shell", kernel.send("shell", type, Map.of())).text("status"));
        }
        byte[] ping = {1, 2, 3};
        assertArrayEquals(ping, kernel.beat(ping));
    }

    @Test
    void controlIsHeardWhileACellRuns() throws IOException {
        Path answered = folder.resolve("answered");
        String id = kernel.execute(waitingFor(answered) + "\n\"waited\"");
        kernel.reply("control", kernel.send("control", "kernel_info_request", Map.of()));
        Files.createFile(answered);
        assertEquals("waited", kernel.finish(id).result());
    }

    @Test
    void requestsWithAWrongSignatureAreIgnored() {
        kernel.sendWithKey("a wrong key", "shell", "execute_request", Map.of("code", "int forged = 1;"));
        assertEquals("CompileError", kernel.run("forged").reply().text("ename"));
    }

    @Test
    void everyRequestIsBusyThenIdle() {
        String id = kernel.execute("1");
        List<String> states = new ArrayList<>();
        while (!states.contains("idle")) {
            Message message = kernel.receive("iopub", 30_000);
            if (KernelProcess.parent(message).equals(id)) {
                states.add(message.type().equals("status") ? message.text("execution_state") : message.type());
            }
        }
        assertEquals(List.of("busy", "execute_input", "execute_result", "idle"), states);
        kernel.reply("shell", id);
    }
}
