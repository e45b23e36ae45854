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

    /**
     * Whether something was thrown because the stop button was pressed: by {@link #check()}, by a blocking call, or by
     * the kernel out of a model that a cell wrote.
     */
    static boolean isCauseOf(Throwable thrown) {
        boolean stopped = Thread.currentThread().isInterrupted()
                || thrown instanceof CancellationException
                || thrown.getClass().getSimpleName().equals("CellInterrupted");
        return stopped && !(thrown instanceof VirtualMachineError) && !(thrown instanceof AssertionError);
    }
}
