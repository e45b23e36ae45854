package d2j.plot;

import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Drops points that nobody could see, so that long series draw fast and small. Points are alternating x and y in
 * pixels.
 */
final class Thinning {

    /** Columns for each CSS pixel, as many as the image has. */
    private static final double COLUMNS = Theme.RESOLUTION;

    private static final int SHORT = 1500;
    private static final int CLOUD = 150;
    private static final int DENSE_CLOUD = 2500;

    private Thinning() {}

    static double[] put(double[] points, int index, double x, double y) {
        double[] target = 2 * index + 1 < points.length ? points : Arrays.copyOf(points, Math.max(16, 4 * index + 4));
        target[2 * index] = x;
        target[2 * index + 1] = y;
        return target;
    }

    /**
     * A line that looks the same: of the points in one column of pixels, the first, lowest, highest and last stay, in
     * their order.
     */
    static double[] line(double[] points) {
        int n = points.length / 2;
        if (n <= SHORT) {
            return points;
        }
        double[] kept = new double[4096];
        int length = 0;
        for (int i = 0; i < n; ) {
            if (Double.isNaN(points[2 * i])) {
                kept = put(kept, length++, Double.NaN, Double.NaN);
                i++;
                continue;
            }
            double column = Math.floor(points[2 * i] * COLUMNS);
            int low = i;
            int high = i;
            int end = i;
            while (end < n && Math.floor(points[2 * end] * COLUMNS) == column) {
                low = points[2 * end + 1] < points[2 * low + 1] ? end : low;
                high = points[2 * end + 1] > points[2 * high + 1] ? end : high;
                end++;
            }
            int previous = -1;
            for (int index : new int[] {i, Math.min(low, high), Math.max(low, high), end - 1}) {
                if (index != previous) {
                    kept = put(kept, length++, points[2 * index], points[2 * index + 1]);
                }
                previous = index;
            }
            i = end;
        }
        return Arrays.copyOf(kept, 2 * length);
    }

    /**
     * A cloud that looks the same: points are moved to the nearest pixel, where all markers have one pattern and
     * compress well, and of those that coincide one stays.
     */
    static double[] points(double[] points) {
        int n = points.length / 2;
        if (n <= CLOUD) {
            return points;
        }
        double grid = n <= DENSE_CLOUD ? COLUMNS : 1;
        Set<Long> seen = new HashSet<>();
        double[] kept = new double[points.length];
        int length = 0;
        for (int i = 0; i < n; i++) {
            if (!Double.isNaN(points[2 * i])) {
                long column = Math.round(points[2 * i] * grid);
                long row = Math.round(points[2 * i + 1] * grid);
                if (seen.add(column << 32 ^ row & 0xFFFFFFFFL)) {
                    kept = put(kept, length++, column / grid, row / grid);
                }
            }
        }
        return Arrays.copyOf(kept, 2 * length);
    }

    /** The points within the data's area, its border included. */
    static double[] inside(double[] points, Rectangle2D.Double area) {
        double[] kept = new double[points.length];
        int length = 0;
        for (int i = 0; i < points.length; i += 2) {
            boolean isInside = points[i] >= area.x - 0.01
                    && points[i] <= area.x + area.width + 0.01
                    && points[i + 1] >= area.y - 0.01
                    && points[i + 1] <= area.y + area.height + 0.01;
            if (isInside) {
                kept = put(kept, length++, points[i], points[i + 1]);
            }
        }
        return Arrays.copyOf(kept, 2 * length);
    }

    /**
     * Some points of a line at even distances along x, shifted from series to series so that markers of close lines do
     * not coincide.
     */
    static double[] spread(double[] points, int count, int series) {
        int n = points.length / 2;
        double first = Double.POSITIVE_INFINITY;
        double last = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            if (!Double.isNaN(points[2 * i])) {
                first = Math.min(first, points[2 * i]);
                last = Math.max(last, points[2 * i]);
            }
        }
        double[] chosen = new double[2 * count];
        int length = 0;
        for (int k = 0; k < count; k++) {
            double wanted = first + (last - first) * (k + 0.25 + 0.17 * (series % 4)) / count;
            int best = -1;
            for (int i = 0; i < n; i++) {
                boolean nearer = !Double.isNaN(points[2 * i])
                        && (best < 0 || Math.abs(points[2 * i] - wanted) < Math.abs(points[2 * best] - wanted));
                best = nearer ? i : best;
            }
            if (best >= 0) {
                chosen = put(chosen, length++, points[2 * best], points[2 * best + 1]);
            }
        }
        return Arrays.copyOf(chosen, 2 * length);
    }

    /** Points along a line, at most the given distance apart. */
    static double[] along(double[] line, double distance) {
        double[] out = new double[1024];
        int length = 0;
        for (int i = 0; i < line.length; i += 2) {
            if (Double.isNaN(line[i])) {
                continue;
            }
            if (i > 0 && !Double.isNaN(line[i - 2])) {
                double span = Math.hypot(line[i] - line[i - 2], line[i + 1] - line[i - 1]);
                int steps = (int) Math.min(400, span / distance);
                for (int step = 1; step < steps; step++) {
                    double share = step / (double) steps;
                    out = put(
                            out,
                            length++,
                            line[i - 2] + share * (line[i] - line[i - 2]),
                            line[i - 1] + share * (line[i + 1] - line[i - 1]));
                }
            }
            out = put(out, length++, line[i], line[i + 1]);
        }
        return Arrays.copyOf(out, 2 * length);
    }
}
