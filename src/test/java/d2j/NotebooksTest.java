package d2j;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonObject;
import d2j.jupyter.client.KernelCommand;
import d2j.notebook.Cell;
import d2j.notebook.Chapter;
import d2j.notebook.Curriculum;
import d2j.notebook.Failure;
import d2j.notebook.NotebookFile;
import d2j.notebook.NotebookRunner;
import d2j.notebook.Parameters;
import d2j.notebook.RunListener;
import d2j.notebook.RunOptions;
import d2j.notebook.RunResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * Every chapter, in the real kernel, at its smoke settings, with generated data and 2 GiB of memory; and what every
 * chapter promises to its readers.
 *
 * <p>Each chapter has a kernel of its own, in which the assertions of its companion file run as well; a kernel that
 * served two would let a chapter pass because of what another one left in a static field. As many chapters as there are
 * cores run side by side, each on one thread, so a test here waits for a result rather than computing it. What each
 * chapter took stands in {@code target/surefire-reports/chapters.tsv}.
 *
 * <p>{@code -Dchapter=mlp} tests one chapter, or what else {@code ./d2j run} understands; {@code -Dchapters.parallel=1}
 * runs one at a time.
 */
class NotebooksTest {

    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final long MEMORY = 2L << 30;
    private static final int FIGURE_BYTES = 60_000;
    private static final int EXERCISES = 4;
    private static final Path TIMES = HOME.resolve("target/surefire-reports/chapters.tsv");
    private static final RunOptions SMOKE =
            RunOptions.defaults().withSmoke(true).withLimit(Duration.ofMinutes(10));
    /** What chapters leave in the folder for temporary files goes with it. */
    @TempDir
    private static Path temporary;

    private static final Pattern TEST = Pattern.compile("(?m)^// test: *(.+)$");
    private static final Pattern FENCE = Pattern.compile("(?ms)^```java *\\n(// (d2j(?:\\.\\w+)+)\\n.*?)^``` *$");
    private static final Pattern ITEM = Pattern.compile("(?m)^(?:\\d+[.)] |#{3,4} |\\*\\*(?:Exercise )?\\d+)");

    @TestFactory
    Stream<DynamicContainer> chapters() throws IOException {
        Curriculum curriculum = Curriculum.in(HOME.resolve("notebooks"));
        String wanted = System.getProperty("chapter", "");
        List<Chapter> chapters = wanted.isBlank() ? curriculum.chapters() : curriculum.find(List.of(wanted.split(",")));
        Files.deleteIfExists(TIMES);
        int parallel =
                Integer.getInteger("chapters.parallel", Runtime.getRuntime().availableProcessors());
        ExecutorService workers =
                Executors.newFixedThreadPool(Math.max(1, Math.min(parallel, chapters.size())), work -> {
                    Thread thread = new Thread(work, "chapters");
                    thread.setDaemon(true);
                    return thread;
                });
        List<DynamicContainer> containers = new ArrayList<>();
        for (Chapter chapter : chapters) {
            ChapterRun run = new ChapterRun(chapter);
            workers.execute(run::start);
            containers.add(dynamicContainer(chapter.path(), tests(chapter, run)));
        }
        workers.shutdown();
        return containers.stream().onClose(workers::shutdownNow);
    }

    private static List<DynamicTest> tests(Chapter chapter, ChapterRun run) {
        List<DynamicTest> tests = new ArrayList<>(List.of(
                test(
                        chapter,
                        "is in its normal form",
                        () -> assertTrue(
                                NotebookFile.isNormal(chapter.file()),
                                "./d2j normalise " + chapter.id() + " mends it")),
                test(chapter, "is complete", () -> complete(chapter.notebook())),
                test(
                        chapter,
                        "has the form of a chapter",
                        () -> assertEquals(List.of(), ChapterForm.problems(chapter.notebook()))),
                test(chapter, "has small figures with descriptions, and no noise", () -> outputs(chapter.notebook())),
                test(chapter, "shows the library's own source", () -> listings(chapter.notebook())),
                test(chapter, "runs", run::ran)));
        run.companion().keySet().forEach(name -> tests.add(test(chapter, name, () -> run.executed(name))));
        tests.add(test(chapter, "needs less than 2 GiB", run::memory));
        return tests;
    }

    /** Reports of test runs show a test without its container, so the test names its chapter itself. */
    private static DynamicTest test(Chapter chapter, String name, Executable body) {
        String full = chapter.path() + " " + name;
        return dynamicTest(full, () -> {
            try {
                body.execute();
            } catch (AssertionError e) {
                throw new AssertionFailedError(full + "\n" + e.getMessage(), e);
            }
        });
    }

    private static void complete(NotebookFile notebook) {
        String markdown = notebook.cells().stream()
                .filter(Cell::isMarkdown)
                .map(Cell::source)
                .collect(Collectors.joining("\n\n"));
        List<String> code =
                notebook.cells().stream().filter(Cell::isCode).map(Cell::source).toList();
        Parameters parameters = Parameters.of(notebook);
        assertAll(
                () -> assertTrue(notebook.chapterMetadata().has("title"), "the metadata d2j.title is missing"),
                () -> assertTrue(markdown.startsWith("# " + notebook.title()), "its heading is not its title"),
                () -> assertTrue(notebook.chapterMetadata().has("smoke"), "the metadata d2j.smoke is missing"),
                () -> parameters.declarations(notebook.smokeParameters()),
                () -> assertTrue(
                        parameters.all().stream()
                                .anyMatch(parameter -> parameter.name().equals("SEED")),
                        "SEED is not a parameter"),
                () -> assertTrue(
                        code.stream().anyMatch(cell -> cell.strip().endsWith("Engine.start(SEED);")),
                        "no cell ends with Engine.start(SEED);"),
                () -> assertTrue(
                        code.stream().noneMatch(cell -> cell.lines().anyMatch(line -> line.startsWith("%"))),
                        "a cell uses a magic, which other kernels lack"),
                () -> assertTrue(
                        notebook.cells().stream().anyMatch(cell -> cell.hasTag("check")), "no cell is tagged check"),
                () -> assertFalse(section(markdown, "Summary").isBlank(), "there is no summary"),
                () -> assertTrue(exercises(markdown) >= EXERCISES, "fewer than " + EXERCISES + " exercises"),
                () -> assertFalse(section(markdown, "References").isBlank(), "there are no references"));
    }

    /** The text below a heading, up to the next one of its level; empty if there is none. */
    private static String section(String markdown, String heading) {
        Matcher matcher = Pattern.compile("(?mis)^## [^\\n]*\\b" + heading + "\\b[^\\n]*\\n(.*?)(?=^## |\\z)")
                .matcher(markdown);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static int exercises(String markdown) {
        Matcher items = ITEM.matcher(section(markdown, "Exercises").replaceAll("(?s)<details>.*?</details>", ""));
        int count = 0;
        while (items.find()) {
            count++;
        }
        return count;
    }

    private static void outputs(NotebookFile notebook) {
        int number = 0;
        List<String> problems = new ArrayList<>();
        for (Cell cell : notebook.cells()) {
            number++;
            for (JsonObject output : cell.outputs()) {
                String where = "cell " + number + ": ";
                String type = output.get("output_type").getAsString();
                if (type.equals("error") && !cell.hasTag("raises-exception")) {
                    problems.add(where + "an error is among the outputs");
                }
                if (type.equals("stream") && output.get("name").getAsString().equals("stderr")) {
                    problems.add(where + "something was printed to the standard error");
                }
                if (output.toString().matches("(?s).*(?:/(?:root|home|tmp|Users)/|C:\\\\Users|SLF4J).*")) {
                    problems.add(where + "an output names a folder of one machine, or is a library's log");
                }
                if (output.get("data") instanceof JsonObject data && data.has("image/png")) {
                    figure(output, data, where, problems);
                }
            }
        }
        if (!problems.isEmpty()) {
            fail(String.join("\n", problems));
        }
    }

    private static void figure(JsonObject output, JsonObject data, String where, List<String> problems) {
        int bytes = Base64.getMimeDecoder().decode(data.get("image/png").getAsString()).length;
        if (bytes > FIGURE_BYTES) {
            problems.add(where + "a figure of " + bytes + " bytes");
        }
        JsonObject about = output.getAsJsonObject("metadata").get("image/png") instanceof JsonObject object
                ? object
                : new JsonObject();
        if (!about.has("alt") || about.get("alt").getAsString().length() < 10) {
            problems.add(where + "a figure without an alternative text");
        }
    }

    private static void listings(NotebookFile notebook) throws IOException {
        List<String> problems = new ArrayList<>();
        for (Cell cell : notebook.cells()) {
            Matcher fence = FENCE.matcher(cell.isMarkdown() ? cell.source() + "\n" : "");
            while (fence.find()) {
                String name = fence.group(2).replace('.', '/') + ".java";
                Path file = HOME.resolve(name.startsWith("d2j/spark/job/") ? "src/spark/java" : "src/main/java")
                        .resolve(name);
                if (!Files.exists(file)) {
                    problems.add("there is no " + fence.group(2));
                    continue;
                }
                String source = compact(Files.readString(file, StandardCharsets.UTF_8));
                // Lines with "..." stand for what is left out.
                int from = 0;
                for (String excerpt : fence.group(1)
                        .replaceFirst("^[^\\n]*\\n", "")
                        .split("(?m)^\\s*(?://\\s*)?(?:\\.\\.\\.|…)\\s*$")) {
                    int found = source.indexOf(compact(excerpt), from);
                    if (found < 0) {
                        problems.add("this is not in " + fence.group(2) + ":\n" + excerpt.strip());
                        break;
                    }
                    from = found + compact(excerpt).length();
                }
            }
        }
        assertEquals(List.of(), problems);
    }

    private static String compact(String source) {
        return source.replaceAll("\\s+", "");
    }

    /** One chapter in one kernel: first the notebook, then the assertions of its companion file. */
    private static final class ChapterRun {

        private final Chapter chapter;
        private final Map<String, String> companion = new LinkedHashMap<>();
        private String preamble = "";
        private final Map<String, String> failures = new ConcurrentHashMap<>();
        private final CountDownLatch done = new CountDownLatch(1);
        private NotebookRunner runner;
        private RunResult result;
        private Optional<String> missing = Optional.empty();
        private OptionalLong peak = OptionalLong.empty();
        private Throwable problem;
        private boolean passed;

        ChapterRun(Chapter chapter) {
            this.chapter = chapter;
            Path file = HOME.resolve("src/test/resources/chapters").resolve(chapter.path() + ".jsh");
            if (Files.exists(file)) {
                try {
                    read(Files.readString(file, StandardCharsets.UTF_8));
                } catch (IOException e) {
                    companion.put(file + " can be read", "throw new AssertionError(\"no\");");
                }
            }
        }

        private void read(String text) {
            Matcher matcher = TEST.matcher(text);
            String name = null;
            int start = 0;
            while (matcher.find()) {
                keep(name, text.substring(start, matcher.start()));
                name = matcher.group(1).strip();
                start = matcher.end();
            }
            keep(name, text.substring(start));
        }

        private void keep(String name, String code) {
            if (name == null) {
                preamble = code;
            } else {
                companion.merge(name, code, (first, second) -> first + "\n" + second);
            }
        }

        Map<String, String> companion() {
            return companion;
        }

        /** Runs everything; what fails waits for the tests that ask. */
        void start() {
            long begun = System.nanoTime();
            try {
                run();
                passed = true;
                for (Map.Entry<String, String> test : companion.entrySet()) {
                    runner.execute(test.getKey(), test.getValue())
                            .ifPresent(failure -> failures.put(test.getKey(), failure.report()));
                }
                peak = runner.peakMemory();
            } catch (Throwable e) {
                problem = e;
            } finally {
                if (runner != null) {
                    runner.close();
                }
                report((System.nanoTime() - begun) / 1e9);
                done.countDown();
            }
        }

        private void run() throws IOException {
            missing = Chapter.missing(chapter.notebook());
            if (missing.isPresent()) {
                throw new TestAbortedException(missing.get());
            }
            // Empty: not the real data that whoever runs the tests may have.
            KernelCommand kernel = KernelCommand.ofLauncher(HOME)
                    .with("D2J_MEMORY", "2g")
                    .with("D2J_DATA", "")
                    .with("D2J_OFFLINE", "1")
                    .with("D2J_THREADS", "1")
                    .with("D2J_COMPILER", "quick")
                    .with(
                            "TMPDIR",
                            Files.createDirectories(temporary.resolve(chapter.id()))
                                    .toString())
                    // A chapter imports what it uses, so that it runs in other kernels, too.
                    .with("D2J_IMPORTS", "explicit")
                    .with("XDG_CACHE_HOME", HOME.resolve("target/test-cache").toString());
            runner = new NotebookRunner(chapter, chapter.notebook(), SMOKE, kernel, RunListener.SILENT);
            result = runner.run();
            if (!result.passed()) {
                fail(result.failures().stream().map(Failure::report).collect(Collectors.joining("\n\n")));
            }
            if (!preamble.isBlank()) {
                runner.execute("before the first test", preamble).ifPresent(failure -> fail(failure.report()));
            }
        }

        private void report(double seconds) {
            String line = String.format(Locale.ROOT, "%.1f\t%s%n", seconds, chapter.path());
            try {
                Files.createDirectories(TIMES.getParent());
                Files.writeString(TIMES, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                System.out.println("not written: " + e.getMessage());
            }
        }

        void ran() throws Throwable {
            done.await();
            if (problem != null) {
                throw problem;
            }
            System.out.printf(
                    "%s: %.1f s, %d checks, %d MiB%n",
                    chapter.path(),
                    result.seconds(),
                    result.checks(),
                    result.peakMemory().orElse(0) >> 20);
            // What the notebook printed may be at fault; the assertions of its companion ran all the same.
            outputs(result.executed());
        }

        void executed(String name) throws InterruptedException {
            done.await();
            assumeTrue(passed, missing.orElse("the notebook did not run"));
            if (failures.containsKey(name)) {
                fail(failures.get(name));
            }
            assertNull(problem, "the kernel was lost");
        }

        void memory() throws InterruptedException {
            done.await();
            assumeTrue(passed, "the notebook did not run");
            assumeTrue(peak.isPresent(), "this system does not tell");
            assertTrue(peak.getAsLong() < MEMORY, "peak of " + (peak.getAsLong() >> 20) + " MiB");
        }
    }
}
