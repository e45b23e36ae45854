package d2j.autograd;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Class numbers, token numbers: arrays of whole numbers of any type. */
final class Indices {

    private Indices() {}

    /**
     * The numbers in row order.
     *
     * @throws IllegalArgumentException if one is not whole, or not in 0 to size - 1; it says where
     */
    static int[] of(String operation, INDArray array, long size) {
        int[] result = new int[(int) array.length()];
        for (int i = 0; i < result.length; i++) {
            double number = array.getDouble(i);
            if (number != Math.rint(number) || number < 0 || number >= size) {
                throw new IllegalArgumentException(operation + ": number " + i + " of the indices is " + number
                        + "; they are whole and from 0 to " + (size - 1));
            }
            result[i] = (int) number;
        }
        return result;
    }
}
