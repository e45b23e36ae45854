package d2j.data.samples;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.util.random.RandomGenerator;

/**
 * Draws the ten digits as a pen would, each in one or more ways of writing it. The strokes are given here, so that the
 * pictures do not depend on the fonts of a machine.
 */
public final class Digits extends DrawnImages {
    /**
     * Ways of writing each digit in a box 10 wide and 16 high: pen strokes separated by {@code ;}, each a list of
     * points that a smooth curve goes through.
     */
    private static final String[][] STROKES = {
        {"5,0 1.5,3 0,8 1.5,13 5,16 8.5,13 10,8 8.5,3 5,0", "7,1 3,1.5 0.5,6 1,12 4,16 8,14.5 10,9 9,3 5.5,0.5"},
        {"5,0 5,8 5,16", "2,3.5 5.5,0 5.5,8 5.5,16", "2,3.5 5.5,0 5.5,8 5.5,16; 2,16 5.5,16 9,16"},
        {
            "0.5,3.5 3,0.3 7,0.3 9.5,3.5 8,8 4,12 0,16; 0,16 5,16 10,16",
            "0.5,3 4,0 8.5,2 8.5,6 5,11 1,15 2.5,13.2 5.5,15 10,15.5"
        },
        {
            "0.5,2 4,0 8,1.5 8.5,5 6.5,7.3 3.5,7.7; 3.5,7.7 7.5,8.3 10,11.5 8,15 4,16 0,14",
            "1,0.3 5,0.3 9.5,0.3; 9.5,0.3 7,3.5 4.5,6.5; 4.5,6.5 8.5,7.5 10,11 8.5,15 4.5,16 0,14.5"
        },
        {"6.5,0 3.5,5 0,11; 0,11 5,11 10,11; 7.5,5 7.3,10 7,16", "1.5,0 1,4 1.2,7.5 4,8.5 8,7.5; 8.8,0 8.3,8 8,16"},
        {
            "9,0.3 5,0.3 2,0.5; 2,0.5 1.5,4 1,7.2; 1,7.2 5,6 9,8 9.8,11.5 7.5,15.2 4,16 0,14.5",
            "9.5,0 6,0.3 2.5,0; 2.5,0 1.8,3.5 1.5,7; 1.5,7 6,6.5 9,9.5 8.5,13.5 5,16 0.5,15"
        },
        {
            "7.5,0 3.5,3.5 1,8.5 0.7,12.5 3,15.7 7,15.5 9.3,12.3 8,9 5,8 2,9.5 0.9,12",
            "6,0 2.5,6 1,11 2.5,15.3 6,16 9,13.5 8.5,10 5.5,9 2.5,11 1.8,14"
        },
        {"0,0.5 5,0.5 10,0.5; 10,0.5 7,6 4,16", "0,1.5 5,0.5 9.5,0.3; 9.5,0.3 6.5,8 4.5,16; 3,8 6,8 9,8"},
        {
            "8.5,2.2 5.5,0 2,1.5 2.2,5 5.5,7.7 9,11 8.5,14.8 5,16 1.5,14.5 1.5,11 5,7.7 8.3,5 8.5,2.2",
            "5,7.5 2,5 2.2,1.8 5,0 8,1.8 8,5 5,7.5; 5,7.5 1,11 1.5,14.7 5,16 8.7,14.7 9.2,11 5,7.5"
        },
        {
            "9,4 6.5,0.5 3,0.7 1,4 2.5,7.5 6,7.8 8.8,5 9,3; 9,3 8.7,9 7.5,16",
            "8.5,3.5 6,0.3 2.5,1 1,4.5 3,7.7 6.5,7.3 8.6,4.5; 8.6,4.5 9,11 6.5,15.5 2.5,15.5"
        },
    };

    @Override
    public String plural() {
        return "digits";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    void draw(Graphics2D graphics, int label, RandomGenerator random) {
        wobble(graphics, random, 0.8, 9, 0.09);
        graphics.translate(SIDE / 2.0, SIDE / 2.0);
        graphics.shear(-random.nextDouble(-0.1, 0.45), 0);
        double height = random.nextDouble(17, 20.5);
        double width = height * random.nextDouble(0.4, 0.75) * (label == 1 ? 0.6 : 1);
        double thickness = random.nextDouble(1.2, 3.6);
        graphics.setStroke(new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.setColor(grey(random.nextDouble(200, 256)));
        String[] ways = STROKES[label];
        double unsteady = random.nextDouble(0.15, 0.7);
        for (String stroke : ways[random.nextInt(ways.length)].split(";")) {
            String[] points = stroke.strip().split(" ");
            double[] x = new double[points.length];
            double[] y = new double[points.length];
            for (int i = 0; i < points.length; i++) {
                String[] point = points[i].split(",");
                x[i] = (Double.parseDouble(point[0]) + unsteady * normal(random) - 5) / 10 * width;
                y[i] = (Double.parseDouble(point[1]) + unsteady * normal(random) - 8) / 16 * height;
            }
            graphics.draw(smooth(x, y));
        }
    }

    /** A smooth curve through the points (E. Catmull, R. Rom, "A class of local interpolating splines", 1974). */
    private static Path2D smooth(double[] x, double[] y) {
        Path2D path = new Path2D.Double();
        path.moveTo(x[0], y[0]);
        int last = x.length - 1;
        for (int i = 0; i < last; i++) {
            int before = Math.max(0, i - 1);
            int after = Math.min(last, i + 2);
            path.curveTo(
                    x[i] + (x[i + 1] - x[before]) / 6,
                    y[i] + (y[i + 1] - y[before]) / 6,
                    x[i + 1] - (x[after] - x[i]) / 6,
                    y[i + 1] - (y[after] - y[i]) / 6,
                    x[i + 1],
                    y[i + 1]);
        }
        return path;
    }
}
