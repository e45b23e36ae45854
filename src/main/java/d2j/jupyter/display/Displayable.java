package d2j.jupyter.display;

/**
 * An object that a notebook shows in its own way, both through {@link Notebook#display(Object)} and as the last
 * expression of a cell.
 */
@FunctionalInterface
public interface Displayable {

    /** What the notebook shows; called each time that the object is displayed. */
    MimeBundle toMimeBundle();
}
