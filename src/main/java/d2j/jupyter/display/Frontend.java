package d2j.jupyter.display;

/**
 * The place where displayed objects go: a running kernel, or the console where there is none. Kernels implement it;
 * users call {@link Notebook}.
 */
public interface Frontend {

    /**
     * Shows a new output.
     *
     * @param displayId identifies the output for a later {@link #update}
     */
    void display(String displayId, MimeBundle bundle);

    /** Replaces an output that was shown before. */
    void update(String displayId, MimeBundle bundle);
}
