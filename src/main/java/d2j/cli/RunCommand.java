package d2j.cli;

import d2j.engine.MachineMemory;
import d2j.files.AtomicFile;
import d2j.jupyter.client.KernelClient;
import d2j.jupyter.client.KernelCommand;
import d2j.notebook.Chapter;
import d2j.notebook.HtmlExport;
import d2j.notebook.NotebookException;
import d2j.notebook.NotebookFile;
import d2j.notebook.NotebookRunner;
import d2j.notebook.RunOptions;
import d2j.notebook.RunResult;
import d2j.notebook.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./d2j run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs chapters through the real kernel; keeps an executed copy and an HTML page of each.",
        footer = {
            "",
            "Examples:",
            "  ./d2j run linear-regression",
            "  ./d2j run mlp --set EPOCHS=3 --set LEARNING_RATE=0.5",
            "  ./d2j run 02-linear-networks --smoke -j 2",
            "  D2J_DATA=data ./d2j run --all --write",
            "",
            "Exit status: 0 if all chapters passed, 1 if one failed, 2 for wrong usage."
        })
final class RunCommand implements Callable<Integer> {

    private static final int MINIMUM_MEMORY_MIB = 2048;

    @Mixin
    private Selection selection;

    @Option(
            names = "--write",
            description =
                    "Writes the outputs into the notebook itself, if the run passed, and brings the index up to date.")
    private boolean write;

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            description = "Chapters to run at a time (default: 1).")
    private int jobs = 1;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "What a chapter may take, such as 90s or 10m (default: 1h).")
    private Duration limit = Duration.ofHours(1);

    @Option(
            names = "--cell-timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "What one cell may take (default: as long as the chapter).")
    private Duration cellLimit;

    @Option(
            names = "--start-timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "What a kernel's start may take, for slow machines (default: 2m).")
    private Duration startLimit = KernelClient.START_LIMIT;

    @Option(names = "--keep-going", description = "Runs the cells after a failed one as well.")
    private boolean keepGoing;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Where executed copies and pages go, in a folder for each chapter (default: target/runs).")
    private Path output;

    /** One chapter that is to be run. */
    private record Job(Chapter chapter, NotebookFile notebook, String text, Path folder) {}

    /** What became of it; the result is null if it could not be run at all. */
    private record Done(Job job, RunResult result, String problem) {

        boolean isGood() {
            return problem == null && result.passed();
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Chapter> chapters = selection.chapters();
        if (write && selection.changesParameters()) {
            throw new UsageException("--write keeps the results of the notebook's own settings; "
                    + "they would contradict those of --smoke or --set");
        }
        if (jobs < 1) {
            throw new UsageException("-j takes a number of chapters, at least 1");
        }
        RunOptions options =
                selection.options().withLimit(limit).withStartLimit(startLimit).withKeepGoing(keepGoing);
        if (cellLimit != null) {
            options = options.withCellLimit(cellLimit);
        }
        return run(chapters, options);
    }

    private int run(List<Chapter> chapters, RunOptions options) throws IOException, InterruptedException {
        List<Done> done = new ArrayList<>();
        List<Job> planned = plan(chapters, options, done);
        int parallel = Math.min(jobs, Math.max(1, planned.size()));
        KernelCommand kernel = kernel(parallel);
        try (RunDisplay display =
                new RunDisplay(System.out, System.err, planned.size(), parallel > 1, Terminal.interactive())) {
            ExecutorService workers = Executors.newFixedThreadPool(parallel, work -> {
                Thread thread = new Thread(work, "d2j-run");
                thread.setDaemon(true);
                return thread;
            });
            List<Future<Done>> futures = new ArrayList<>();
            for (Job job : planned) {
                futures.add(workers.submit(() -> run(job, options, kernel, display)));
            }
            for (int i = 0; i < futures.size(); i++) {
                done.add(result(planned.get(i), futures.get(i)));
            }
            workers.shutdown();
        }
        summarise(done);
        if (write && done.stream().anyMatch(Done::isGood)) {
            IndexCommand.refresh();
        }
        return done.stream().allMatch(Done::isGood) ? 0 : 1;
    }

    /** Everything that can be wrong before a kernel starts is found here, for all chapters. */
    private List<Job> plan(List<Chapter> chapters, RunOptions options, List<Done> failed) throws IOException {
        Path base = output != null ? output : Home.runs();
        List<Job> jobs = new ArrayList<>();
        Set<String> folders = new HashSet<>();
        for (Chapter chapter : chapters) {
            String folder = chapter.id();
            for (int n = 2; !folders.add(folder); n++) {
                folder = chapter.id() + "-" + n;
            }
            try {
                String text = NotebookFile.readText(chapter.file());
                NotebookFile notebook = NotebookFile.parse(text, Home.shown(chapter.file()));
                NotebookRunner.withParameters(notebook, options);
                Optional<String> missing = Chapter.missing(notebook);
                if (missing.isPresent() && chapters.size() > 1) {
                    System.out.println("skipped " + chapter.path() + ": " + missing.get());
                    continue;
                }
                if (missing.isPresent()) {
                    failed.add(new Done(new Job(chapter, null, "", null), null, missing.get()));
                    continue;
                }
                jobs.add(new Job(chapter, notebook, text, base.resolve(folder)));
            } catch (UsageException e) {
                throw new UsageException(chapter.path() + ": " + e.getMessage());
            } catch (NotebookException e) {
                System.out.println(e.getMessage());
                failed.add(new Done(new Job(chapter, null, "", null), null, "not run, for the reason above"));
            }
        }
        return jobs;
    }

    private static KernelCommand kernel(int parallel) {
        KernelCommand kernel = KernelCommand.ofLauncher(Home.folder());
        if (parallel == 1) {
            return kernel;
        }
        long available = MachineMemory.availableMebibytes();
        // The launcher gives one kernel half of the machine; several share it, unless the user decided.
        long each = MachineMemory.mebibytes(System.getenv("D2J_MEMORY"))
                .orElse(Math.max(MINIMUM_MEMORY_MIB, available * 8 / 10 / parallel));
        if (each * parallel > available) {
            System.err.println("d2j: warning: " + parallel + " chapters at a time may need "
                    + parallel + " x " + each + " MiB, but only " + available + " MiB are free; use -j "
                    + Math.max(1, available / each) + " if memory runs out");
        }
        return kernel.with("D2J_MEMORY", each + "m");
    }

    private Done run(Job job, RunOptions options, KernelCommand kernel, RunDisplay display) throws IOException {
        Chapter chapter = job.chapter();
        try (NotebookRunner runner =
                new NotebookRunner(chapter, job.notebook(), options, kernel, display.begin(chapter))) {
            RunResult result = runner.run();
            result.executed().write(job.folder().resolve(chapter.name() + ".ipynb"));
            AtomicFile.write(
                    job.folder().resolve(chapter.name() + ".html"),
                    HtmlExport.page(
                            result.executed(), chapter.file().toAbsolutePath().getParent(), result.failures()));
            return new Done(job, result, write && result.passed() ? writeBack(job, result) : null);
        } finally {
            display.end(chapter);
        }
    }

    private static String writeBack(Job job, RunResult result) throws IOException {
        if (!NotebookFile.readText(job.chapter().file()).equals(job.text())) {
            return "not written: the notebook was changed during the run";
        }
        result.forCommit().write(job.chapter().file());
        return null;
    }

    private static Done result(Job job, Future<Done> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof Error error) {
                throw error;
            }
            return new Done(job, null, Refusals.sentence(cause));
        }
    }

    private void summarise(List<Done> done) {
        System.out.println();
        int width = done.stream()
                .mapToInt(one -> one.job().chapter().path().length())
                .max()
                .orElse(0);
        for (Done one : done) {
            System.out.println(line(one, width));
        }
        if (done.size() > 1) {
            long passed = done.stream().filter(Done::isGood).count();
            double seconds = done.stream()
                    .filter(one -> one.result() != null)
                    .mapToDouble(one -> one.result().seconds())
                    .sum();
            System.out.printf(
                    Locale.ROOT,
                    "%d of %d chapters passed, %s of running time%n",
                    passed,
                    done.size(),
                    Durations.clock(seconds));
        }
    }

    private String line(Done one, int width) {
        Chapter chapter = one.job().chapter();
        String name = String.format(Locale.ROOT, "%-" + width + "s", chapter.path());
        RunResult result = one.result();
        if (result == null) {
            return Terminal.paint(Terminal.Style.RED, "FAILED ") + " " + name + "  " + one.problem();
        }
        boolean good = one.isGood();
        List<String> facts = new ArrayList<>();
        if (!result.passed()) {
            facts.add(result.outcome().words() + ", " + result.failures().get(0).where());
        }
        facts.add(
                result.cellsRun() == result.cells()
                        ? count(result.cells(), "cell")
                        : result.cellsRun() + " of " + count(result.cells(), "cell"));
        facts.add(String.format(Locale.ROOT, "%.1f s", result.seconds()));
        facts.add(count(result.checks(), "check") + " passed");
        facts.add(count(result.figures(), "figure"));
        facts.add(
                result.peakMemory().isPresent()
                        ? "peak memory " + (result.peakMemory().getAsLong() >> 20) + " MiB"
                        : "peak memory not known");
        if (result.skipped() > 0) {
            facts.add(count(result.skipped(), "cell") + " skipped");
        }
        if (!result.notices().isEmpty()) {
            facts.add(count(result.notices().size(), "notice"));
        }
        if (write && good) {
            facts.add("outputs written");
        }
        if (one.problem() != null) {
            facts.add(one.problem());
        }
        String files = Home.shown(one.job().folder().resolve(chapter.name())) + ".ipynb and .html";
        return (good ? Terminal.paint(Terminal.Style.GREEN, "passed ") : Terminal.paint(Terminal.Style.RED, "FAILED "))
                + " " + name + "  " + String.join(", ", facts) + Terminal.paint(Terminal.Style.FAINT, "  -> " + files);
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
