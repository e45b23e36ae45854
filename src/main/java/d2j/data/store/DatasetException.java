package d2j.data.store;

/**
 * A data set that cannot be had or is not what it should be. The message says what was wrong, where, and what to do.
 */
public class DatasetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatasetException(String message) {
        super(message);
    }

    public DatasetException(String message, Throwable cause) {
        super(message, cause);
    }
}
