package d2j.notebook;

/**
 * What a terminal, and Jupyter, shows of a text that comes piece by piece: a carriage return goes back to the beginning
 * of the line, so that progress lines collapse to their end; a backspace goes back by one character. Only what is shown
 * is kept, and of that not more than a limit; checks that passed are counted beyond it.
 */
final class TerminalText {

    /** Begins the line that a check prints when it passes. */
    private static final String CHECK = "✓ ";
    /** What is kept of one line when nothing more is kept of the text. */
    private static final int LINE_BEYOND_LIMIT = 1000;

    private final int limit;
    private final StringBuilder lines = new StringBuilder();
    private final StringBuilder line = new StringBuilder();
    private int cursor;
    private boolean returned;
    private boolean returnPending;
    private boolean truncated;
    private int checks;

    /**
     * A text that is empty so far.
     *
     * @param limit how many characters are kept
     */
    TerminalText(int limit) {
        this.limit = limit;
    }

    void append(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                endLine();
            } else if (c == '\r') {
                returnPending = true;
            } else if (c == '\b') {
                performReturn();
                cursor = Math.max(0, cursor - 1);
            } else {
                performReturn();
                put(c);
            }
        }
    }

    /** A return right before the end of a line, as Windows writes it, is none. */
    private void performReturn() {
        if (returnPending) {
            returnPending = false;
            returned = true;
            cursor = 0;
        }
    }

    private void put(char c) {
        if (cursor < line.length()) {
            line.setCharAt(cursor++, c);
        } else if (line.length() < (truncated ? LINE_BEYOND_LIMIT : limit - lines.length())) {
            line.append(c);
            cursor++;
        } else if (!truncated) {
            truncated = true;
            lines.append(line);
            line.setLength(Math.min(line.length(), LINE_BEYOND_LIMIT));
            cursor = line.length();
        }
    }

    private void endLine() {
        String shown = currentLine(returned);
        checks += shown.startsWith(CHECK) ? 1 : 0;
        if (!truncated) {
            lines.append(shown);
            if (lines.length() < limit) {
                lines.append('\n');
            } else {
                truncated = true;
            }
        }
        line.setLength(0);
        cursor = 0;
        returned = false;
        returnPending = false;
    }

    /** Progress lines are padded to cover longer ones before them. */
    private String currentLine(boolean progress) {
        return progress ? line.toString().stripTrailing() : line.toString();
    }

    /** What is shown, as far as it is kept. */
    String text() {
        return truncated ? lines.toString() : lines + currentLine(returned || returnPending);
    }

    /** The number of characters that are kept. */
    int length() {
        return lines.length() + (truncated ? 0 : line.length());
    }

    /** Whether more is shown than is kept. */
    boolean truncated() {
        return truncated;
    }

    /** The lines so far that say that a check passed. */
    int checks() {
        return checks + (currentLine(returned).startsWith(CHECK) ? 1 : 0);
    }
}
