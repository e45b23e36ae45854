package d2j.vision.augmentation;

import d2j.data.scenes.Scene;
import java.util.List;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A random change of a picture. What moves pixels moves the boxes and masks of its objects along; height and width
 * stay. Objects that leave the picture, by their centre, are dropped; boxes of others are cut at its edge.
 *
 * <pre>{@code
 * Augmentation change = Augmentation.flip(0.5)
 *         .then(Augmentation.crop(0.5, 1, 0.75, 1.33))
 *         .then(Augmentation.colour(0.2, 0.2, 0.2, 0.05));
 * Scene changed = change.apply(scene, random);
 * INDArray batch = change.images(images, random);
 * }</pre>
 */
@FunctionalInterface
public interface Augmentation {

    /** Changes a copy. */
    Scene apply(Scene scene, RandomGenerator random);

    /** First this, then another. */
    default Augmentation then(Augmentation next) {
        return (scene, random) -> next.apply(apply(scene, random), random);
    }

    /** This with some probability, and no change otherwise. */
    default Augmentation sometimes(double probability) {
        share("probability", probability);
        return (scene, random) -> random.nextDouble() < probability ? apply(scene, random) : scene;
    }

    /** Each image of {@code [batch, channels, height, width]} changed in its own way: a new array. */
    default INDArray images(INDArray batch, RandomGenerator random) {
        INDArray changed = Nd4j.createUninitialized(batch.dataType(), batch.shape(), 'c');
        for (long i = 0; i < batch.size(0); i++) {
            Scene scene = new Scene("image " + i, batch.slice(i), List.of());
            changed.slice(i).assign(apply(scene, random).pixels());
        }
        return changed;
    }

    /** Mirrors left and right, with some probability. */
    static Augmentation flip(double probability) {
        return moving((scene, random) -> Warp.mirrored(scene.width())).sometimes(probability);
    }

    /** Mirrors top and bottom, with some probability. */
    static Augmentation flipUpsideDown(double probability) {
        return moving((scene, random) -> Warp.upsideDown(scene.height())).sometimes(probability);
    }

    /**
     * Cuts out a part and enlarges it to the picture's size.
     *
     * @param least    the least area of the part, as a share of the picture's
     * @param greatest the greatest; above 1 the picture shrinks, and black surrounds it
     * @param narrow   the least ratio of the part's width to its height, as a multiple of the picture's
     * @param wide     the greatest
     */
    static Augmentation crop(double least, double greatest, double narrow, double wide) {
        between("area", least, greatest);
        between("ratio", narrow, wide);
        return moving((scene, random) -> {
            double area = within(least, greatest, random);
            double ratio = Math.exp(within(Math.log(narrow), Math.log(wide), random));
            double width = scene.width() * Math.sqrt(area * ratio);
            double height = scene.height() * Math.sqrt(area / ratio);
            double left = place(scene.width() - width, random);
            double top = place(scene.height() - height, random);
            return new Warp(width / scene.width(), 0, left, 0, height / scene.height(), top);
        });
    }

    /** Turns about the middle by up to so many degrees to either side. Boxes grow: they stay upright. */
    static Augmentation rotate(double degrees) {
        return moving((scene, random) -> Warp.turned(
                Math.toRadians(within(-degrees, degrees, random)), scene.width() / 2.0, scene.height() / 2.0));
    }

    /** Moves by up to so many pixels to the sides and up or down; black comes in. Whole pixels stay sharp. */
    static Augmentation translate(int pixels) {
        return moving((scene, random) ->
                new Warp(1, 0, random.nextInt(-pixels, pixels + 1), 0, 1, random.nextInt(-pixels, pixels + 1)));
    }

    /** Adds to each pixel and channel a normal number of this standard deviation. */
    static Augmentation noise(double deviation) {
        return painting((values, scene, random) -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) clip(values[i] + deviation * random.nextGaussian());
            }
        });
    }

    /**
     * Shifts colours at random.
     *
     * @param brightness the most by which all is multiplied more or less than 1
     * @param contrast   the same for the distance from the mean grey of the picture
     * @param saturation the same for the distance of a colour from its own grey
     * @param hue        the most by which hues turn, in whole turns: 0.5 swaps each with its opposite
     */
    static Augmentation colour(double brightness, double contrast, double saturation, double hue) {
        return painting((values, scene, random) -> new ColourShift(
                        1 + within(-brightness, brightness, random),
                        1 + within(-contrast, contrast, random),
                        1 + within(-saturation, saturation, random),
                        within(-hue, hue, random))
                .apply(values, scene.pixels().size(0)));
    }

    /** Covers a square of this side with the mean colour of the picture, wherever its centre falls (cutout). */
    static Augmentation cutout(int side) {
        return painting((values, scene, random) -> {
            int centreX = random.nextInt(scene.width());
            int centreY = random.nextInt(scene.height());
            int plane = scene.width() * scene.height();
            for (int channel = 0; channel < values.length / plane; channel++) {
                double sum = 0;
                for (int i = channel * plane; i < (channel + 1) * plane; i++) {
                    sum += values[i];
                }
                for (int y = Math.max(0, centreY - side / 2);
                        y < Math.min(scene.height(), centreY - side / 2 + side);
                        y++) {
                    for (int x = Math.max(0, centreX - side / 2);
                            x < Math.min(scene.width(), centreX - side / 2 + side);
                            x++) {
                        values[channel * plane + y * scene.width() + x] = (float) (sum / plane);
                    }
                }
            }
        });
    }

    /** A change of pixels alone, of {@code [channels, height, width]} in this order. */
    interface Painting {
        void change(float[] values, Scene scene, RandomGenerator random);
    }

    /** An augmentation that leaves everything where it is. */
    static Augmentation painting(Painting painting) {
        return (scene, random) -> {
            float[] values = scene.pixels().dup('c').data().asFloat();
            painting.change(values, scene, random);
            INDArray pixels =
                    Nd4j.createFromArray(values).reshape(scene.pixels().shape());
            return new Scene(scene.name(), pixels, scene.objects(), scene.instances());
        };
    }

    /** Decides where pixels come from. */
    interface Moving {
        Warp choose(Scene scene, RandomGenerator random);
    }

    /** An augmentation that moves things. */
    static Augmentation moving(Moving moving) {
        return (scene, random) -> moving.choose(scene, random).apply(scene);
    }

    private static double within(double from, double to, RandomGenerator random) {
        return from == to ? from : random.nextDouble(from, to);
    }

    private static double place(double room, RandomGenerator random) {
        return within(Math.min(0, room), Math.max(0, room), random);
    }

    private static double clip(double value) {
        return Math.max(0, Math.min(1, value));
    }

    private static void between(String what, double from, double to) {
        if (!(from > 0 && from <= to && to < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(what + ": from " + from + " to " + to + " is no range above 0");
        }
    }

    private static void share(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("a " + what + " is from 0 to 1, not " + value);
        }
    }
}
