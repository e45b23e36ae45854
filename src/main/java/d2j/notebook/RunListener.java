package d2j.notebook;

/** Follows the run of a notebook; called in the thread that runs it. */
public interface RunListener {

    /** Does nothing. */
    RunListener SILENT = new RunListener() {};

    /**
     * A cell begins.
     *
     * @param cell  its number among the notebook's code cells, from 1
     * @param cells how many there are
     */
    default void cellStarted(int cell, int cells, String source) {}

    /** The notebook printed text on "stdout" or "stderr". */
    default void printed(String stream, String text) {}

    /** Something is odd, though no failure: a sentence with its place. */
    default void noticed(String notice) {}

    /** A cell failed. */
    default void failed(Failure failure) {}
}
