package d2j.jupyter.client;

import java.io.IOException;

/** The kernel process ended, or never came up. */
public final class KernelDiedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String lastWords;

    KernelDiedException(String message, String lastWords) {
        super(message);
        this.lastWords = lastWords;
    }

    /** The last lines that the process printed by itself; empty if it said nothing. */
    public String lastWords() {
        return lastWords;
    }
}
