package d2j.autograd;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Arithmetic of shapes. */
final class Shapes {

    private Shapes() {}

    /** {@code [2, 3]}, as error messages write it. */
    static String text(long[] shape) {
        return Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", ", "[", "]"));
    }

    static long length(long[] shape) {
        long length = 1;
        for (long size : shape) {
            length *= size;
        }
        return length;
    }

    /**
     * The shape of an element-wise result, by NumPy's rules: shapes are aligned at the right, and a size of 1 stands
     * for any.
     *
     * @throws IllegalArgumentException if they do not fit, with both shapes and the operation's name
     */
    static long[] broadcast(String operation, long[] a, long[] b) {
        if (Arrays.equals(a, b)) {
            return a;
        }
        int rank = Math.max(a.length, b.length);
        long[] result = new long[rank];
        for (int i = 1; i <= rank; i++) {
            long first = i <= a.length ? a[a.length - i] : 1;
            long second = i <= b.length ? b[b.length - i] : 1;
            if (first != second && first != 1 && second != 1) {
                throw new IllegalArgumentException(operation + ": shapes " + text(a) + " and " + text(b)
                        + " do not fit: from the right, dimension " + i + " is " + first + " in one and " + second
                        + " in the other (equal sizes, or 1, would)");
            }
            result[rank - i] = first == 1 ? second : first;
        }
        return result;
    }

    /** The dimension counted from the front, for one that may be negative (counted from the end). */
    static int dimension(String operation, int dimension, int rank) {
        int result = dimension < 0 ? dimension + rank : dimension;
        if (result < 0 || result >= rank) {
            throw new IllegalArgumentException(
                    operation + ": there is no dimension " + dimension + " in a tensor of " + rank + " dimensions");
        }
        return result;
    }

    /** Dimensions counted from the front, in rising order; all of them where none are named. */
    static int[] dimensions(String operation, int[] dimensions, int rank) {
        if (dimensions.length == 0) {
            int[] all = new int[rank];
            Arrays.setAll(all, i -> i);
            return all;
        }
        int[] result = Arrays.stream(dimensions)
                .map(dimension -> dimension(operation, dimension, rank))
                .sorted()
                .distinct()
                .toArray();
        if (result.length != dimensions.length) {
            throw new IllegalArgumentException(
                    operation + ": a dimension is named twice in " + Arrays.toString(dimensions));
        }
        return result;
    }

    /** {@code shape} with size 1 in the given dimensions. */
    static long[] kept(long[] shape, int[] dimensions) {
        long[] result = shape.clone();
        for (int dimension : dimensions) {
            result[dimension] = 1;
        }
        return result;
    }

    /** {@code shape} without the given dimensions (in rising order). */
    static long[] dropped(long[] shape, int[] dimensions) {
        long[] result = new long[shape.length - dimensions.length];
        int next = 0;
        int target = 0;
        for (int i = 0; i < shape.length; i++) {
            if (next < dimensions.length && dimensions[next] == i) {
                next++;
            } else {
                result[target++] = shape[i];
            }
        }
        return result;
    }

    /** Row-order strides, with 0 where a size of 1 stands for {@code target}'s; {@code shape} aligned at the right. */
    static long[] broadcastStrides(long[] shape, long[] target) {
        long[] strides = new long[target.length];
        long stride = 1;
        for (int i = 1; i <= shape.length; i++) {
            long size = shape[shape.length - i];
            strides[target.length - i] = size == 1 ? 0 : stride;
            stride *= size;
        }
        return strides;
    }

    /** Row-order strides. */
    static long[] strides(long[] shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape[i];
        }
        return strides;
    }

    /** A shape in which one size may be -1: what is left. */
    static long[] complete(String operation, long[] wanted, long[] from) {
        long[] result = wanted.clone();
        long length = length(from);
        long known = 1;
        int open = -1;
        for (int i = 0; i < result.length; i++) {
            if (result[i] == -1 && open < 0) {
                open = i;
            } else {
                known *= result[i];
            }
        }
        if (open >= 0 && known > 0 && length % known == 0) {
            result[open] = length / known;
            known = length;
        }
        if (known != length || Arrays.stream(result).anyMatch(size -> size < 0)) {
            throw new IllegalArgumentException(operation + ": the " + length + " elements of " + text(from)
                    + " cannot have the shape " + text(wanted));
        }
        return result;
    }
}
