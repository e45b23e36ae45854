package d2j.data.scenes;

import java.util.Objects;

/**
 * An object in a picture.
 *
 * @param label     its class
 * @param box       where it is
 * @param difficult whether those who labelled it could hardly tell; finding it or not does not count
 */
public record LabelledBox(int label, Box box, boolean difficult) {
    public LabelledBox {
        Objects.requireNonNull(box, "box");
    }

    /** An object that counts. */
    public LabelledBox(int label, Box box) {
        this(label, box, false);
    }

    /** The same object elsewhere. */
    public LabelledBox at(Box place) {
        return new LabelledBox(label, place, difficult);
    }
}
