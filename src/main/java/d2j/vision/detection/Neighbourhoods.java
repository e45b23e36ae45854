package d2j.vision.detection;

import java.util.Arrays;

/**
 * Boxes by place: a grid of cells, each with a list of the boxes whose centres it holds, so that a box is compared with
 * those in its neighbourhood instead of with all.
 */
final class Neighbourhoods {

    private static final int MOST_CELLS = 64;

    private final float[] boxes;
    private final double most;
    private final double reach;
    private final double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    private final double[] scale = new double[2];
    private final int[] cells = new int[2];

    /** For each cell the box that was added last, and for each box the one before it in its cell; -1 ends a list. */
    private final int[] last;

    private final int[] before;

    /**
     * No boxes yet.
     *
     * @param boxes those that may be added, by their numbers
     * @param most  intersection over union above which two are too close
     */
    Neighbourhoods(float[] boxes, double most) {
        this.boxes = boxes;
        this.most = most;
        // If a box of width w and one of width v share more than t of their union, they share more than t of the wider
        // one, so v is below w / t, and the centres lie less than (w + v) / 2 - t max(w, v) apart. The greatest value
        // of
        // that is w (1 - t) where both are equally wide, or w (1 / t - 1) / 2 where the other is as wide as it may be.
        this.reach = most > 0 ? Math.max(1 - most, (1 / most - 1) / 2) : Double.POSITIVE_INFINITY;
        double[] high = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        double[] sum = new double[2];
        for (int i = 0; i < boxes.length; i += 4) {
            for (int axis = 0; axis < 2; axis++) {
                double centre = centre(i + axis);
                low[axis] = Math.min(low[axis], centre);
                high[axis] = Math.max(high[axis], centre);
                sum[axis] += boxes[i + axis + 2] - boxes[i + axis];
            }
        }
        for (int axis = 0; axis < 2; axis++) {
            // Cells half as large as a box; one cell where that is no number.
            double wanted = 2 * (high[axis] - low[axis]) / (sum[axis] / (boxes.length / 4.0));
            cells[axis] = wanted >= 1 ? (int) Math.min(MOST_CELLS, wanted) : 1;
            scale[axis] = cells[axis] / (high[axis] - low[axis]);
        }
        last = new int[cells[0] * cells[1]];
        before = new int[boxes.length / 4];
        Arrays.fill(last, -1);
    }

    /** Midway between an edge and the one opposite. */
    private double centre(int edge) {
        return ((double) boxes[edge] + boxes[edge + 2]) / 2;
    }

    private int cell(double place, int axis) {
        // What is no number falls into the first cell.
        return (int) Math.max(0, Math.min(cells[axis] - 1, (place - low[axis]) * scale[axis]));
    }

    /** Whether a box is too close to one that was added. */
    boolean isCrowded(int i) {
        float left = boxes[4 * i];
        float top = boxes[4 * i + 1];
        float right = boxes[4 * i + 2];
        float bottom = boxes[4 * i + 3];
        double area = Boxes.area(boxes, i);
        // A little more, for what rounding takes.
        double aside = 1.0001 * reach * (right - left);
        double above = 1.0001 * reach * (bottom - top);
        int lastColumn = cell(centre(4 * i) + aside, 0);
        int lastRow = cell(centre(4 * i + 1) + above, 1);
        for (int row = cell(centre(4 * i + 1) - above, 1); row <= lastRow; row++) {
            for (int column = cell(centre(4 * i) - aside, 0); column <= lastColumn; column++) {
                for (int other = last[row * cells[0] + column]; other >= 0; other = before[other]) {
                    float width = Math.min(right, boxes[4 * other + 2]) - Math.max(left, boxes[4 * other]);
                    float height = Math.min(bottom, boxes[4 * other + 3]) - Math.max(top, boxes[4 * other + 1]);
                    if (width > 0 && height > 0) {
                        double both = (double) width * height;
                        if (both > most * (area + Boxes.area(boxes, other) - both)) {
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }

    /** Adds a box. */
    void add(int i) {
        int cell = cell(centre(4 * i + 1), 1) * cells[0] + cell(centre(4 * i), 0);
        before[i] = last[cell];
        last[cell] = i;
    }
}
