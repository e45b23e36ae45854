package d2j.plot;

import java.util.Arrays;

/** A growing list of points in pixels, as alternating x and y; NaN parts lines. */
final class PixelList {

    private double[] xy = new double[1024];
    private int size;

    void add(double x, double y) {
        if (size == xy.length) {
            xy = Arrays.copyOf(xy, 2 * size);
        }
        xy[size++] = x;
        xy[size++] = y;
    }

    void addAll(double[] points) {
        for (int i = 0; i < points.length; i += 2) {
            add(points[i], points[i + 1]);
        }
    }

    double[] toArray() {
        return Arrays.copyOf(xy, size);
    }
}
