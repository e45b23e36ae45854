package d2j.cli;

import java.io.PrintStream;

/** What a long command is doing: one line that changes on a terminal; elsewhere a plain line now and then. */
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

    /** Shows what is being done now. */
    synchronized void show(String text) {
        long now = System.nanoTime();
        String line = Durations.clock((now - begun) / 1e9) + "  " + text;
        if (!interactive) {
            if (lastLine == 0 || now - lastLine > LINE_INTERVAL) {
                out.println(line);
                lastLine = now;
            }
        } else {
            clear();
            out.print(line.substring(0, Math.min(line.length(), Terminal.columns() - 1)));
            out.flush();
            shown = true;
        }
    }

    /** A line that stays. */
    synchronized void say(String text) {
        clear();
        out.println("d2j: " + text);
    }

    private void clear() {
        if (shown) {
            out.print("\r\u001b[K");
            shown = false;
        }
    }

    @Override
    public synchronized void close() {
        clear();
        out.flush();
    }
}
