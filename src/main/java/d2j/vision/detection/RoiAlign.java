package d2j.vision.detection;

import d2j.autograd.Tensor;
import d2j.data.scenes.Box;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Cuts maps of one size out of feature maps, for boxes of any size (K. He, G. Gkioxari, P. Dollár and R. Girshick,
 * "Mask R-CNN", 2017): a regular grid of points is laid into the box, and the map is interpolated at each point,
 * linearly in both directions. That is a product with a matrix from the left, which mixes rows, and one from the right,
 * which mixes columns.
 */
public final class RoiAlign {

    private RoiAlign() {}

    /**
     * The maps at the points of each box.
     *
     * @param maps    {@code [n, channels, height, width]}
     * @param imageOf for each box the number of its image, from 0 to n - 1
     * @param boxes   in pixels
     * @param points  to each side of the grid
     * @param cell    pixels to each side of a cell of the maps
     * @return {@code [boxes, channels, points, points]}
     */
    public static Tensor of(Tensor maps, int[] imageOf, List<Box> boxes, int points, double cell) {
        return cut(maps, imageOf, boxes, points, cell, false);
    }

    /**
     * The same with rounding, for comparison: boxes are rounded to whole cells, and each point takes the nearest cell.
     */
    public static Tensor rounded(Tensor maps, int[] imageOf, List<Box> boxes, int points, double cell) {
        return cut(maps, imageOf, boxes, points, cell, true);
    }

    private static Tensor cut(Tensor maps, int[] imageOf, List<Box> boxes, int points, double cell, boolean rounded) {
        if (imageOf.length != boxes.size()) {
            throw new IllegalArgumentException(boxes.size() + " boxes, but images of " + imageOf.length);
        }
        long n = boxes.size();
        long channels = maps.size(1);
        int height = (int) maps.size(2);
        int width = (int) maps.size(3);
        Tensor all = maps.gather(0, imageOf).permute(0, 2, 1, 3).reshape(n, height, channels * width);
        Tensor rows = sampling(boxes, true, points, height, cell, rounded).mmul(all);
        Tensor turned =
                rows.reshape(n, points, channels, width).permute(0, 3, 1, 2).reshape(n, width, points * channels);
        Tensor both = sampling(boxes, false, points, width, cell, rounded).mmul(turned);
        return both.reshape(n, points, points, channels).permute(0, 3, 2, 1);
    }

    /** For each box a matrix {@code [points, size]}. */
    private static Tensor sampling(List<Box> boxes, boolean down, int points, int size, double cell, boolean rounded) {
        float[] all = new float[Math.multiplyExact(boxes.size(), points * size)];
        for (int i = 0; i < boxes.size(); i++) {
            Box box = boxes.get(i).scaled(1 / cell, 1 / cell);
            double from = down ? box.top() : box.left();
            double to = down ? box.bottom() : box.right();
            shares(from, to, points, size, rounded, all, i * points * size);
        }
        return Tensor.of(Nd4j.create(all, new long[] {boxes.size(), points, size}, DataType.FLOAT));
    }

    /** The shares of cells in points that divide a stretch evenly; cell j has its middle at j + 0.5. */
    private static void shares(
            double from, double to, int points, int size, boolean rounded, float[] matrix, int offset) {
        double start = rounded ? Math.round(from) : from;
        double end = rounded ? Math.max(start + 1, Math.round(to)) : to;
        for (int i = 0; i < points; i++) {
            double at = start + (i + 0.5) * (end - start) / points - 0.5;
            double within = Math.min(size - 1, Math.max(0, rounded ? Math.floor(at + 0.5) : at));
            int lower = Math.max(0, Math.min(size - 2, (int) within));
            double share = within - lower;
            matrix[offset + i * size + lower] = (float) (1 - share);
            if (size > 1) {
                matrix[offset + i * size + lower + 1] = (float) share;
            }
        }
    }
}
