package d2j.train;

import d2j.jupyter.display.Notebook;
import java.util.Locale;

/**
 * One line of text that says how far a long loop is, with a bar and the remaining time, for loops that draw no curve.
 * It is rewritten in place at most four times a second where somebody reads along, in a terminal or a notebook, and
 * ends as {@code cross-validation: 5 of 5}, the same in every run.
 *
 * <pre>{@code
 * try (Progress progress = Progress.of("cross-validation", folds)) {
 *     for (int fold = 0; fold < folds; fold++) {
 *         ...
 *         progress.step();
 *     }
 * }
 * }</pre>
 */
public final class Progress implements AutoCloseable {

    private static final long MINIMUM_PAUSE = 250_000_000;
    private static final int BAR = 20;

    private final String what;
    private final long total;
    private final boolean live;
    private final Stopwatch stopwatch = Stopwatch.started();
    private long done;
    private long lastPrinted;
    private int width;

    Progress(String what, long total, boolean live) {
        this.what = what;
        this.total = total;
        this.live = live;
    }

    /**
     * @param what  what the loop does, for example {@code "cross-validation"}
     * @param total how many steps it has
     * @throws IllegalArgumentException if {@code total} is negative
     */
    public static Progress of(String what, long total) {
        if (total < 0) {
            throw new IllegalArgumentException("a loop cannot have " + total + " steps");
        }
        return new Progress(what, total, isRead());
    }

    /** Whether there is a terminal or a notebook. */
    static boolean isRead() {
        return Notebook.hasKernel() || System.console() != null;
    }

    /**
     * One more step is done.
     *
     * @throws java.util.concurrent.CancellationException if the notebook's stop button was pressed
     */
    public void step() {
        Interruption.check();
        done++;
        long now = System.nanoTime();
        if (live && done < total && now - lastPrinted >= MINIMUM_PAUSE) {
            lastPrinted = now;
            rewrite(what + ": " + bar() + " " + done + " of " + total + ", " + remaining());
        }
    }

    private String bar() {
        int filled = (int) (BAR * done / total);
        return "[" + "#".repeat(filled) + "-".repeat(BAR - filled) + "]";
    }

    /** How long the rest takes at the speed so far, in words. */
    String remaining() {
        return inWords(stopwatch.seconds() / Math.max(1, done) * (total - done)) + " left";
    }

    static String inWords(double seconds) {
        return seconds < 90
                ? String.format(Locale.ROOT, "about %.0f s", seconds)
                : String.format(Locale.ROOT, "about %.0f min", seconds / 60);
    }

    private void rewrite(String line) {
        System.out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
        System.out.flush();
        width = line.length();
    }

    /** Takes the line away, as if it had never been. */
    void erase() {
        if (width > 0) {
            System.out.print("\r" + " ".repeat(width) + "\r");
            System.out.flush();
            width = 0;
        }
    }

    /** Ends the line. */
    @Override
    public void close() {
        erase();
        System.out.println(what + ": " + done + " of " + total);
    }
}
