package d2j.train;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.shape.Gather;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Outputs and labels as metrics see them: a row for each example, time step or pixel that the label mask leaves.
 *
 * @param outputs {@code [rows, outputs]}
 * @param labels  of the same shape, or class numbers {@code [rows]}
 */
record Rows(INDArray outputs, INDArray labels) {

    /**
     * @param outputs   of a model, of any shape
     * @param labels    of the same shape, or class numbers without the dimension of the outputs
     * @param mask      0 for what does not count; null where all counts
     * @param dimension the dimension of the outputs, negative counted from the end
     * @throws IllegalArgumentException if the shapes do not fit
     */
    static Rows of(INDArray outputs, INDArray labels, INDArray mask, int dimension) {
        INDArray rows = matrix(outputs, dimension);
        INDArray targets;
        if (outputs.equalShapes(labels)) {
            targets = matrix(labels, dimension);
        } else if (labels.length() == rows.size(0)) {
            targets = rows.size(1) == 1
                    ? labels.dup('c').reshape(rows.size(0), 1)
                    : labels.dup('c').reshape(rows.size(0));
        } else {
            throw new IllegalArgumentException("the model's outputs " + shape(outputs) + " and the labels "
                    + shape(labels) + " do not fit: labels have the shape of the outputs, or hold one class number for"
                    + " each row of them");
        }
        return mask == null ? new Rows(rows, targets) : masked(rows, targets, mask);
    }

    private static INDArray matrix(INDArray array, int dimension) {
        if (array.rank() < 2) {
            return array.reshape(array.length(), 1);
        }
        int last = array.rank() - 1;
        int at = dimension < 0 ? dimension + array.rank() : dimension;
        if (array.rank() == 2 || at == last) {
            return array.rank() == 2
                    ? array
                    : array.dup('c').reshape(array.length() / array.size(last), array.size(last));
        }
        int[] order = IntStream.concat(IntStream.rangeClosed(0, last).filter(i -> i != at), IntStream.of(at))
                .toArray();
        return array.permute(order).dup('c').reshape(array.length() / array.size(at), array.size(at));
    }

    private static Rows masked(INDArray outputs, INDArray labels, INDArray mask) {
        long rows = outputs.size(0);
        long width = mask.length() / rows;
        if (width * rows != mask.length() || width != 1 && width != outputs.size(1)) {
            throw new IllegalArgumentException("the label mask " + shape(mask) + " does not fit " + rows + " rows");
        }
        double[] values = mask.dup('c').data().asDouble();
        int[] kept = IntStream.range(0, (int) rows)
                .filter(row -> {
                    long ones = IntStream.range((int) (row * width), (int) ((row + 1) * width))
                            .filter(i -> values[i] != 0)
                            .count();
                    if (ones != 0 && ones != width) {
                        throw new IllegalArgumentException("a metric counts whole rows of outputs, and the label mask "
                                + shape(mask) + " hides parts of one");
                    }
                    return ones > 0;
                })
                .toArray();
        return kept.length == rows ? new Rows(outputs, labels) : new Rows(pick(outputs, kept), pick(labels, kept));
    }

    private static INDArray pick(INDArray array, int[] rows) {
        if (rows.length == 0) {
            return Nd4j.empty(array.dataType());
        }
        if (array.rank() == 1) {
            // Of a vector, Gather reads memory that is not its own.
            long[] numbers = array.castTo(DataType.INT64).toLongVector();
            return Nd4j.createFromArray(
                    Arrays.stream(rows).mapToLong(row -> numbers[row]).toArray());
        }
        // Gather drops the first dimension where it picks a single row.
        return Nd4j.exec(new Gather(array.dup('c'), rows, 0))[0].reshape(rows.length, array.size(1));
    }

    boolean isEmpty() {
        return outputs.isEmpty();
    }

    /** How many examples, time steps or pixels of the labels count. */
    static double count(INDArray labels, INDArray mask, int dimension) {
        if (labels.rank() == 2
                        && mask != null
                        && mask.rank() == 2
                        && mask.size(1) == 1
                        && mask.size(0) == labels.size(0)
                || mask != null && labels.rank() > 2) {
            return mask.sumNumber().doubleValue();
        }
        return labels.rank() <= 2 ? labels.size(0) : (double) labels.length() / labels.size(dimension);
    }

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
