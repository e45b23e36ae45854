package d2j.engine.arrays;

import java.lang.ref.Reference;
import java.util.Arrays;

/** Sums and maxima over the middle dimension of arrays seen as {@code [outer, reduced, inner]}. */
public final class ReductionLoops {

    private ReductionLoops() {}

    /** Sums of {@code a [outer, reduced, inner]} into {@code result [outer, inner]}. */
    public static void sum(DenseArray a, long outer, int reduced, int inner, DenseArray result) {
        addUp(a, outer, reduced, inner, result);
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(result);
    }

    private static void addUp(DenseArray a, long outer, int reduced, int inner, DenseArray result) {
        if (a.isFloat()) {
            FloatLoops loops = FloatLoops.current();
            for (long o = 0; o < outer; o++) {
                long start = a.address() + 4 * o * reduced * inner;
                if (inner == 1) {
                    result.put(o, loops.sum(start, reduced));
                } else {
                    loops.addRows(start, reduced, inner, result.address() + 4 * o * inner);
                }
            }
            return;
        }
        Reader from = new Reader(a);
        Reader to = new Reader(result);
        if (inner == 1) {
            for (long o = 0; o < outer; o++) {
                to.put(o, from.sum(o * reduced, reduced));
            }
            return;
        }
        double[] sums = new double[inner];
        for (long o = 0; o < outer; o++) {
            Arrays.fill(sums, 0);
            for (int r = 0; r < reduced; r++) {
                from.addTo(sums, (o * reduced + r) * inner);
            }
            for (int i = 0; i < inner; i++) {
                to.put(o * inner + i, sums[i]);
            }
        }
    }

    /**
     * Where the first maxima of {@code a [outer, reduced, inner]} are.
     *
     * @param mask  1 at each maximum, 0 elsewhere, of the shape of {@code a}; or null
     * @param values {@code [outer, inner]}, the maxima; not a number where the array has one that is not
     */
    public static void maximum(DenseArray a, long outer, int reduced, int inner, DenseArray mask, DenseArray values) {
        Reader from = new Reader(a);
        Reader to = new Reader(values);
        Reader marks = mask == null ? null : new Reader(mask);
        for (long o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                long start = o * reduced * inner + i;
                double best = from.get(start);
                int where = 0;
                for (int r = 1; r < reduced && best == best; r++) {
                    double value = from.get(start + (long) r * inner);
                    if (value > best || value != value) {
                        best = value;
                        where = r;
                    }
                }
                to.put(o * inner + i, best);
                if (marks != null) {
                    marks.put(start + (long) where * inner, 1);
                }
            }
        }
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(mask);
        Reference.reachabilityFence(values);
    }

    /** Numbers of either type at an address. */
    private static final class Reader {
        private final long address;
        private final boolean floats;

        Reader(DenseArray array) {
            address = array.address();
            floats = array.isFloat();
        }

        double get(long i) {
            return floats ? RawMemory.getFloat(address + 4 * i) : RawMemory.getDouble(address + 8 * i);
        }

        void put(long i, double value) {
            if (floats) {
                RawMemory.putFloat(address + 4 * i, (float) value);
            } else {
                RawMemory.putDouble(address + 8 * i, value);
            }
        }

        double sum(long start, int length) {
            double sum = 0;
            for (int i = 0; i < length; i++) {
                sum += get(start + i);
            }
            return sum;
        }

        void addTo(double[] sums, long start) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += get(start + i);
            }
        }
    }
}
