package d2j.notebook;

import com.google.gson.JsonObject;
import d2j.jupyter.client.KernelClient;
import d2j.jupyter.client.KernelCommand;
import d2j.jupyter.client.KernelDiedException;
import d2j.jupyter.client.KernelSession;
import d2j.jupyter.client.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Runs a notebook, cell by cell, in a kernel process of its own, over the protocol that the notebook interface uses.
 *
 * <p>Parameters are set by declarations in a cell behind the one tagged {@code parameters}. A cell tagged
 * {@code raises-exception} is meant to fail, and one tagged {@code skip-execution} is left alone with its outputs (the
 * conventions of nbclient).
 */
public final class NotebookRunner implements AutoCloseable {

    /** Starts the kernel of a run in a folder. */
    @FunctionalInterface
    interface KernelStarter {

        KernelSession start(Path folder) throws IOException;
    }

    private final Chapter chapter;
    private final NotebookFile notebook;
    private final RunOptions options;
    private final KernelStarter starter;
    private final RunListener listener;
    private final OutputCollector outputs;
    private final List<String> notices = new ArrayList<>();
    private volatile KernelSession kernel;
    private volatile boolean interrupted;

    /**
     * Prepares a run.
     *
     * @param notebook the notebook; it stays as it is
     * @throws UsageException if a parameter is unknown or its value does not fit
     */
    public NotebookRunner(
            Chapter chapter, NotebookFile notebook, RunOptions options, KernelCommand command, RunListener listener)
            throws UsageException {
        this(chapter, notebook, options, folder -> KernelClient.start(command, folder, options.startLimit()), listener);
    }

    NotebookRunner(
            Chapter chapter, NotebookFile notebook, RunOptions options, KernelStarter starter, RunListener listener)
            throws UsageException {
        this.chapter = chapter;
        this.notebook = withParameters(notebook, options);
        this.options = options;
        this.starter = starter;
        this.listener = listener;
        this.outputs = new OutputCollector(listener);
    }

    /**
     * A copy of the notebook without outputs, in which a cell tagged {@code injected-parameters} sets the parameters.
     *
     * @throws UsageException if a parameter is unknown or its value does not fit
     */
    public static NotebookFile withParameters(NotebookFile notebook, RunOptions options) throws UsageException {
        NotebookFile copy = notebook.copy();
        copy.clearOutputs();
        Map<String, String> values = new LinkedHashMap<>();
        if (options.smoke()) {
            values.putAll(notebook.smokeParameters());
        }
        values.putAll(options.values());
        List<Cell> cells = new ArrayList<>(copy.cells());
        cells.removeIf(cell -> cell.hasTag(Parameters.INJECTED_TAG));
        if (!values.isEmpty()) {
            String declarations = Parameters.of(notebook).declarations(values);
            int last = -1;
            for (int i = 0; i < cells.size(); i++) {
                last = cells.get(i).isCode() && cells.get(i).hasTag(Parameters.TAG) ? i : last;
            }
            cells.add(last + 1, Cell.code("// Set for this run\n" + declarations, Parameters.INJECTED_TAG));
        }
        copy.cells(cells);
        return copy;
    }

    /** Runs all cells; the kernel stays for {@link #execute} until {@link #close()}. */
    public RunResult run() throws IOException {
        long begun = System.nanoTime();
        List<Cell> code = notebook.cells().stream()
                .filter(cell -> cell.isCode() && !cell.source().isBlank() && !cell.isSkipped())
                .toList();
        int skipped = (int) notebook.cells().stream()
                .filter(cell -> cell.isCode() && cell.isSkipped())
                .count();
        int cells = (int) code.stream()
                .filter(cell -> !cell.hasTag(Parameters.INJECTED_TAG))
                .count();
        List<Failure> failures = new ArrayList<>();
        double startSeconds = 0;
        int number = 0;
        int run = 0;
        int executions = 0;
        try {
            Path folder = chapter.file().toAbsolutePath().getParent();
            kernel = starter.start(folder);
            startSeconds = seconds(begun);
        } catch (KernelDiedException e) {
            failures.add(new Failure(Outcome.KERNEL_DIED, "before the first cell", "", 0, e.getMessage(), List.of()));
            listener.failed(failures.get(0));
        }
        for (Cell cell : code) {
            if (!failures.isEmpty() && (!options.keepGoing() || kernel == null || !kernel.isAlive())) {
                break;
            }
            boolean injected = cell.hasTag(Parameters.INJECTED_TAG);
            number += injected ? 0 : 1;
            String where = injected ? "the injected parameters" : "cell " + number + " of " + cells;
            if (!injected) {
                listener.cellStarted(number, cells, cell.source());
            }
            Duration remaining = options.limit().minusNanos(System.nanoTime() - begun);
            Failure failure = interrupted
                    ? interrupted(cell, where)
                    : remaining.isNegative() || remaining.isZero()
                            ? wholeRunTimedOut(cell, where)
                            : execute(cell, where, min(remaining, options.cellLimit()));
            cell.executionCount(++executions);
            if (failure == null) {
                run += injected ? 0 : 1;
            } else {
                failures.add(failure);
                listener.failed(failure);
                if (failure.outcome() == Outcome.TIMED_OUT || failure.outcome() == Outcome.INTERRUPTED) {
                    break;
                }
            }
        }
        OptionalLong memory = kernel == null ? OptionalLong.empty() : kernel.peakMemory();
        notebook.normalise();
        return new RunResult(
                chapter,
                failures.isEmpty() ? Outcome.PASSED : failures.get(0).outcome(),
                cells,
                run,
                seconds(begun),
                startSeconds,
                outputs.checks(),
                figures(),
                memory,
                skipped,
                notices,
                failures,
                notebook);
    }

    /**
     * Executes more code in the kernel after the run.
     *
     * @param name what a failure calls it
     * @return the failure, if any
     */
    public Optional<Failure> execute(String name, String code) {
        Cell cell = Cell.code(code, "test");
        if (kernel == null || !kernel.isAlive()) {
            return Optional.of(new Failure(Outcome.KERNEL_DIED, name, code, 0, "the kernel is gone", List.of()));
        }
        return Optional.ofNullable(execute(cell, name, options.cellLimit()));
    }

    /** The most memory that the kernel had resident, in bytes. */
    public OptionalLong peakMemory() {
        return kernel == null ? OptionalLong.empty() : kernel.peakMemory();
    }

    /** Stops the run soon; may be called from any thread. */
    public void interrupt() {
        interrupted = true;
        KernelSession running = kernel;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public void close() {
        if (kernel != null) {
            kernel.close();
        }
    }

    private Failure execute(Cell cell, String where, Duration limit) {
        try {
            Reply reply = kernel.execute(cell.source(), limit, outputs);
            return switch (reply.status()) {
                case OK -> {
                    if (cell.hasTag(Cell.RAISES_TAG)) {
                        notice(where + " is tagged " + Cell.RAISES_TAG + ", but raised nothing");
                    }
                    yield null;
                }
                case ABORTED ->
                    new Failure(
                            Outcome.CELL_THREW,
                            where,
                            cell.source(),
                            0,
                            "the kernel refused the cell after an earlier error",
                            List.of());
                case INTERRUPTED -> interrupted(cell, where);
                case TIMED_OUT -> timedOut(cell, where, limit, reply.responsive());
                case ERROR ->
                    cell.hasTag(Cell.RAISES_TAG) && !KernelError.endsTheKernel(reply)
                            ? null
                            : KernelError.failure(reply, cell, where);
            };
        } catch (KernelDiedException e) {
            return new Failure(Outcome.KERNEL_DIED, where, cell.source(), 0, e.getMessage(), List.of());
        } finally {
            cell.outputs(outputs.take());
        }
    }

    private void notice(String text) {
        notices.add(text);
        listener.noticed(text);
    }

    private static Failure interrupted(Cell cell, String where) {
        return new Failure(Outcome.INTERRUPTED, where, cell.source(), 0, "the run was interrupted", List.of());
    }

    private static Failure wholeRunTimedOut(Cell cell, String where) {
        return new Failure(
                Outcome.TIMED_OUT,
                where,
                cell.source(),
                0,
                "the time for the whole run was over before this cell began",
                List.of());
    }

    private Failure timedOut(Cell cell, String where, Duration limit, boolean responsive) {
        String message = "the cell did not end within " + text(limit);
        if (!responsive) {
            message += kernel.secondsSinceHeartbeat() < 5
                    ? "; it ignored the interruption, though the kernel is alive"
                    : "; the kernel no longer answers at all";
        }
        return new Failure(Outcome.TIMED_OUT, where, cell.source(), 0, message, List.of());
    }

    private static String text(Duration duration) {
        if (duration.toMillis() < 10_000) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
        }
        return duration.toSeconds() < 120 ? duration.toSeconds() + " s" : duration.toMinutes() + " min";
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private int figures() {
        return notebook.cells().stream()
                .flatMap(cell -> cell.outputs().stream())
                .mapToInt(output -> output.get("data") instanceof JsonObject data && data.has("image/png") ? 1 : 0)
                .sum();
    }
}
