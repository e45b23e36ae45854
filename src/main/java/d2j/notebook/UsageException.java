package d2j.notebook;

/** Something was asked for that does not exist, such as an unknown chapter or parameter. */
public final class UsageException extends NotebookException {

    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
