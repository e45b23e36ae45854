package d2j.data.samples;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Streets as a driver sees them, with the class of each pixel: what stands in for CamVid. Classes have its numbers: sky
 * 0, building 1, pole 2, road 3, pavement 4, tree 5, sign 6, fence 7, car 8, pedestrian 9, cyclist 10, void 11.
 */
public final class Streets {

    private static final int VOID = 11;

    private final RandomGenerator random;
    private final BufferedImage picture;
    private final BufferedImage classes;
    private final double width;
    private final double height;
    private final double noise;

    /**
     * A street.
     *
     * @param picture in colour
     * @param classes of the same size, the class of a pixel as its colour
     */
    public record Street(BufferedImage picture, BufferedImage classes) {}

    private Streets(int width, int height, RandomGenerator random) {
        this.random = random;
        this.width = width;
        this.height = height;
        picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        classes = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        noise = random.nextDouble(5, 15);
    }

    /** The street of a seed and a number. */
    public static Street draw(int width, int height, long seed, int number) {
        Streets street = new Streets(width, height, new SplittableRandom(seed * 1_000_003 + number));
        street.draw();
        street.roughen();
        return new Street(street.picture, street.classes);
    }

    private void draw() {
        double horizon = height * random.nextDouble(0.4, 0.55);
        double vanishing = width * random.nextDouble(0.35, 0.65);
        fill(new Rectangle2D.Double(0, 0, width, height), grey(190, 240), 0);
        for (double x = 0; x < width; ) {
            double wide = width * random.nextDouble(0.08, 0.3);
            double nearness = Math.abs(x + wide / 2 - vanishing) / width;
            double high = horizon * Math.min(1.1, random.nextDouble(0.25, 0.6) + nearness * 1.2);
            boolean tree = random.nextInt(3) == 0;
            Color colour = tree ? shade(60, 90, 45, 25) : shade(140, 115, 100, 45);
            Shape shape = tree
                    ? new Ellipse2D.Double(x - wide * 0.1, horizon - high * 0.9, wide * 1.2, high)
                    : new Rectangle2D.Double(x, horizon - high, wide, high + 1);
            fill(shape, colour, tree ? 5 : 1);
            for (int i = 0; i < 6 && !tree; i++) {
                double left = x + wide * random.nextDouble(0.05, 0.8);
                fill(
                        new Rectangle2D.Double(left, horizon - high * random.nextDouble(0.3, 0.95), wide / 9, high / 9),
                        grey(40, 90),
                        1);
            }
            x += wide;
        }
        fill(new Rectangle2D.Double(0, horizon, width, height), shade(150, 140, 135, 20), 4);
        if (random.nextBoolean()) {
            double rail = height * random.nextDouble(0.05, 0.1);
            double end = width * random.nextDouble(0.15, 0.35);
            fill(new Rectangle2D.Double(0, horizon - rail / 3, end, rail), shade(95, 90, 80, 20), 7);
        }
        Path2D road = new Path2D.Double();
        road.moveTo(vanishing - width * 0.06, horizon);
        road.lineTo(vanishing + width * 0.06, horizon);
        road.lineTo(width * random.nextDouble(0.8, 1.2), height);
        road.lineTo(width * random.nextDouble(-0.2, 0.2), height);
        road.closePath();
        fill(road, grey(80, 120), 3);
        for (int i = random.nextInt(4); i > 0; i--) {
            car(horizon, vanishing);
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            person(horizon);
        }
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            post(horizon);
        }
        // The car that carries the camera.
        if (random.nextBoolean()) {
            fill(new Rectangle2D.Double(0, height * 0.95, width, height), grey(10, 40), VOID);
        }
    }

    private void car(double horizon, double vanishing) {
        double nearness = random.nextDouble(0.1, 1);
        double wide = width * (0.05 + 0.2 * nearness);
        double high = wide * random.nextDouble(0.6, 0.8);
        double bottom = horizon + (height - horizon) * (0.15 + 0.6 * nearness);
        double left = vanishing + width * 0.4 * nearness * random.nextDouble(-1, 1) - wide / 2;
        Area body = new Area(new Rectangle2D.Double(left, bottom - high * 0.6, wide, high * 0.5));
        body.add(new Area(new Rectangle2D.Double(left + wide * 0.15, bottom - high, wide * 0.7, high * 0.5)));
        fill(body, Color.getHSBColor(random.nextFloat(), random.nextFloat(), random.nextFloat()), 8);
        fill(new Rectangle2D.Double(left + wide * 0.2, bottom - high * 0.95, wide * 0.6, high * 0.3), grey(30, 60), 8);
        for (double at : new double[] {0.05, 0.75}) {
            fill(new Rectangle2D.Double(left + wide * at, bottom - high * 0.2, wide * 0.2, high * 0.2), grey(5, 30), 8);
        }
    }

    private void person(double horizon) {
        double nearness = random.nextDouble(0.2, 1);
        double high = height * (0.08 + 0.25 * nearness);
        double bottom = horizon + (height - horizon) * (0.1 + 0.5 * nearness);
        double x = width * random.nextDouble(0.03, 0.97);
        boolean rides = random.nextInt(3) == 0;
        int label = rides ? 10 : 9;
        Color clothes = Color.getHSBColor(random.nextFloat(), random.nextFloat(), 0.6f);
        fill(new Rectangle2D.Double(x - high * 0.12, bottom - high * 0.8, high * 0.24, high * 0.5), clothes, label);
        fill(
                new Rectangle2D.Double(x - high * 0.1, bottom - high * 0.32, high * 0.2, high * 0.32),
                grey(30, 80),
                label);
        fill(
                new Ellipse2D.Double(x - high * 0.09, bottom - high, high * 0.18, high * 0.2),
                shade(190, 150, 120, 30),
                label);
        if (rides) {
            fill(new Ellipse2D.Double(x - high * 0.4, bottom - high * 0.3, high * 0.32, high * 0.32), grey(10, 40), 10);
            fill(new Ellipse2D.Double(x + high * 0.1, bottom - high * 0.3, high * 0.32, high * 0.32), grey(10, 40), 10);
        }
    }

    private void post(double horizon) {
        double x = width * (random.nextBoolean() ? random.nextDouble(0.02, 0.3) : random.nextDouble(0.7, 0.98));
        double high = height * random.nextDouble(0.3, 0.6);
        double wide = Math.max(1, width * 0.012);
        fill(new Rectangle2D.Double(x, horizon + height * 0.1 - high, wide, high), grey(60, 110), 2);
        if (random.nextBoolean()) {
            double side = width * 0.05;
            double top = horizon + height * 0.1 - high;
            Polygon triangle = new Polygon(
                    new int[] {(int) (x - side / 2), (int) (x + side / 2 + wide), (int) x},
                    new int[] {(int) (top + side), (int) (top + side), (int) top},
                    3);
            fill(triangle, shade(200, 50, 50, 40), 6);
        }
    }

    private void fill(Shape shape, Color colour, int label) {
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(colour);
        graphics.fill(shape);
        graphics.dispose();
        graphics = classes.createGraphics();
        graphics.setColor(new Color(label));
        graphics.fill(shape);
        graphics.dispose();
    }

    /** Noise, and a light that falls from one side. */
    private void roughen() {
        double slope = random.nextDouble(-30, 30);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double change = noise * random.nextGaussian() + slope * (x / width - 0.5);
                picture.setRGB(
                        x,
                        y,
                        DrawnImages.shaded(new Color(picture.getRGB(x, y)), change)
                                .getRGB());
            }
        }
    }

    private Color grey(int from, int to) {
        int level = random.nextInt(from, to);
        return new Color(level, level, level);
    }

    private Color shade(int red, int green, int blue, int spread) {
        return DrawnImages.shaded(new Color(red, green, blue), random.nextInt(-spread, spread + 1));
    }
}
