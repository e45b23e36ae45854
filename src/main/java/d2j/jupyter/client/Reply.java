package d2j.jupyter.client;

import java.util.List;

/**
 * How the execution of code ended.
 *
 * @param errorName    the exception's class; empty without an error
 * @param errorMessage the exception's message; empty without an error
 * @param traceback    the kernel's own lines about the error
 * @param responsive   whether the kernel came back; false if it ignored an interruption
 */
public record Reply(Status status, String errorName, String errorMessage, List<String> traceback, boolean responsive) {

    /** The ways in which it can end. */
    public enum Status {
        /** Without an error. */
        OK,
        /** With an exception, or it did not compile. */
        ERROR,
        /** The kernel refused it because earlier code failed. */
        ABORTED,
        /** It took too long and was interrupted. */
        TIMED_OUT,
        /** {@link KernelSession#interrupt()} was called. */
        INTERRUPTED
    }

    public Reply {
        traceback = List.copyOf(traceback);
    }

    /** A reply without an error. */
    public static Reply of(Status status) {
        return new Reply(status, "", "", List.of(), true);
    }
}
