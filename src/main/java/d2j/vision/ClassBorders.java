package d2j.vision;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where the classes of pixels meet, so that the accuracy of a segmentation along borders can be counted apart from the
 * rest (a "trimap" measure: G. Csurka, D. Larlus and F. Perronnin, 2013).
 */
public final class ClassBorders {

    private ClassBorders() {}

    /**
     * 1 for each pixel with a neighbour of another class, one of the eight around it; 0 elsewhere.
     *
     * @param classes numbers {@code [n, height, width]} of any type
     * @param counted 0 for void pixels, which are no neighbours and near nothing, as many as there are classes; or null
     * @return {@code [n, height, width]}, floats
     */
    public static INDArray near(INDArray classes, INDArray counted) {
        if (classes.rank() != 3 || counted != null && counted.length() != classes.length()) {
            throw new IllegalArgumentException("class numbers [n, height, width] are wanted, and as many marks of what"
                    + " counts, not " + classes.shapeInfoToString());
        }
        int height = (int) classes.size(1);
        int width = (int) classes.size(2);
        int[] numbers = classes.dup('c').data().asInt();
        float[] mask = counted == null ? null : counted.dup('c').data().asFloat();
        float[] near = new float[numbers.length];
        for (int pixel = 0; pixel < numbers.length; pixel++) {
            if (mask == null || mask[pixel] > 0) {
                near[pixel] = isNear(numbers, mask, pixel, height, width) ? 1 : 0;
            }
        }
        return Nd4j.create(near, classes.shape(), DataType.FLOAT);
    }

    private static boolean isNear(int[] numbers, float[] mask, int pixel, int height, int width) {
        int row = pixel / width % height;
        int column = pixel % width;
        for (int y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++) {
            for (int x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x++) {
                int other = pixel + (y - row) * width + x - column;
                if (numbers[other] != numbers[pixel] && (mask == null || mask[other] > 0)) {
                    return true;
                }
            }
        }
        return false;
    }
}
