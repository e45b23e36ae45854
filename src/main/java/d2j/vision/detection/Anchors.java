package d2j.vision.detection;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Boxes at fixed places that a detector begins from. All are in shares of the image. */
public final class Anchors {

    private Anchors() {}

    /**
     * At the middle of each cell of a grid a box of every size with the first ratio, and one of the first size with
     * every other ratio: n + m - 1 of them, in the order of the cells row by row.
     *
     * @param rows    cells from top to bottom, of a feature map for example
     * @param columns cells from left to right
     * @param sizes   roots of the areas, as shares of the image
     * @param ratios  width by height
     * @return {@code [rows * columns * (sizes + ratios - 1), 4]}
     */
    public static INDArray grid(int rows, int columns, double[] sizes, double[] ratios) {
        return grid(rows, columns, shapes(sizes, ratios));
    }

    /**
     * Boxes of given shapes at the middle of each cell of a grid.
     *
     * @param shapes width and height of each, in shares of the image
     * @return {@code [rows * columns * shapes, 4]}
     */
    public static INDArray grid(int rows, int columns, double[]... shapes) {
        float[] edges = new float[Math.multiplyExact(4 * shapes.length, Math.multiplyExact(rows, columns))];
        int at = 0;
        for (int row = 0; row < rows; row++) {
            double y = (row + 0.5) / rows;
            for (int column = 0; column < columns; column++) {
                double x = (column + 0.5) / columns;
                for (double[] shape : shapes) {
                    edges[at++] = (float) (x - shape[0] / 2);
                    edges[at++] = (float) (y - shape[1] / 2);
                    edges[at++] = (float) (x + shape[0] / 2);
                    edges[at++] = (float) (y + shape[1] / 2);
                }
            }
        }
        return Boxes.array(edges, 4);
    }

    /** Width and height of n + m - 1 boxes: each size with the first ratio, the first size with each other ratio. */
    public static double[][] shapes(double[] sizes, double[] ratios) {
        if (sizes.length == 0 || ratios.length == 0) {
            throw new IllegalArgumentException("anchors need at least one size and one ratio");
        }
        List<double[]> shapes = new ArrayList<>();
        for (double size : sizes) {
            shapes.add(shape(size, ratios[0]));
        }
        for (int i = 1; i < ratios.length; i++) {
            shapes.add(shape(sizes[0], ratios[i]));
        }
        return shapes.toArray(new double[0][]);
    }

    private static double[] shape(double size, double ratio) {
        if (!(size > 0 && ratio > 0)) {
            throw new IllegalArgumentException("sizes and ratios are above 0, not " + size + " and " + ratio);
        }
        return new double[] {size * Math.sqrt(ratio), size / Math.sqrt(ratio)};
    }

    /** The anchors of several feature maps, one below the other. */
    public static INDArray together(INDArray... maps) {
        return Nd4j.vstack(maps);
    }
}
