package d2j.bench;

/** A contender cannot do a workload, or cannot run at all; the message is the reason that the table gives. */
public final class NotAvailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotAvailableException(String reason) {
        super(reason);
    }
}
