package d2j.jupyter.kernel;

import java.util.ArrayList;
import java.util.List;

/** Why a cell ended early, as the notebook shows it. */
@SuppressWarnings("serial")
final class CellFailure extends Exception {
    private final String name;
    private final int position;
    private final List<String> traceback;

    /**
     * @param name class of the exception, or what else went wrong
     * @param value its message in one line
     * @param traceback the lines to show
     */
    CellFailure(String name, String value, List<String> traceback) {
        this(name, value, traceback, 0);
    }

    /**
     * @param position where in the cell, if the compiler found it
     */
    CellFailure(String name, String value, List<String> traceback, int position) {
        super(value);
        this.name = name;
        this.traceback = List.copyOf(traceback);
        this.position = position;
    }

    /** The same, with a line of advice. */
    CellFailure with(String advice) {
        List<String> lines = new ArrayList<>(traceback);
        lines.add("");
        lines.add(advice);
        return new CellFailure(name, getMessage(), lines, position);
    }

    String name() {
        return name;
    }

    int position() {
        return position;
    }

    List<String> traceback() {
        return traceback;
    }
}
