package d2j.train;

import java.util.concurrent.CancellationException;

/** Lets the stop button of a notebook end a long training loop between two steps. */
final class Interruption {

    private Interruption() {}

    /**
     * Returns at once unless the thread was interrupted.
     *
     * @throws CancellationException if it was; the flag stays set
     */
    static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("training was interrupted");
        }
    }
}
