package d2j.engine.onednn;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Where arrays lie in memory. */
public final class Placement {

    private Placement() {}

    /** True when elements lie one after the other in row order; strides of dimensions of size 1 do not matter. */
    public static boolean isInRowOrder(INDArray array) {
        long expected = 1;
        for (int i = array.rank() - 1; i >= 0; i--) {
            if (array.size(i) != 1) {
                if (array.stride(i) != expected) {
                    return false;
                }
                expected *= array.size(i);
            }
        }
        return true;
    }

    /** Whether two arrays may share memory. */
    public static boolean overlap(INDArray one, INDArray other) {
        return OneDnn.address(one) < end(other) && OneDnn.address(other) < end(one);
    }

    private static long end(INDArray array) {
        long last = 0;
        for (int i = 0; i < array.rank(); i++) {
            last += (array.size(i) - 1) * array.stride(i);
        }
        return OneDnn.address(array) + (last + 1) * array.data().getElementSize();
    }
}
