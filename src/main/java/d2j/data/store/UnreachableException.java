package d2j.data.store;

/** No mirror could be reached, or none had the file: the network's fault, not this machine's. */
final class UnreachableException extends DatasetException {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean answered;

    /**
     * A failed download.
     *
     * @param message  what each mirror did
     * @param reason   the same in a few words, to go into a sentence
     * @param answered whether any mirror answered
     */
    UnreachableException(String message, String reason, boolean answered) {
        super(message);
        this.reason = reason;
        this.answered = answered;
    }

    String reason() {
        return reason;
    }

    boolean answered() {
        return answered;
    }
}
