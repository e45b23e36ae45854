package d2j.notebook;

import java.util.List;
import java.util.OptionalLong;

/**
 * What became of a run.
 *
 * @param cells        code cells of the notebook that are to be executed
 * @param cellsRun     those that were executed to their end
 * @param seconds      the whole run, the kernel's start included
 * @param startSeconds the kernel's start
 * @param checks       checks that passed
 * @param figures      images made
 * @param peakMemory   the most memory that the kernel had resident, in bytes; empty where the system does not tell
 * @param skipped      code cells that are tagged {@code skip-execution}; they do not count as cells
 * @param notices      what is odd but no failure, a sentence each, with its place
 * @param failures     empty if the run passed
 * @param executed     the notebook with its outputs, normalised; an injected cell shows the values that were set
 */
public record RunResult(
        Chapter chapter,
        Outcome outcome,
        int cells,
        int cellsRun,
        double seconds,
        double startSeconds,
        int checks,
        int figures,
        OptionalLong peakMemory,
        int skipped,
        List<String> notices,
        List<Failure> failures,
        NotebookFile executed) {

    public RunResult {
        notices = List.copyOf(notices);
        failures = List.copyOf(failures);
    }

    public boolean passed() {
        return outcome == Outcome.PASSED;
    }

    /** The notebook with its outputs as it is committed: without the injected cell. */
    public NotebookFile forCommit() {
        NotebookFile notebook = executed.copy();
        notebook.cells(notebook.cells().stream()
                .filter(cell -> !cell.hasTag(Parameters.INJECTED_TAG))
                .toList());
        notebook.time(seconds);
        notebook.normalise();
        return notebook;
    }
}
