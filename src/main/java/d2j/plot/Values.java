package d2j.plot;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Checks what callers pass, and says clearly what is wrong with it. */
final class Values {

    private Values() {}

    /** The numbers of a vector: rank 1, or rank 2 with one row or one column. */
    static double[] vector(String what, INDArray array) {
        if (array == null) {
            throw new IllegalArgumentException(what + " is null");
        }
        boolean vector = array.rank() == 1 || array.rank() == 2 && (array.size(0) == 1 || array.size(1) == 1);
        if (!vector) {
            throw new IllegalArgumentException(what
                    + " must be a vector (shape [n], [n, 1] or [1, n]), but its shape is "
                    + Arrays.toString(array.shape()));
        }
        return numbers(array);
    }

    static double[][] matrix(String what, INDArray array) {
        if (array == null) {
            throw new IllegalArgumentException(what + " is null");
        }
        if (array.rank() != 2) {
            throw new IllegalArgumentException(what + " must be a matrix (shape [rows, columns]), but its shape is "
                    + Arrays.toString(array.shape()));
        }
        double[] numbers = numbers(array);
        int columns = (int) array.size(1);
        double[][] rows = new double[(int) array.size(0)][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(numbers, i * columns, (i + 1) * columns);
        }
        return rows;
    }

    /** All numbers in row-major order, whatever the type and the strides. */
    static double[] numbers(INDArray array) {
        if (array.isEmpty()) {
            return new double[0];
        }
        return array.castTo(DataType.DOUBLE).dup('c').data().asDouble();
    }

    static String series(String name) {
        return name == null || name.isBlank() ? "the unnamed series" : "series '" + name + "'";
    }

    static double[] checked(String name, double[] values) {
        if (values == null) {
            throw new IllegalArgumentException(series(name) + ": the values are null");
        }
        if (values.length == 0) {
            throw new IllegalArgumentException(series(name) + " is empty");
        }
        return values.clone();
    }

    static void sameLength(String name, String first, int firstLength, String second, int secondLength) {
        if (firstLength != secondLength) {
            throw new IllegalArgumentException(series(name) + ": " + first + " has " + firstLength + " values but "
                    + second + " has "
                    + secondLength);
        }
    }

    static void finiteRange(String what, double from, double to) {
        if (!Double.isFinite(from) || !Double.isFinite(to) || !(from < to)) {
            throw new IllegalArgumentException(
                    what + " must go from a smaller to a larger finite number, but is " + from + " to " + to);
        }
    }

    /** The count of numbers that are neither NaN nor infinite; an error where there is none. */
    static int requireSomeFinite(String name, double[] values) {
        int finite = 0;
        for (double value : values) {
            finite += Double.isFinite(value) ? 1 : 0;
        }
        if (finite == 0) {
            throw new IllegalArgumentException(
                    series(name) + " has no finite value: all " + values.length + " are NaN or infinite");
        }
        return finite;
    }

    /** Points of a series: as many x as y, and some that are finite. */
    static void requirePoints(String name, double[] x, double[] y) {
        checked(name, x);
        checked(name, y);
        sameLength(name, "x", x.length, "y", y.length);
        requireSomeFinite(name, x);
        requireSomeFinite(name, y);
    }

    static boolean areWhole(double[] values) {
        return Arrays.stream(values).allMatch(value -> !Double.isFinite(value) || value == Math.rint(value));
    }

    /** How many points have a coordinate that is NaN or infinite. */
    static int countNotFinite(double[]... coordinates) {
        int count = 0;
        for (int i = 0; i < coordinates[0].length; i++) {
            int index = i;
            count += Arrays.stream(coordinates).allMatch(values -> Double.isFinite(values[index])) ? 0 : 1;
        }
        return count;
    }

    /** How far a value is on the way between two numbers, whose difference may be too large for a double. */
    static double share(double from, double to, double value) {
        double span = to - from;
        return Double.isInfinite(span) ? (value / 2 - from / 2) / (to / 2 - from / 2) : (value - from) / span;
    }

    /** The value at a share of the way between two numbers, whose difference may be too large for a double. */
    static double between(double from, double to, double share) {
        double span = to - from;
        return Double.isInfinite(span) ? from * (1 - share) + to * share : from + span * share;
    }
}
