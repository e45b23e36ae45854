package d2j.engine.arrays;

import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Placement;
import java.lang.ref.Reference;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads small whole numbers, such as classes, from arrays of any type. */
public final class WholeNumbers {

    private WholeNumbers() {}

    /** What is done where a number is not whole or out of bounds. */
    @FunctionalInterface
    public interface Refusal {
        /**
         * The exception to throw.
         *
         * @param at     its place in row order
         * @param number what stands there
         */
        RuntimeException of(int at, double number);
    }

    /** The numbers in row order, each from 0 to size - 1. */
    public static int[] read(INDArray array, long size, Refusal refusal) {
        int[] result = new int[(int) array.length()];
        boolean inRows = result.length > 0 && Placement.isInRowOrder(array) && OneDnn.isLive(array);
        long start = inRows ? OneDnn.address(array) : 0;
        for (int i = 0; i < result.length; i++) {
            double number =
                    switch (inRows ? array.dataType() : org.nd4j.linalg.api.buffer.DataType.UNKNOWN) {
                        case INT -> RawMemory.getInt(start + 4L * i);
                        case LONG -> RawMemory.getLong(start + 8L * i);
                        case FLOAT -> RawMemory.getFloat(start + 4L * i);
                        case DOUBLE -> RawMemory.getDouble(start + 8L * i);
                        default -> array.getDouble(i);
                    };
            if (number != Math.rint(number) || number < 0 || number >= size) {
                throw refusal.of(i, number);
            }
            result[i] = (int) number;
        }
        Reference.reachabilityFence(array);
        return result;
    }
}
