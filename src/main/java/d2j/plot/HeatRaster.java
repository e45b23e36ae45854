package d2j.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.function.DoubleFunction;

/**
 * A heat map of more cells than the picture has pixels, painted pixel by pixel: where several cells share a pixel it
 * takes their mean colour, so that none vanishes.
 */
final class HeatRaster {

    private static final int MANY = 60_000;

    private HeatRaster() {}

    /** Whether there are so many cells, or so small ones, that single rectangles would be slow or invisible. */
    static boolean suits(int rows, int columns, Rectangle2D.Double plot) {
        return (long) rows * columns > MANY
                || columns > plot.width * Theme.RESOLUTION
                || rows > plot.height * Theme.RESOLUTION;
    }

    static void paint(Graphics2D g, Rectangle2D.Double plot, double[][] values, DoubleFunction<Color> colours) {
        int width = (int) Math.max(1, plot.width * Theme.RESOLUTION);
        int height = (int) Math.max(1, plot.height * Theme.RESOLUTION);
        int rows = values.length;
        int columns = values[0].length;
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            int top = (int) ((long) y * rows / height);
            int bottom = (int) Math.max(top + 1, (long) (y + 1) * rows / height);
            for (int x = 0; x < width; x++) {
                int left = (int) ((long) x * columns / width);
                int right = (int) Math.max(left + 1, (long) (x + 1) * columns / width);
                image.setRGB(x, y, mean(values, top, bottom, left, right, colours));
            }
        }
        AffineTransform place = AffineTransform.getTranslateInstance(plot.x, plot.y);
        place.scale(plot.width / width, plot.height / height);
        g.drawImage(image, place, null);
    }

    private static int mean(
            double[][] values, int top, int bottom, int left, int right, DoubleFunction<Color> colours) {
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int i = top; i < bottom; i++) {
            for (int j = left; j < right; j++) {
                Color colour = colours.apply(values[i][j]);
                red += colour.getRed();
                green += colour.getGreen();
                blue += colour.getBlue();
            }
        }
        long count = (long) (bottom - top) * (right - left);
        return (int) (red / count) << 16 | (int) (green / count) << 8 | (int) (blue / count);
    }
}
