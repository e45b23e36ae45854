package d2j.data.store;

import java.io.IOException;

/** A mirror that does not give what it should; the message says what it did, in words that follow its address. */
final class MirrorException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean answered;

    /** What the mirror did, and whether it was heard at all. */
    MirrorException(String message, boolean answered) {
        this(message, answered, null);
    }

    MirrorException(String message, boolean answered, Throwable cause) {
        super(message, cause);
        this.answered = answered;
    }

    /** Whether the mirror answered; if not, the network may be at fault. */
    boolean answered() {
        return answered;
    }
}
