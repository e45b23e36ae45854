package d2j.jupyter.kernel;

/**
 * The place of a snippet: JShell numbers lines within the snippet, readers within the cell.
 *
 * @param cell number of the cell, or 0 where it has none
 * @param code all of the cell
 * @param start where the snippet begins in it
 */
record CellSource(int cell, String code, int start) {

    /** The line of the cell, from 1, for a line of the snippet, from 1. */
    int line(int snippetLine) {
        return lineAt(start) + snippetLine - 1;
    }

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

    /** Column, from 0, of a position in the cell. */
    int columnAt(int position) {
        return position - (code.lastIndexOf('\n', position - 1) + 1);
    }

    /** Text of a line of the cell, from 1; empty where there is none. */
    String text(int line) {
        String[] lines = code.split("\n", -1);
        return line >= 1 && line <= lines.length ? lines[line - 1].stripTrailing() : "";
    }

    String name() {
        return cell == 0 ? "cell" : "cell [" + cell + "]";
    }
}
