package d2j.engine.arrays;

import java.lang.ref.Reference;

/** Functions of one or two arrays, element by element. */
public final class ElementwiseLoops {

    private ElementwiseLoops() {}

    /** {@code result = f(a)}; the result may be {@code a} itself. */
    public static void apply(UnaryFunction f, DenseArray a, DenseArray result) {
        long from = a.elements();
        long to = result.elements();
        int length = (int) a.length();
        if (a.isFloat()) {
            FloatLoops.current().apply(f, from, to, length);
        } else {
            for (int i = 0; i < length; i++) {
                RawMemory.putDouble(to + 8L * i, f.apply(RawMemory.getDouble(from + 8L * i)));
            }
        }
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(result);
    }

    /**
     * {@code result = f(a, b)}, where sizes of 1 stand for any, by NumPy's rules.
     *
     * @param shape    how many steps to take in each dimension, in the order in which the result lies in memory
     * @param aStrides by which to step through {@code a} for each dimension of the result; 0 where it is repeated
     * @param bStrides likewise for {@code b}
     */
    public static void apply(
            BinaryFunction f,
            long[] shape,
            DenseArray a,
            long[] aStrides,
            DenseArray b,
            long[] bStrides,
            DenseArray result) {
        int width = a.width();
        long[] merged = shape.clone();
        long[] first = aStrides.clone();
        long[] second = bStrides.clone();
        int rank = merge(merged, first, second);
        new Walk(f, a.isFloat(), width, merged, first, second, rank)
                .over(0, a.elements(), b.elements(), result.elements());
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
        Reference.reachabilityFence(result);
    }

    /** {@code values -= rate direction}, for arrays of one length in row order. */
    public static void descend(DenseArray values, DenseArray direction, double rate) {
        long to = values.address();
        long from = direction.address();
        if (values.isFloat()) {
            FloatLoops.current().descend(to, from, (float) rate, values.length());
        } else {
            for (long i = 0; i < values.length(); i++) {
                RawMemory.putDouble(
                        to + 8 * i, RawMemory.getDouble(to + 8 * i) - rate * RawMemory.getDouble(from + 8 * i));
            }
        }
        Reference.reachabilityFence(values);
        Reference.reachabilityFence(direction);
    }

    /** Replaces elements of {@code array} by those of {@code others} where {@code mask} is not 0; all of one shape. */
    public static void replace(DenseArray array, DenseArray mask, DenseArray others) {
        boolean floats = array.isFloat();
        boolean narrow = mask.isFloat();
        long to = array.address();
        long from = others.address();
        long marks = mask.address();
        for (long i = 0; i < array.length(); i++) {
            if ((narrow ? RawMemory.getFloat(marks + 4 * i) : RawMemory.getDouble(marks + 8 * i)) == 0) {
                continue;
            }
            if (floats) {
                RawMemory.putFloat(to + 4 * i, RawMemory.getFloat(from + 4 * i));
            } else {
                RawMemory.putDouble(to + 8 * i, RawMemory.getDouble(from + 8 * i));
            }
        }
        Reference.reachabilityFence(array);
        Reference.reachabilityFence(mask);
        Reference.reachabilityFence(others);
    }

    /** Joins dimensions that can be walked through as one; returns how many are left, at the front of the arrays. */
    private static int merge(long[] shape, long[] first, long[] second) {
        int rank = 0;
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] == 1) {
                continue;
            }
            if (rank > 0 && first[rank - 1] == first[i] * shape[i] && second[rank - 1] == second[i] * shape[i]) {
                shape[rank - 1] *= shape[i];
                first[rank - 1] = first[i];
                second[rank - 1] = second[i];
            } else {
                shape[rank] = shape[i];
                first[rank] = first[i];
                second[rank] = second[i];
                rank++;
            }
        }
        return rank;
    }

    private record Walk(
            BinaryFunction f, boolean floats, int width, long[] shape, long[] first, long[] second, int rank) {

        /** Returns the address behind the last result. */
        long over(int dimension, long a, long b, long to) {
            if (dimension >= rank - 1) {
                int length = rank == 0 ? 1 : (int) shape[rank - 1];
                long aStep = rank == 0 ? 0 : first[rank - 1] * width;
                long bStep = rank == 0 ? 0 : second[rank - 1] * width;
                if (floats) {
                    ElementwiseLoops.floats(f, a, aStep, b, bStep, to, length);
                } else {
                    for (int i = 0; i < length; i++) {
                        RawMemory.putDouble(
                                to + 8L * i,
                                f.apply(RawMemory.getDouble(a + i * aStep), RawMemory.getDouble(b + i * bStep)));
                    }
                }
                return to + (long) length * width;
            }
            long target = to;
            for (long i = 0; i < shape[dimension]; i++) {
                target = over(
                        dimension + 1, a + i * first[dimension] * width, b + i * second[dimension] * width, target);
            }
            return target;
        }
    }

    private static void floats(BinaryFunction f, long a, long aStep, long b, long bStep, long to, int length) {
        if (aStep <= 4 && bStep <= 4 && FloatLoops.current().apply(f, a, aStep == 0, b, bStep == 0, to, length)) {
            return;
        }
        switch (f) {
            case ADD -> {
                for (int i = 0; i < length; i++) {
                    RawMemory.putFloat(
                            to + 4L * i, RawMemory.getFloat(a + i * aStep) + RawMemory.getFloat(b + i * bStep));
                }
            }
            case SUBTRACT -> {
                for (int i = 0; i < length; i++) {
                    RawMemory.putFloat(
                            to + 4L * i, RawMemory.getFloat(a + i * aStep) - RawMemory.getFloat(b + i * bStep));
                }
            }
            case MULTIPLY -> {
                for (int i = 0; i < length; i++) {
                    RawMemory.putFloat(
                            to + 4L * i, RawMemory.getFloat(a + i * aStep) * RawMemory.getFloat(b + i * bStep));
                }
            }
            case DIVIDE -> {
                for (int i = 0; i < length; i++) {
                    RawMemory.putFloat(
                            to + 4L * i, RawMemory.getFloat(a + i * aStep) / RawMemory.getFloat(b + i * bStep));
                }
            }
            default -> {
                for (int i = 0; i < length; i++) {
                    RawMemory.putFloat(to + 4L * i, (float)
                            f.apply(RawMemory.getFloat(a + i * aStep), RawMemory.getFloat(b + i * bStep)));
                }
            }
        }
    }
}
