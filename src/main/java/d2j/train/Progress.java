package d2j.train;

import java.util.Locale;

/**
 * One line of text that says how far a long loop is, for loops that draw no curve. It is rewritten in place at most
 * four times a second, and ends with the time that the whole took.
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

    private final String what;
    private final long total;
    private final Stopwatch stopwatch = Stopwatch.started();
    private long done;
    private long lastPrinted;

    private Progress(String what, long total) {
        this.what = what;
        this.total = total;
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
        return new Progress(what, total);
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
        if (done < total && now - lastPrinted >= MINIMUM_PAUSE) {
            lastPrinted = now;
            double remaining = stopwatch.seconds() / done * (total - done);
            System.out.print(
                    String.format(Locale.ROOT, "\r%s: %d of %d, about %.0f s left ", what, done, total, remaining));
            System.out.flush();
        }
    }

    /** Ends the line. */
    @Override
    public void close() {
        System.out.println(
                String.format(Locale.ROOT, "\r%s: %d of %d in %.1f s        ", what, done, total, stopwatch.seconds())
                        .stripTrailing());
    }
}
