package d2j.cli;

import d2j.notebook.Chapter;
import d2j.notebook.Failure;
import d2j.notebook.KernelCommand;
import d2j.notebook.NotebookException;
import d2j.notebook.NotebookFile;
import d2j.notebook.NotebookRunner;
import d2j.notebook.RunListener;
import d2j.notebook.RunOptions;
import d2j.notebook.RunResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./d2j run}. */
@Command(name = "run", mixinStandardHelpOptions = true, description = "Runs chapters in the real kernel.")
final class RunCommand implements Callable<Integer> {

    @Parameters(paramLabel = "CHAPTER", description = "An id such as linear-regression, a part, or the path of a notebook.")
    private List<String> names = List.of();

    @Option(names = "--all", description = "Every chapter.")
    private boolean all;

    @Option(names = "--smoke", description = "The small settings of the notebook's metadata: quick, with poor results.")
    private boolean smoke;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "A value for a parameter of the notebook.")
    private Map<String, String> values = new LinkedHashMap<>();

    @Option(names = "--write", description = "Writes the outputs into the notebook itself if the run passes.")
    private boolean write;

    @Option(names = "--keep-going", description = "Runs the cells after a failed one as well.")
    private boolean keepGoing;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "What a chapter may take.")
    private long timeout = 3600;

    @Option(names = "--output", paramLabel = "DIR", description = "Where the executed copies go.")
    private Path output;

    @Override
    public Integer call() throws IOException {
        List<Chapter> chapters = all ? Home.curriculum().chapters() : Home.curriculum().find(names);
        if (chapters.isEmpty()) {
            throw new NotebookException("name a chapter, or --all; ./d2j list shows them");
        }
        int failed = 0;
        for (Chapter chapter : chapters) {
            failed += run(chapter) ? 0 : 1;
        }
        return failed == 0 ? 0 : 1;
    }

    private boolean run(Chapter chapter) throws IOException {
        RunOptions options = RunOptions.defaults().withSmoke(smoke).withValues(values).withKeepGoing(keepGoing)
                .withLimit(Duration.ofSeconds(timeout));
        KernelCommand kernel = KernelCommand.ofLauncher(Home.folder());
        NotebookFile notebook = chapter.notebook();
        RunListener listener = new RunListener() {
            @Override
            public void cellStarted(int cell, int cells, String source) {
                System.err.println("[" + chapter.id() + " " + cell + "/" + cells + "]");
            }

            @Override
            public void printed(String stream, String text) {
                System.out.print(text);
            }

            @Override
            public void failed(Failure failure) {
                System.out.println(chapter.path() + ", " + failure.report());
            }
        };
        try (NotebookRunner runner = new NotebookRunner(chapter, notebook, options, kernel, listener)) {
            RunResult result = runner.run();
            Path folder = output != null ? output : Home.folder().resolve("target/runs/" + chapter.id());
            Path copy = folder.resolve(chapter.name() + ".ipynb");
            result.executed().write(copy);
            if (write && result.passed()) {
                result.forCommit().write(chapter.file());
            }
            System.out.printf(Locale.ROOT, "%s: %s, %d of %d cells, %.1f s, %d checks passed, %d figures, peak memory %s%n",
                    chapter.path(), result.outcome().words(), result.cellsRun(), result.cells(), result.seconds(),
                    result.checks(), result.figures(), result.peakMemory().isPresent()
                            ? result.peakMemory().getAsLong() / (1 << 20) + " MiB" : "unknown");
            System.out.println("  executed copy: " + Home.shown(copy));
            return result.passed();
        }
    }
}
