package d2j.notebook;

import java.time.Duration;
import java.util.Map;

/**
 * How a notebook is run.
 *
 * @param smoke     with the small settings that the notebook's metadata names
 * @param values    values of parameters by name; they win over the small settings
 * @param cellLimit what one cell may take
 * @param limit     what the whole run may take
 * @param keepGoing whether the cells after a failed one run
 */
public record RunOptions(
        boolean smoke, Map<String, String> values, Duration cellLimit, Duration limit, boolean keepGoing) {

    public RunOptions {
        values = Map.copyOf(values);
    }

    /** The notebook's own settings, at most an hour. */
    public static RunOptions defaults() {
        return new RunOptions(false, Map.of(), Duration.ofHours(1), Duration.ofHours(1), false);
    }

    public RunOptions withSmoke(boolean wanted) {
        return new RunOptions(wanted, values, cellLimit, limit, keepGoing);
    }

    public RunOptions withValues(Map<String, String> wanted) {
        return new RunOptions(smoke, wanted, cellLimit, limit, keepGoing);
    }

    /** One limit for every cell and for the whole run. */
    public RunOptions withLimit(Duration wanted) {
        return new RunOptions(smoke, values, wanted, wanted, keepGoing);
    }

    public RunOptions withCellLimit(Duration wanted) {
        return new RunOptions(smoke, values, wanted, limit, keepGoing);
    }

    public RunOptions withKeepGoing(boolean wanted) {
        return new RunOptions(smoke, values, cellLimit, limit, wanted);
    }
}
