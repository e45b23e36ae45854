package d2j.jupyter.display;

import java.util.UUID;

/**
 * One output on the page, which can be replaced where it stands: a training curve that grows, a progress line. Made by
 * {@link Notebook#display(Object)}.
 */
public final class Display {
    private final Frontend frontend;
    private final String id = UUID.randomUUID().toString();

    Display(Frontend frontend, MimeBundle first) {
        this.frontend = frontend;
        frontend.display(id, first);
    }

    /**
     * Replaces what this output shows. Outside a kernel the plain text is printed, unless it is the same as before.
     *
     * @return this output
     */
    public Display update(Object object) {
        frontend.update(id, Rendering.of(object));
        return this;
    }

    /** The {@code display_id} of the Jupyter protocol. */
    public String id() {
        return id;
    }

    /** Empty-handed on purpose: a cell that ends in {@code display(x)} shows the output once, without a line below. */
    @Override
    public String toString() {
        return "";
    }
}
