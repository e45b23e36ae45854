package d2j.engine.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays that lie inside larger ones, so that what is written beside them shows. */
final class Guarded {

    private static final double SENTINEL = -12345;
    private static final int MARGIN = 40;

    /** How an array lies in memory. */
    enum Form {
        /** As ND4J makes arrays. */
        ROWS,
        /** In column order. */
        COLUMNS,
        /** The last two dimensions swapped. */
        TRANSPOSED,
        /** Every second element of the last dimension, and room between those of the others. */
        STRIDED
    }

    private final INDArray all;
    private final boolean[] own;
    /** The array. */
    final INDArray array;

    /** An array of the given shape, of random numbers from -1 to 1. */
    Guarded(DataType type, Form form, Random random, long... shape) {
        long[] strides = strides(form, shape);
        int span = 1;
        for (int i = 0; i < shape.length; i++) {
            span += (int) ((shape[i] - 1) * strides[i]);
        }
        float[] values = new float[span + 2 * MARGIN];
        Arrays.fill(values, (float) SENTINEL);
        own = new boolean[values.length];
        mark(shape, strides, 0, MARGIN);
        for (int i = 0; i < values.length; i++) {
            if (own[i]) {
                values[i] = 2 * random.nextFloat() - 1;
            }
        }
        all = Nd4j.createFromArray(values).castTo(type);
        array = Nd4j.create(all.data(), shape, strides, MARGIN, form == Form.COLUMNS ? 'f' : 'c');
    }

    private static long[] strides(Form form, long[] shape) {
        int[] order = new int[shape.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = form == Form.COLUMNS ? i : order.length - 1 - i;
        }
        if (form == Form.TRANSPOSED && order.length > 1) {
            int first = order[0];
            order[0] = order[1];
            order[1] = first;
        }
        long[] strides = new long[shape.length];
        long extent = form == Form.STRIDED ? 2 : 1;
        for (int dimension : order) {
            strides[dimension] = extent;
            extent *= shape[dimension] + (form == Form.STRIDED ? 1 : 0);
        }
        return strides;
    }

    private void mark(long[] shape, long[] strides, int dimension, int position) {
        if (dimension == shape.length) {
            own[position] = true;
            return;
        }
        for (int i = 0; i < shape[dimension]; i++) {
            mark(shape, strides, dimension + 1, position + (int) (i * strides[dimension]));
        }
    }

    /** Nothing but the array's own elements was written. */
    void check(String what) {
        for (int i = 0; i < own.length; i++) {
            if (!own[i]) {
                assertEquals(SENTINEL, all.getDouble(i), what + ", beside the array at " + (i - MARGIN));
            }
        }
    }

    /** All numbers, those beside the array as well. */
    double[] numbers() {
        return all.toDoubleVector();
    }
}
