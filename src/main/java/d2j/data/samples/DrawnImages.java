package d2j.data.samples;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Draws labelled images of 28 x 28 grey levels, bright on black.
 *
 * <p>Each image depends on the seed and its number alone, so the first images of a large sample are a small sample.
 */
public abstract class DrawnImages {
    /**
     * What was drawn.
     *
     * @param pixels one byte a pixel, image by image and row by row
     * @param labels the class of each image
     */
    public record Pictures(byte[] pixels, byte[] labels) {}

    static final int SIDE = 28;
    /** Pictures are drawn larger by this factor and then averaged, which is finer than Java2D's own smoothing. */
    private static final int SCALE = 4;

    /** What is drawn, in the plural. */
    public abstract String plural();

    /** Raised when the pictures change, so that older ones in the cache are not taken for them. */
    public abstract int version();

    /** Draws one picture into a square of 28 x 28 units; the graphics are black, the colour white. */
    abstract void draw(Graphics2D graphics, int label, RandomGenerator random);

    /** Draws the images of a seed up to a number. The classes come equally often. */
    public Pictures draw(int images, long seed, int classes) {
        byte[] pixels = new byte[images * SIDE * SIDE];
        byte[] labels = new byte[images];
        IntStream.range(0, images).parallel().forEach(i -> {
            // Every block of as many images as there are classes has each class once.
            labels[i] = (byte) permutation(classes, mix(seed, -1 - i / classes))[i % classes];
            RandomGenerator random = new SplittableRandom(mix(seed, i));
            System.arraycopy(picture(labels[i], random), 0, pixels, i * SIDE * SIDE, SIDE * SIDE);
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
        int side = SIDE * SCALE;
        BufferedImage canvas = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = canvas.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.scale(SCALE, SCALE);
            graphics.setColor(Color.WHITE);
            graphics.setStroke(new BasicStroke(1));
            draw(graphics, label, random);
        } finally {
            graphics.dispose();
        }
        byte[] fine = ((DataBufferByte) canvas.getRaster().getDataBuffer()).getData();
        byte[] picture = new byte[SIDE * SIDE];
        double noise = random.nextDouble(2, 12);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int sum = 0;
                for (int dy = 0; dy < SCALE; dy++) {
                    int row = (y * SCALE + dy) * side + x * SCALE;
                    for (int dx = 0; dx < SCALE; dx++) {
                        sum += fine[row + dx] & 0xff;
                    }
                }
                double mean = sum / (double) (SCALE * SCALE);
                if (mean > 0) {
                    mean += noise * random.nextGaussian();
                }
                picture[y * SIDE + x] = (byte) Math.max(0, Math.min(255, Math.round(mean)));
            }
        }
        return picture;
    }

    /** Moves, turns, stretches and slants what is drawn next about the middle of the picture. */
    static void wobble(Graphics2D graphics, RandomGenerator random, double shift, double degrees, double stretch) {
        double middle = SIDE / 2.0;
        AffineTransform wobble = new AffineTransform();
        wobble.translate(middle + shift * normal(random), middle + shift * normal(random));
        wobble.rotate(Math.toRadians(degrees * normal(random)));
        wobble.shear(0.5 * Math.toRadians(degrees) * normal(random), 0);
        wobble.scale(1 + stretch * normal(random), 1 + stretch * normal(random));
        wobble.translate(-middle, -middle);
        graphics.transform(wobble);
    }

    /** A standard normal number, cut at two standard deviations. */
    static double normal(RandomGenerator random) {
        return Math.max(-2, Math.min(2, random.nextGaussian()));
    }

    static Color grey(double level) {
        int value = (int) Math.max(0, Math.min(255, level));
        return new Color(value, value, value);
    }
}
