package d2j.data.samples;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Draws pictures with several objects in them, each from the sketch of its class, and knows whose each pixel is. */
public final class DrawnScenes {

    /**
     * What was drawn.
     *
     * @param pixels    three channels, from 0 to 1, in the order channel, row, column
     * @param instances for each pixel 0, or k + 1 where object k is seen
     * @param labels    the class of each object
     */
    public record Picture(float[] pixels, int[] instances, int[] labels) {}

    /** Pictures are drawn larger by this factor and then averaged. */
    private static final int SCALE = 3;

    /** How often a place for one object more is looked for. */
    private static final int TRIES = 20;

    /** Sketches reach from -1 to 1. */
    private static final String[] SHAPES = {
        "oval 0,0 1,1", "fill -0.9,-0.9 0.9,-0.9 0.9,0.9 -0.9,0.9", "fill 0,-1 0.92,0.7 -0.92,0.7",
    };

    private static final String[] RACCOONS = {
        """
        fill -1,1 -0.7,0.1 0.7,0.1 1,1
        |fill 0,-0.75 0.3,-0.75 0.8~0.06,-1~0.05 0.9~0.05,-0.45 1,0 0.5,0.45 0,0.6
        |oval:dark 0.43~0.03,-0.2~0.04 0.32~0.04,0.2~0.03
        |oval:light 0.4,-0.2 0.09,0.09
        oval:light 0,0.2 0.26~0.03,0.22~0.03
        oval:dark 0,0.12 0.12,0.09
        |line:dark 0.4,0.3 1~0.1,0.35~0.1
        """,
    };

    private final List<Sketch> classes;
    private final int most;
    private final double smallest;
    private final double largest;
    private final double turn;
    private final boolean grey;

    /**
     * A kind of pictures.
     *
     * @param most     how many objects a picture has at most
     * @param smallest the least size of an object, as a share of the picture's
     * @param turn     the most that an object is turned, in degrees
     * @param grey     whether objects are of a greyish brown instead of any colour
     */
    private DrawnScenes(String[] classes, int most, double smallest, double largest, double turn, boolean grey) {
        this.classes = Arrays.stream(classes).map(Sketch::of).toList();
        this.most = most;
        this.smallest = smallest;
        this.largest = largest;
        this.turn = turn;
        this.grey = grey;
    }

    /** One to four circles (class 0), squares (1) and triangles (2). */
    public static DrawnScenes shapes() {
        return new DrawnScenes(SHAPES, 4, 0.25, 0.6, 20, false);
    }

    /** One or two raccoons. */
    public static DrawnScenes raccoons() {
        return new DrawnScenes(RACCOONS, 2, 0.4, 0.9, 12, true);
    }

    /**
     * Draws a picture.
     *
     * @param side   width and height in pixels
     * @param number of the picture, which depends on nothing else but this and the seed
     */
    public Picture draw(int side, long seed, int number) {
        RandomGenerator random = new SplittableRandom(
                new SplittableRandom(seed).nextLong() ^ new SplittableRandom(number * 0x9E3779B97F4A7C15L).nextLong());
        BufferedImage canvas = ground(side, random);
        int[] whose = new int[side * side];
        List<Integer> labels = new ArrayList<>();
        List<double[]> taken = new ArrayList<>();
        int wanted = 1 + random.nextInt(most);
        for (int tries = 0; labels.size() < wanted && tries < TRIES; tries++) {
            double size = side * random.nextDouble(smallest, largest) / 2;
            double x = random.nextDouble(size, side - size);
            double y = random.nextDouble(size, side - size);
            // Objects may touch, but hide little of each other.
            if (taken.stream().anyMatch(it -> Math.hypot(x - it[0], y - it[1]) < 0.8 * (size + it[2]))) {
                continue;
            }
            int label = random.nextInt(classes.size());
            BufferedImage layer = layer(side, label, x, y, size, random);
            labels.add(label);
            taken.add(new double[] {x, y, size});
            claim(layer, whose, side, labels.size());
            Graphics2D graphics = canvas.createGraphics();
            graphics.drawImage(layer, 0, 0, null);
            graphics.dispose();
        }
        return new Picture(
                averaged(canvas, side, random),
                whose,
                labels.stream().mapToInt(Integer::intValue).toArray());
    }

    /** From one colour to another, with lines that are no objects. */
    private static BufferedImage ground(int side, RandomGenerator random) {
        int large = side * SCALE;
        BufferedImage canvas = new BufferedImage(large, large, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = canvas.createGraphics();
        graphics.setPaint(new GradientPaint(
                0,
                0,
                colour(random, 0.15, 0.55),
                random.nextInt(1, large + 1),
                random.nextInt(1, large + 1),
                colour(random, 0.15, 0.55)));
        graphics.fillRect(0, 0, large, large);
        graphics.scale(SCALE, SCALE);
        for (int lines = random.nextInt(6); lines > 0; lines--) {
            graphics.setColor(colour(random, 0.1, 0.9));
            graphics.setStroke(new BasicStroke((float) random.nextDouble(0.005 * side, 0.03 * side)));
            graphics.draw(new Line2D.Double(
                    random.nextDouble(side),
                    random.nextDouble(side),
                    random.nextDouble(side),
                    random.nextDouble(side)));
        }
        graphics.dispose();
        return canvas;
    }

    private static Color colour(RandomGenerator random, double darkest, double lightest) {
        return Color.getHSBColor(
                random.nextFloat(), (float) random.nextDouble(0.1, 0.9), (float) random.nextDouble(darkest, lightest));
    }

    private BufferedImage layer(int side, int label, double x, double y, double size, RandomGenerator random) {
        BufferedImage layer = new BufferedImage(side * SCALE, side * SCALE, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = layer.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(SCALE, SCALE);
        AffineTransform frame = AffineTransform.getTranslateInstance(x, y);
        frame.rotate(Math.toRadians(random.nextDouble(-turn, turn)));
        // So that a turned shape stays inside.
        double reach = Math.cos(Math.toRadians(turn)) + Math.sin(Math.toRadians(turn));
        frame.scale(size / reach * random.nextDouble(0.8, 1), size / reach * random.nextDouble(0.8, 1));
        Color shade =
                grey ? Color.getHSBColor(0.08f, 0.2f, (float) random.nextDouble(0.45, 0.75)) : colour(random, 0.65, 1);
        classes.get(label)
                .draw(
                        new Sketch.Pen(
                                graphics,
                                frame,
                                shade,
                                Math.max(0.5, side * 0.008),
                                0,
                                (where, shape, tone, chance) -> {}),
                        random);
        graphics.dispose();
        return layer;
    }

    /** Gives an object the pixels that it covers by half or more. */
    private static void claim(BufferedImage layer, int[] whose, int side, int owner) {
        int[] block = new int[SCALE * SCALE];
        for (int i = 0; i < whose.length; i++) {
            layer.getRGB(i % side * SCALE, i / side * SCALE, SCALE, SCALE, block, 0, SCALE);
            long covered =
                    Arrays.stream(block).filter(argb -> argb >>> 24 > 127).count();
            if (2 * covered >= block.length) {
                whose[i] = owner;
            }
        }
    }

    private static float[] averaged(BufferedImage canvas, int side, RandomGenerator random) {
        float[] pixels = new float[3 * side * side];
        double noise = random.nextDouble(0.01, 0.06);
        int[] block = new int[SCALE * SCALE];
        for (int i = 0; i < side * side; i++) {
            canvas.getRGB(i % side * SCALE, i / side * SCALE, SCALE, SCALE, block, 0, SCALE);
            for (int channel = 0; channel < 3; channel++) {
                int sum = 0;
                for (int rgb : block) {
                    sum += rgb >> 16 - 8 * channel & 0xff;
                }
                double value = sum / (255.0 * block.length) + noise * random.nextGaussian();
                pixels[channel * side * side + i] = (float) Math.max(0, Math.min(1, value));
            }
        }
        return pixels;
    }
}
