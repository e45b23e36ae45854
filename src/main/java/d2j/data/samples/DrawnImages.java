package d2j.data.samples;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Draws labelled images from a sketch of each class.
 *
 * <p>Each image depends on the seed and its number alone, so the first images of a large sample are a small sample.
 */
public final class DrawnImages {
    /**
     * What was drawn.
     *
     * @param pixels one byte a pixel, in the order image, channel, row, column
     * @param labels the class of each image
     */
    public record Pictures(byte[] pixels, byte[] labels) {}

    /** Where a picture of a class goes: from the units of its sketch to pixels. */
    interface Placing {
        AffineTransform of(int label, RandomGenerator random);
    }

    /**
     * What pictures have in common.
     *
     * @param side      width and height in pixels
     * @param colour    whether the pictures have three channels, on a ground of any colour, or are grey on black
     * @param darkest   the least grey level of the shade, 0 to 255
     * @param lightest  the greatest
     * @param thinnest  the least width of a pen in pixels
     * @param thickest  the greatest
     * @param unsteady  the most that points are shaken, in the sketch's units
     * @param patterned the probability of a pattern on a shape; 0 also leaves folds out
     * @param noise     the most noise of a pixel, in grey levels
     */
    record Look(
            int side,
            boolean colour,
            double darkest,
            double lightest,
            double thinnest,
            double thickest,
            double unsteady,
            double patterned,
            double noise) {}

    /** Pictures are drawn larger by this factor and then averaged, which is finer than Java2D's own smoothing. */
    private static final int SCALE = 4;

    private final String plural;
    private final int version;
    private final Look look;
    private final Placing placing;
    private final List<List<Sketch>> classes;

    /**
     * A kind of images.
     *
     * @param version raised when the pictures change, so that older ones in the cache are not taken for them
     * @param classes for each class the ways of drawing it, as {@link Sketch} reads them
     */
    DrawnImages(String plural, int version, Look look, Placing placing, String[][] classes) {
        this.plural = plural;
        this.version = version;
        this.look = look;
        this.placing = placing;
        this.classes = Arrays.stream(classes)
                .map(ways -> Arrays.stream(ways).map(Sketch::of).toList())
                .toList();
    }

    /** What is drawn, in the plural. */
    public String plural() {
        return plural;
    }

    /** Differs where the pictures do. */
    public int version() {
        return version;
    }

    /** Draws the images of a seed up to a number. The classes come equally often. */
    public Pictures draw(int images, long seed) {
        int length = look.side() * look.side() * (look.colour() ? 3 : 1);
        byte[] pixels = new byte[images * length];
        byte[] labels = new byte[images];
        int n = classes.size();
        IntStream.range(0, images).parallel().forEach(i -> {
            // Every block of as many images as there are classes has each class once.
            labels[i] = (byte) permutation(n, mix(seed, -1 - i / n))[i % n];
            RandomGenerator random = new SplittableRandom(mix(seed, i));
            System.arraycopy(picture(labels[i], random), 0, pixels, i * length, length);
        });
        return new Pictures(pixels, labels);
    }

    private static long mix(long seed, long number) {
        return new SplittableRandom(seed).nextLong() ^ new SplittableRandom(number * 0x9E3779B97F4A7C15L).nextLong();
    }

    private static int[] permutation(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private byte[] picture(int label, RandomGenerator random) {
        int large = look.side() * SCALE;
        BufferedImage canvas = new BufferedImage(large, large, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = canvas.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.setBackground(look.colour() ? hue(random.nextDouble(20, 120), random) : Color.BLACK);
            graphics.clearRect(0, 0, large, large);
            graphics.scale(SCALE, SCALE);
            double level = random.nextDouble(look.darkest(), look.lightest());
            Color shade = look.colour() ? hue(level, random) : shaded(Color.BLACK, level);
            double width = random.nextDouble(look.thinnest(), look.thickest());
            double unsteady = look.unsteady() == 0 ? 0 : random.nextDouble(look.unsteady() / 5, look.unsteady());
            List<Sketch> ways = classes.get(label);
            ways.get(random.nextInt(ways.size()))
                    .draw(
                            new Sketch.Pen(graphics, placing.of(label, random), shade, width, unsteady, this::texture),
                            random);
        } finally {
            graphics.dispose();
        }
        return averaged(canvas, random);
    }

    /** The means of blocks of pixels, with noise; on black ground only where something was drawn. */
    private byte[] averaged(BufferedImage canvas, RandomGenerator random) {
        int side = look.side();
        int channels = look.colour() ? 3 : 1;
        byte[] picture = new byte[channels * side * side];
        double noise = random.nextDouble(look.noise() / 6, look.noise());
        int[] block = new int[SCALE * SCALE];
        for (int channel = 0, at = 0; channel < channels; channel++) {
            int shift = look.colour() ? 16 - 8 * channel : 0;
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++, at++) {
                    canvas.getRGB(x * SCALE, y * SCALE, SCALE, SCALE, block, 0, SCALE);
                    int sum = 0;
                    for (int rgb : block) {
                        sum += rgb >> shift & 0xff;
                    }
                    double mean = sum / (double) block.length;
                    double noisy = mean == 0 ? 0 : mean + noise * random.nextGaussian();
                    picture[at] = (byte) Math.max(0, Math.min(255, Math.round(noisy)));
                }
            }
        }
        return picture;
    }

    /** A pattern with some probability; folds and shadows. */
    private void texture(Graphics2D graphics, Shape shape, Color shade, RandomGenerator random) {
        if (look.patterned() == 0) {
            return;
        }
        Shape clip = graphics.getClip();
        graphics.clip(shape);
        if (random.nextDouble() < look.patterned()) {
            pattern(graphics, shape.getBounds2D(), shade, random);
        }
        for (int folds = random.nextInt(4); folds > 0; folds--) {
            graphics.setColor(shaded(shade, -random.nextDouble(10, 45)));
            graphics.setStroke(new BasicStroke((float) random.nextDouble(0.5, 1.6)));
            double x = random.nextDouble(4, look.side() - 4);
            double y = random.nextDouble(4, look.side() - 4);
            graphics.draw(new Line2D.Double(x, y, x + random.nextDouble(-3, 3), y + random.nextDouble(2, 9)));
        }
        graphics.setClip(clip);
    }

    private void pattern(Graphics2D graphics, Rectangle2D bounds, Color shade, RandomGenerator random) {
        boolean light = shade.getGreen() > 140;
        graphics.setColor(shaded(shade, light ? -random.nextDouble(40, 120) : random.nextDouble(40, 110)));
        double step = random.nextDouble(2, 5);
        double width = step * random.nextDouble(0.25, 0.6);
        graphics.setStroke(new BasicStroke((float) width));
        int side = look.side();
        int kind = random.nextInt(5);
        boolean across = kind == 0 || kind == 2;
        boolean down = kind == 1 || kind == 2;
        for (double at = random.nextDouble(0, step); at < side; at += step) {
            if (across) {
                graphics.draw(new Line2D.Double(0, at, side, at));
            }
            if (down) {
                graphics.draw(new Line2D.Double(at, 0, at, side));
            }
            for (double y = random.nextDouble(0, step); kind == 3 && y < side; y += step) {
                graphics.fill(new Ellipse2D.Double(at, y, width, width));
            }
        }
        if (kind == 4) {
            // Two colours, one above the other.
            double split = bounds.getY() + bounds.getHeight() * random.nextDouble(0.25, 0.75);
            graphics.fill(new Rectangle2D.Double(-side, split, 3 * side, 2 * side));
        }
    }

    /**
     * Moves, turns, slants and stretches a picture about its middle.
     *
     * @param shift   the standard deviation of the way, in pixels
     * @param degrees the standard deviation of the turn
     * @param stretch the standard deviation of the stretch, as a fraction
     */
    static AffineTransform wobble(double middle, RandomGenerator random, double shift, double degrees, double stretch) {
        AffineTransform wobble = new AffineTransform();
        wobble.translate(middle + shift * normal(random), middle + shift * normal(random));
        wobble.rotate(Math.toRadians(degrees * normal(random)));
        wobble.shear(0.5 * Math.toRadians(degrees) * normal(random), 0);
        wobble.scale(1 + stretch * normal(random), 1 + stretch * normal(random));
        return wobble;
    }

    /** A standard normal number, cut at two standard deviations. */
    static double normal(RandomGenerator random) {
        return Math.max(-2, Math.min(2, random.nextGaussian()));
    }

    /** A colour, lighter by so many levels, or darker if negative. */
    static Color shaded(Color colour, double levels) {
        return new Color(
                level(colour.getRed() + levels), level(colour.getGreen() + levels), level(colour.getBlue() + levels));
    }

    private static Color hue(double level, RandomGenerator random) {
        return Color.getHSBColor(random.nextFloat(), random.nextFloat(), level(level) / 255f);
    }

    private static int level(double level) {
        return (int) Math.max(0, Math.min(255, level));
    }
}
