package d2j.engine.arrays;

import java.lang.ref.Reference;

/** Copies elements from place to place. */
public final class MovingLoops {

    private MovingLoops() {}

    /**
     * Copies between two arrays that are walked through by strides, as a permutation, a slice, a repetition does.
     *
     * @param shape       how many steps to take in each dimension
     * @param from        where to read, from element {@code fromOffset} on
     * @param fromStrides in elements; 0 repeats, negative goes back
     * @param to          where to write, from element {@code toOffset} on
     * @param add         whether to add to what is there instead of replacing it
     */
    public static void copy(
            long[] shape,
            DenseArray from,
            long fromOffset,
            long[] fromStrides,
            DenseArray to,
            long toOffset,
            long[] toStrides,
            boolean add) {
        boolean floats = from.isFloat();
        int width = floats ? 4 : 8;
        new Walk(shape, fromStrides, toStrides, floats, width, add)
                .over(0, from.address() + fromOffset * width, to.address() + toOffset * width);
        Reference.reachabilityFence(from);
        Reference.reachabilityFence(to);
    }

    private record Walk(long[] shape, long[] fromStrides, long[] toStrides, boolean floats, int width, boolean add) {

        void over(int dimension, long from, long to) {
            int rank = shape.length;
            long size = rank == 0 ? 1 : shape[dimension];
            long fromStep = rank == 0 ? 0 : fromStrides[dimension] * width;
            long toStep = rank == 0 ? 0 : toStrides[dimension] * width;
            if (dimension < rank - 1) {
                for (long i = 0; i < size; i++) {
                    over(dimension + 1, from + i * fromStep, to + i * toStep);
                }
            } else if (!add && fromStep == width && toStep == width) {
                RawMemory.copy(from, to, size * width);
            } else if (floats) {
                for (int i = 0; i < size; i++) {
                    float value = RawMemory.getFloat(from + i * fromStep);
                    long target = to + i * toStep;
                    RawMemory.putFloat(target, add ? RawMemory.getFloat(target) + value : value);
                }
            } else {
                for (int i = 0; i < size; i++) {
                    double value = RawMemory.getDouble(from + i * fromStep);
                    long target = to + i * toStep;
                    RawMemory.putDouble(target, add ? RawMemory.getDouble(target) + value : value);
                }
            }
        }
    }

    /**
     * Rows by number: {@code to[o, k, :] = from[o, indices[k], :]}, or the other way round with addition.
     *
     * @param from    {@code [outer, size, inner]}
     * @param to      {@code [outer, indices.length, inner]}, dense
     * @param indices each in 0 to size - 1; they may repeat
     */
    public static void gather(DenseArray from, long outer, long size, long inner, int[] indices, DenseArray to) {
        int width = from.width();
        long source = from.address();
        long target = to.address();
        long bytes = inner * width;
        for (long o = 0; o < outer; o++) {
            for (int index : indices) {
                RawMemory.copy(source + (o * size + index) * bytes, target, bytes);
                target += bytes;
            }
        }
        Reference.reachabilityFence(from);
        Reference.reachabilityFence(to);
    }

    /** The transpose of {@link #gather}: {@code to[o, indices[k], :] += from[o, k, :]}. */
    public static void scatterAdd(DenseArray from, long outer, long size, long inner, int[] indices, DenseArray to) {
        boolean floats = from.isFloat();
        long source = from.address();
        long target = to.address();
        for (long o = 0; o < outer; o++) {
            for (int index : indices) {
                long row = (o * size + index) * inner;
                if (floats) {
                    for (int i = 0; i < inner; i++) {
                        long at = target + 4 * (row + i);
                        RawMemory.putFloat(at, RawMemory.getFloat(at) + RawMemory.getFloat(source + 4L * i));
                    }
                    source += 4 * inner;
                } else {
                    for (int i = 0; i < inner; i++) {
                        long at = target + 8 * (row + i);
                        RawMemory.putDouble(at, RawMemory.getDouble(at) + RawMemory.getDouble(source + 8L * i));
                    }
                    source += 8 * inner;
                }
            }
        }
        Reference.reachabilityFence(from);
        Reference.reachabilityFence(to);
    }
}
