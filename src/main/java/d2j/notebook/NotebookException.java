package d2j.notebook;

import java.io.IOException;

/** A notebook that cannot be read, found or run as asked; the message says what to do. */
public class NotebookException extends IOException {

    private static final long serialVersionUID = 1L;

    public NotebookException(String message) {
        super(message);
    }

    public NotebookException(String message, Throwable cause) {
        super(message, cause);
    }
}
