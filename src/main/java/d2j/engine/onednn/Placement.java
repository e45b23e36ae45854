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

    /** True when later elements of a dimension lie behind earlier ones: nothing is repeated, nothing reversed. */
    public static boolean hasPositiveStrides(INDArray array) {
        for (int i = 0; i < array.rank(); i++) {
            if (array.size(i) != 1 && array.stride(i) <= 0) {
                return false;
            }
        }
        return true;
    }

    /** True when no two elements of an array of positive strides can share memory, so that it may be written. */
    public static boolean isInjective(INDArray array) {
        // From the smallest stride on: each has to reach beyond what the smaller ones cover.
        long covered = 0;
        long last = 0;
        for (int done = 0; done < array.rank(); done++) {
            int next = -1;
            for (int i = 0; i < array.rank(); i++) {
                boolean isCandidate = array.size(i) != 1 && array.stride(i) > last;
                if (isCandidate && (next < 0 || array.stride(i) < array.stride(next))) {
                    next = i;
                }
            }
            if (next < 0) {
                break;
            }
            if (array.stride(next) <= covered) {
                return false;
            }
            last = array.stride(next);
            covered += (array.size(next) - 1) * last;
        }
        return hasDistinctStrides(array);
    }

    private static boolean hasDistinctStrides(INDArray array) {
        for (int i = 0; i < array.rank(); i++) {
            for (int k = 0; k < i; k++) {
                if (array.size(i) != 1 && array.size(k) != 1 && array.stride(i) == array.stride(k)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether two arrays may share memory. */
    public static boolean overlap(INDArray one, INDArray other) {
        return OneDnn.address(one) < end(other) && OneDnn.address(other) < end(one);
    }

    /** Whether an array lies within the memory that its buffer has; ND4J makes arrays of any offset and strides. */
    public static boolean isWithinBuffer(INDArray array) {
        long first = array.offset();
        long last = first;
        for (int i = 0; i < array.rank(); i++) {
            long reach = (array.size(i) - 1) * array.stride(i);
            first += Math.min(0, reach);
            last += Math.max(0, reach);
        }
        return first >= 0 && last < array.data().underlyingLength();
    }

    private static long end(INDArray array) {
        long last = 0;
        for (int i = 0; i < array.rank(); i++) {
            last += (array.size(i) - 1) * array.stride(i);
        }
        return OneDnn.address(array) + (last + 1) * array.data().getElementSize();
    }
}
