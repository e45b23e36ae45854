package d2j.data.scenes;

import java.util.List;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A picture and the objects in it.
 *
 * @param name      what to call it in a message
 * @param pixels    {@code [channels, height, width]} from 0 to 1
 * @param objects   what is to be seen, with boxes in pixels
 * @param instances whose each pixel is, {@code [height, width]}: 0 for the ground, k + 1 for object number k; null
 *                  where only the boxes are known
 */
public record Scene(String name, INDArray pixels, List<LabelledBox> objects, INDArray instances) {

    /**
     * Checks that the arrays go together.
     *
     * @throws IllegalArgumentException if they are of different sizes
     */
    public Scene {
        Objects.requireNonNull(name, "name");
        objects = List.copyOf(objects);
        if (pixels.rank() != 3) {
            throw new IllegalArgumentException(
                    name + ": pixels should be [channels, height, width], not " + pixels.shapeInfoToString());
        }
        if (instances != null
                && (instances.rank() != 2
                        || instances.size(0) != pixels.size(1)
                        || instances.size(1) != pixels.size(2))) {
            throw new IllegalArgumentException(name + ": whose each pixel is, [" + pixels.size(1) + ", "
                    + pixels.size(2) + "], comes as " + instances.shapeInfoToString());
        }
    }

    /** A picture of which only the boxes are known. */
    public Scene(String name, INDArray pixels, List<LabelledBox> objects) {
        this(name, pixels, objects, null);
    }

    /** The height in pixels. */
    public int height() {
        return (int) pixels.size(1);
    }

    /** The width in pixels. */
    public int width() {
        return (int) pixels.size(2);
    }

    /** Where an object is, {@code [height, width]}: 1 for its pixels, 0 for the others. */
    public INDArray mask(int object) {
        Objects.checkIndex(object, objects.size());
        return whose().eq(object + 1).castTo(DataType.FLOAT);
    }

    /** What each pixel shows, {@code [height, width]} whole numbers: 0 for the ground, otherwise the class + 1. */
    public INDArray semantics() {
        int[] whose = whose().dup('c').data().asInt();
        int[] classes = new int[whose.length];
        for (int i = 0; i < whose.length; i++) {
            classes[i] = whose[i] == 0 ? 0 : objects.get(whose[i] - 1).label() + 1;
        }
        return Nd4j.createFromArray(classes).reshape(height(), width());
    }

    private INDArray whose() {
        if (instances == null) {
            throw new IllegalStateException(name + " has boxes, but nobody said which pixels are whose");
        }
        return instances;
    }

    @Override
    public String toString() {
        return name + ", " + width() + " x " + height() + ", " + objects.size() + " objects";
    }
}
