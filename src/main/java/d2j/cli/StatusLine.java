package d2j.cli;

import java.io.PrintStream;

/**
 * The line at the bottom of a terminal that says what a long command is doing. Where no person watches, it is a plain
 * line now and then.
 */
final class StatusLine implements AutoCloseable {

    private static final long LINE_INTERVAL = 10_000_000_000L;

    private final PrintStream out;
    private final boolean interactive;
    private final long begun = System.nanoTime();
    private boolean shown;
    private long lastLine;

    StatusLine(PrintStream out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    /** Shows what is being done now, after the time that has passed. */
    synchronized void show(String text) {
        long now = System.nanoTime();
        String line = Durations.clock((now - begun) / 1e9) + "  " + text;
        if (interactive) {
            draw(line);
        } else if (lastLine == 0 || now - lastLine > LINE_INTERVAL) {
            out.println(line);
            lastLine = now;
        }
    }

    /** Puts a text into the line as it is, cut to the width of the terminal; nothing where no person watches. */
    synchronized void draw(String text) {
        if (interactive) {
            int width = Terminal.columns() - 1;
            String cut = text.length() > width ? text.substring(0, width - 1) + "…" : text;
            out.print("\r" + Terminal.paint(Terminal.Style.BOLD, cut) + "\u001b[K");
            out.flush();
            shown = true;
        }
    }

    /** A line that stays. */
    synchronized void say(String text) {
        clear();
        out.println("d2j: " + text);
    }

    /** Takes the line away, so that something else can be printed. */
    synchronized void clear() {
        if (shown) {
            out.print("\r\u001b[K");
            out.flush();
            shown = false;
        }
    }

    @Override
    public synchronized void close() {
        clear();
        out.flush();
    }
}
