package d2j.jupyter.kernel;

import java.util.List;

/** Why a cell ended early, as the notebook shows it. */
@SuppressWarnings("serial")
final class CellFailure extends Exception {
    private final String name;
    private final List<String> traceback;

    /**
     * @param name class of the exception, or what else went wrong
     * @param value its message in one line
     * @param traceback the lines to show
     */
    CellFailure(String name, String value, List<String> traceback) {
        super(value);
        this.name = name;
        this.traceback = List.copyOf(traceback);
    }

    String name() {
        return name;
    }

    List<String> traceback() {
        return traceback;
    }
}
