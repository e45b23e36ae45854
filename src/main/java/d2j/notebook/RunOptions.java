package d2j.notebook;

import d2j.jupyter.client.KernelClient;
import java.time.Duration;
import java.util.Map;

/**
 * How a notebook is run.
 *
 * @param smoke     with the small settings that the notebook's metadata names
 * @param values    values of parameters by name; they win over the small settings
 * @param startLimit what the kernel's start may take
 * @param cellLimit what one cell may take
 * @param limit     what the whole run may take
 * @param keepGoing whether the cells after a failed one run
 */
public record RunOptions(
        boolean smoke,
        Map<String, String> values,
        Duration startLimit,
        Duration cellLimit,
        Duration limit,
        boolean keepGoing) {

    public RunOptions {
        values = Map.copyOf(values);
    }

    /** The notebook's own settings, at most an hour. */
    public static RunOptions defaults() {
        return new RunOptions(
                false, Map.of(), KernelClient.START_LIMIT, Duration.ofHours(1), Duration.ofHours(1), false);
    }

    public RunOptions withSmoke(boolean wanted) {
        return new RunOptions(wanted, values, startLimit, cellLimit, limit, keepGoing);
    }

    public RunOptions withValues(Map<String, String> wanted) {
        return new RunOptions(smoke, wanted, startLimit, cellLimit, limit, keepGoing);
    }

    /** One limit for every cell and for the whole run. */
    public RunOptions withLimit(Duration wanted) {
        return new RunOptions(smoke, values, startLimit, wanted, wanted, keepGoing);
    }

    public RunOptions withStartLimit(Duration wanted) {
        return new RunOptions(smoke, values, wanted, cellLimit, limit, keepGoing);
    }

    public RunOptions withCellLimit(Duration wanted) {
        return new RunOptions(smoke, values, startLimit, wanted, limit, keepGoing);
    }

    public RunOptions withKeepGoing(boolean wanted) {
        return new RunOptions(smoke, values, startLimit, cellLimit, limit, wanted);
    }
}
