package d2j.data.scenes;

import d2j.data.samples.DrawnScenes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Drawn pictures of circles, squares and triangles, one to four of any colour on a ground of another, with the box of
 * each and whose each pixel is: a task for detectors that is as large as one likes.
 */
public final class ShapeScenes {

    /** What is drawn, in the order of the labels. */
    public static final List<String> CLASSES = List.of("circle", "square", "triangle");

    private ShapeScenes() {}

    /**
     * Scenes to train and to test with.
     *
     * @param side height and width in pixels
     * @param seed each picture depends on it and its number alone
     */
    public static Scenes of(int train, int test, int side, long seed) {
        String origin = String.format(Locale.ROOT, "%,d + %,d drawn scenes of %d x %d", train, test, side, side);
        return new Scenes(
                draw(DrawnScenes.shapes(), train, side, 2 * seed),
                draw(DrawnScenes.shapes(), test, side, 2 * seed + 1),
                CLASSES,
                origin,
                false);
    }

    /** Draws pictures of a kind. */
    public static List<Scene> draw(DrawnScenes kind, int pictures, int side, long seed) {
        DrawnScenes.Picture[] drawn = new DrawnScenes.Picture[pictures];
        IntStream.range(0, pictures).parallel().forEach(i -> drawn[i] = kind.draw(side, seed, i));
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < pictures; i++) {
            scenes.add(scene("picture " + i, drawn[i], side));
        }
        return scenes;
    }

    private static Scene scene(String name, DrawnScenes.Picture picture, int side) {
        int[] whose = picture.instances();
        List<LabelledBox> objects = new ArrayList<>();
        for (int k = 0; k < picture.labels().length; k++) {
            objects.add(new LabelledBox(picture.labels()[k], around(whose, k + 1, side)));
        }
        return new Scene(
                name,
                Nd4j.createFromArray(picture.pixels()).reshape(3, side, side),
                objects,
                Nd4j.createFromArray(whose).reshape(side, side));
    }

    /** The smallest box around the pixels that have a number. */
    static Box around(int[] numbers, int number, int width) {
        int left = Integer.MAX_VALUE;
        int top = Integer.MAX_VALUE;
        int right = -1;
        int bottom = -1;
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] == number) {
                left = Math.min(left, i % width);
                right = Math.max(right, i % width);
                top = Math.min(top, i / width);
                bottom = i / width;
            }
        }
        if (right < 0) {
            throw new IllegalArgumentException("no pixel has number " + number);
        }
        return new Box(left, top, right + 1, bottom + 1);
    }
}
