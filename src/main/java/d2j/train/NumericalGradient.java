package d2j.train;

import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Gradients by central differences, the yardstick for every gradient derived by hand.
 *
 * <p>The error of (f(x + h) - f(x - h)) / 2h falls with h² until rounding takes over, which for double precision
 * is near h = 10⁻⁵; see Goodfellow, Bengio and Courville, <i>Deep Learning</i> (2016), section 11.5.
 */
public final class NumericalGradient {

    private static final double STEP = 1e-5;

    private NumericalGradient() {}

    /** The gradient of {@code f} at {@code x}, with a step of 10⁻⁵. */
    public static INDArray of(ToDoubleFunction<INDArray> f, INDArray x) {
        return of(f, x, STEP);
    }

    /**
     * The gradient of a scalar function of an array.
     *
     * @param f    the function; it must not keep or change its argument
     * @param x    where, of any shape, in double precision
     * @param step the half width h of the differences
     * @return the array of partial derivatives, of the shape of {@code x}
     * @throws IllegalArgumentException if {@code x} is not of type DOUBLE: differences of floats are mostly rounding
     */
    public static INDArray of(ToDoubleFunction<INDArray> f, INDArray x, double step) {
        requireDouble(x);
        INDArray point = x.dup('c');
        INDArray gradient = Nd4j.create(DataType.DOUBLE, x.shape());
        for (long i = 0; i < x.length(); i++) {
            double value = point.getDouble(i);
            point.putScalar(i, value + step);
            double above = f.applyAsDouble(point);
            point.putScalar(i, value - step);
            double below = f.applyAsDouble(point);
            point.putScalar(i, value);
            gradient.putScalar(i, (above - below) / (2 * step));
        }
        return gradient;
    }

    /**
     * The Jacobian of a function from arrays to arrays, with a step of 10⁻⁵: element (i, j) is the derivative of output
     * i by input j, both counted row by row.
     *
     * @param f the function; it must not keep or change its argument
     * @param x where, of any shape, in double precision
     * @return {@code [outputs, inputs]} (numerator layout)
     * @throws IllegalArgumentException if {@code x} is not of type DOUBLE
     */
    public static INDArray jacobian(UnaryOperator<INDArray> f, INDArray x) {
        requireDouble(x);
        INDArray point = x.dup('c');
        INDArray jacobian = null;
        for (long j = 0; j < x.length(); j++) {
            double value = point.getDouble(j);
            // Copies, since f may return its argument or a view of it.
            point.putScalar(j, value + STEP);
            INDArray above = f.apply(point).dup('c');
            point.putScalar(j, value - STEP);
            INDArray below = f.apply(point).dup('c');
            point.putScalar(j, value);
            INDArray column = above.subi(below).divi(2 * STEP);
            if (jacobian == null) {
                jacobian = Nd4j.create(DataType.DOUBLE, column.length(), x.length());
            }
            for (long i = 0; i < column.length(); i++) {
                jacobian.putScalar(i, j, column.getDouble(i));
            }
        }
        return jacobian;
    }

    /**
     * The largest of |a - b| / max(|a|, |b|, 10⁻⁸) over all elements. Below about 10⁻⁶ two gradients agree; above
     * 10⁻² one of them is wrong.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public static double maximumRelativeError(INDArray a, INDArray b) {
        if (!a.equalShapes(b)) {
            throw new IllegalArgumentException(
                    "gradients of different shapes: " + a.shapeInfoToString() + " and " + b.shapeInfoToString());
        }
        double worst = 0;
        for (long i = 0; i < a.length(); i++) {
            double first = a.getDouble(i);
            double second = b.getDouble(i);
            double error = Math.abs(first - second) / Math.max(1e-8, Math.max(Math.abs(first), Math.abs(second)));
            if (Double.isNaN(error)) {
                return Double.NaN;
            }
            worst = Math.max(worst, error);
        }
        return worst;
    }

    private static void requireDouble(INDArray x) {
        if (x.dataType() != DataType.DOUBLE) {
            throw new IllegalArgumentException("a numerical gradient needs double precision, and this array is "
                    + x.dataType() + "; convert it with castTo(DataType.DOUBLE)");
        }
    }
}
