package d2j.check;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Assertions about a chapter's results. Each prints one line that starts with "✓" when it holds; when it does not, it
 * throws an {@link AssertionError} that states both numbers, and the runner reports the chapter as failed.
 *
 * <p>Not-a-number never passes a check.
 */
public final class Check {

    private Check() {}

    /**
     * Checks a claim.
     *
     * @param claim a statement that a reader understands, such as "the loss falls in every epoch"
     * @param holds whether it is true
     * @throws AssertionError if it is not
     */
    public static void that(String claim, boolean holds) {
        if (!holds) {
            throw new AssertionError("does not hold: " + claim);
        }
        passed(claim);
    }

    /**
     * Checks that two numbers differ by at most {@code tolerance} (absolute).
     *
     * @throws AssertionError if they differ by more, or either is not a number
     */
    public static void close(String what, double actual, double expected, double tolerance) {
        requireTolerance(tolerance);
        if (!(Math.abs(actual - expected) <= tolerance) && !(actual == expected)) {
            throw new AssertionError(what + ": " + actual + " is not within " + number(tolerance) + " of " + expected);
        }
        passed(what + ": " + number(actual) + " ≈ " + number(expected) + " (within " + number(tolerance) + ")");
    }

    /**
     * Checks that two arrays have the same shape and that no entries differ by more than {@code tolerance} (absolute).
     *
     * @throws AssertionError if the shapes differ, an entry differs by more, or an entry is not a number
     */
    public static void close(String what, INDArray actual, INDArray expected, double tolerance) {
        requireTolerance(tolerance);
        if (!Arrays.equals(actual.shape(), expected.shape())) {
            throw new AssertionError(what + ": shape " + Arrays.toString(actual.shape()) + " is not "
                    + Arrays.toString(expected.shape()));
        }
        double largest = 0;
        if (actual.length() > 0) {
            INDArray difference = actual.castTo(DataType.DOUBLE).sub(expected.castTo(DataType.DOUBLE));
            // A sum is not-a-number as soon as one entry is; a maximum may hide it.
            largest = Double.isNaN(difference.sumNumber().doubleValue())
                    ? Double.NaN
                    : difference.amaxNumber().doubleValue();
        }
        if (!(largest <= tolerance)) {
            throw new AssertionError(
                    what + ": the largest difference is " + largest + ", more than " + number(tolerance));
        }
        passed(what + ": largest difference " + number(largest) + " ≤ " + number(tolerance));
    }

    /**
     * Checks that a number reaches a threshold.
     *
     * @throws AssertionError if it is smaller, or not a number
     */
    public static void atLeast(String what, double actual, double threshold) {
        if (!(actual >= threshold)) {
            throw new AssertionError(what + ": " + actual + " is less than " + number(threshold));
        }
        passed(what + ": " + number(actual) + " ≥ " + number(threshold));
    }

    /**
     * Checks that a number does not exceed a threshold.
     *
     * @throws AssertionError if it is larger, or not a number
     */
    public static void atMost(String what, double actual, double threshold) {
        if (!(actual <= threshold)) {
            throw new AssertionError(what + ": " + actual + " is more than " + number(threshold));
        }
        passed(what + ": " + number(actual) + " ≤ " + number(threshold));
    }

    private static void passed(String line) {
        System.out.println("✓ " + line);
    }

    private static void requireTolerance(double tolerance) {
        if (!(tolerance >= 0)) {
            throw new IllegalArgumentException("a tolerance is zero or more, not " + tolerance);
        }
    }

    /** At most six significant digits, without trailing zeros: 0.8453, 61706, 1.5E-7. */
    static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.toString(value);
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return String.format(Locale.ROOT, "%d", (long) value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
        double magnitude = Math.abs(value);
        return magnitude >= 1e-4 && magnitude < 1e9 ? rounded.toPlainString() : rounded.toString();
    }
}
