package d2j.autograd;

import d2j.engine.arrays.WholeNumbers;
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
        return WholeNumbers.read(
                array,
                size,
                (at, number) -> new IllegalArgumentException(operation + ": number " + at + " of the indices is "
                        + number + "; they are whole and from 0 to " + (size - 1)));
    }
}
