package d2j.train;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How metrics see what models put out: as rows. */
final class Rows {

    private Rows() {}

    /**
     * The class of each row.
     *
     * @param scores {@code [examples, classes]}
     * @param labels one-hot of the same shape, or class numbers {@code [examples]}
     * @throws IllegalArgumentException if the shapes do not fit, or a number is no class
     */
    static long[] classes(INDArray scores, INDArray labels) {
        if (scores.rank() == 2 && scores.size(1) > 1) {
            if (scores.equalShapes(labels)) {
                return labels.argMax(1).toLongVector();
            }
            if (labels.length() == scores.size(0)) {
                long[] classes =
                        labels.castTo(DataType.INT64).reshape(labels.length()).toLongVector();
                for (long number : classes) {
                    if (number < 0 || number >= scores.size(1)) {
                        throw new IllegalArgumentException(
                                "there is no class " + number + "; the scores are of " + scores.size(1) + " classes");
                    }
                }
                return classes;
            }
        }
        throw new IllegalArgumentException("scores should be [examples, classes], and labels one-hot of the same shape"
                + " or class numbers [examples]; they are " + shape(scores) + " and " + shape(labels));
    }

    static String shape(INDArray array) {
        return Arrays.toString(array.shape());
    }
}
