package d2j.jupyter.kernel;

/** The text of a cell, and the number under which the reader sees it. */
final class CellSource {
    private final String code;
    private volatile int cell;

    /**
     * @param cell number of the cell, or 0 where it has none
     */
    CellSource(int cell, String code) {
        this.cell = cell;
        this.code = code;
    }

    int cell() {
        return cell;
    }

    /** A cell that is run again, unchanged, has a new number. */
    void renumber(int number) {
        cell = number;
    }

    String code() {
        return code;
    }

    /** The line, from 1, of a position. */
    int lineAt(int position) {
        int line = 1;
        int end = Math.min(position, code.length());
        for (int i = 0; i < end; i++) {
            if (code.charAt(i) == '\n') {
                line++;
            }
        }
        return line;
    }

    /** Column, from 0, of a position. */
    int columnAt(int position) {
        return position - (code.lastIndexOf('\n', position - 1) + 1);
    }

    /** Text of a line, from 1; empty where there is none. */
    String text(int line) {
        String[] lines = code.split("\n", -1);
        return line >= 1 && line <= lines.length ? lines[line - 1].stripTrailing() : "";
    }

    String name() {
        return cell == 0 ? "cell" : "cell [" + cell + "]";
    }
}
