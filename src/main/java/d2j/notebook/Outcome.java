package d2j.notebook;

/** How the run of a notebook, or of one cell, ended. */
public enum Outcome {
    PASSED("passed"),
    CELL_THREW("a cell threw an exception"),
    CELL_DID_NOT_COMPILE("a cell did not compile"),
    CHECK_FAILED("a check failed"),
    KERNEL_DIED("the kernel died"),
    TIMED_OUT("timed out"),
    INTERRUPTED("interrupted");

    private final String words;

    Outcome(String words) {
        this.words = words;
    }

    /** The outcome in words, such as "a check failed". */
    public String words() {
        return words;
    }
}
