package d2j.engine.arrays;

import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.RecentlyUsed;
import d2j.engine.onednn.Softmax;
import java.lang.ref.Reference;

/** Functions of whole rows: softmax, its logarithm, cross-entropy. Each row is read once, and written once. */
public final class RowLoops {

    /** Elements from which on oneDNN's exponentials are worth its call. */
    private static final long LARGE = 1 << 11;

    private static final ThreadLocal<RecentlyUsed<Size, Softmax>> MADE = RecentlyUsed.perThread(64);

    private record Size(long rows, int length) {}

    private RowLoops() {}

    /** The softmax of each row of {@code length} elements; {@code result} is another array. */
    public static void softmax(DenseArray a, int length, DenseArray result) {
        long rows = a.length() / length;
        if (a.isFloat() && a.length() >= LARGE && OneDnn.available()) {
            MADE.get()
                    .get(new Size(rows, length), () -> new Softmax(rows, length))
                    .run(a.address(), result.address());
            Reference.reachabilityFence(a);
            Reference.reachabilityFence(result);
            return;
        }
        Row row = new Row(a.isFloat(), length);
        for (long i = 0; i < rows; i++) {
            row.read(a, i);
            double sum = row.exponentials(row.maximum());
            row.scale(1 / sum);
            row.write(result, i);
        }
    }

    /** {@code y (g - sum(g y))} for each row: the gradient below a softmax that gave {@code y}. */
    public static void softmaxGradient(DenseArray g, DenseArray y, int length, DenseArray result) {
        Row above = new Row(g.isFloat(), length);
        Row values = new Row(g.isFloat(), length);
        for (long i = 0; i < g.length() / length; i++) {
            above.read(g, i);
            values.read(y, i);
            above.subtractAndMultiply(above.product(values), values);
            above.write(result, i);
        }
    }

    /** The logarithm of the softmax of each row. */
    public static void logSoftmax(DenseArray a, int length, DenseArray result) {
        Row row = new Row(a.isFloat(), length);
        Row values = new Row(a.isFloat(), length);
        for (long i = 0; i < a.length() / length; i++) {
            row.read(a, i);
            values.read(a, i);
            double maximum = row.maximum();
            double sum = row.exponentials(maximum);
            values.subtract(maximum, Math.log(sum));
            values.write(result, i);
        }
    }

    /** {@code g - e^y sum(g)} for each row: the gradient below the logarithm of a softmax that gave {@code y}. */
    public static void logSoftmaxGradient(DenseArray g, DenseArray y, int length, DenseArray result) {
        Row above = new Row(g.isFloat(), length);
        Row values = new Row(g.isFloat(), length);
        for (long i = 0; i < g.length() / length; i++) {
            above.read(g, i);
            values.read(y, i);
            values.exponentials(0);
            above.subtractProduct(above.sum(), values);
            above.write(result, i);
        }
    }

    /**
     * What the cross-entropy of rows of scores is measured against.
     *
     * @param classes       the class of each row; or null
     * @param distributions where there are no classes: as many rows of probabilities as there are of scores
     * @param smoothing     the share of each target that is spread evenly over all classes
     * @param weights       how much each row counts; or null for all alike
     * @param divisor       by which the sum is divided
     */
    public record Targets(
            int[] classes, DenseArray distributions, double smoothing, DenseArray weights, double divisor) {}

    /**
     * The weighted sum of the cross-entropies of all rows, divided by the divisor.
     *
     * @param gradient receives the gradient with respect to the scores; or null
     */
    public static double crossEntropy(DenseArray scores, int length, Targets targets, DenseArray gradient) {
        Row values = new Row(scores.isFloat(), length);
        Row row = new Row(scores.isFloat(), length);
        Row shares = targets.classes() == null ? new Row(scores.isFloat(), length) : null;
        double spread = targets.smoothing() / length;
        double loss = 0;
        for (long i = 0; i < scores.length() / length; i++) {
            double weight = (targets.weights() == null ? 1 : targets.weights().get(i)) / targets.divisor();
            row.read(scores, i);
            values.read(scores, i);
            double maximum = row.maximum();
            double sum = row.exponentials(maximum);
            double logarithm = maximum + Math.log(sum);
            double total = 1;
            double own;
            if (shares == null) {
                own = (1 - targets.smoothing()) * (logarithm - values.get(targets.classes()[(int) i]));
            } else {
                shares.read(targets.distributions(), i);
                total = (1 - targets.smoothing()) * shares.sum() + targets.smoothing();
                own = (1 - targets.smoothing()) * shares.distances(values, logarithm);
            }
            if (spread > 0) {
                own += spread * (length * logarithm - values.sum());
            }
            // A row that does not count adds nothing, whatever it holds.
            loss += weight == 0 ? 0 : weight * own;
            if (gradient != null) {
                if (weight == 0) {
                    row.fill(0);
                } else {
                    row.scale(total * weight / sum);
                    row.add(-spread * weight);
                    if (shares == null) {
                        row.addAt(targets.classes()[(int) i], -(1 - targets.smoothing()) * weight);
                    } else {
                        row.subtractProduct((1 - targets.smoothing()) * weight, shares);
                    }
                }
                row.write(gradient, i);
            }
        }
        return loss;
    }

    /** A row in a Java array, where loops are vector instructions; one of the two arrays is null. */
    private static final class Row {
        private final int length;
        private final float[] floats;
        private final double[] doubles;

        Row(boolean isFloat, int length) {
            this.length = length;
            floats = isFloat ? new float[length] : null;
            doubles = isFloat ? null : new double[length];
        }

        void read(DenseArray array, long row) {
            if (floats != null) {
                RawMemory.read(array.address() + 4 * row * length, floats, length);
            } else {
                for (int i = 0; i < length; i++) {
                    doubles[i] = array.get(row * length + i);
                }
            }
            Reference.reachabilityFence(array);
        }

        void write(DenseArray array, long row) {
            if (floats != null) {
                RawMemory.write(floats, array.address() + 4 * row * length, length);
            } else {
                for (int i = 0; i < length; i++) {
                    array.put(row * length + i, doubles[i]);
                }
            }
            Reference.reachabilityFence(array);
        }

        double get(int i) {
            return floats != null ? floats[i] : doubles[i];
        }

        void addAt(int i, double number) {
            if (floats != null) {
                floats[i] += (float) number;
            } else {
                doubles[i] += number;
            }
        }

        void fill(double number) {
            for (int i = 0; i < length; i++) {
                if (floats != null) {
                    floats[i] = (float) number;
                } else {
                    doubles[i] = number;
                }
            }
        }

        /** Not a number if one is none. */
        double maximum() {
            double result = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < length; i++) {
                result = Math.max(result, get(i));
            }
            return result;
        }

        /** Replaces each element by e to the power of its distance from a number; returns their sum. */
        double exponentials(double origin) {
            double sum = 0;
            if (floats != null) {
                float from = (float) origin;
                for (int i = 0; i < length; i++) {
                    floats[i] = FloatLoops.exp(floats[i] - from);
                    sum += floats[i];
                }
            } else {
                for (int i = 0; i < length; i++) {
                    doubles[i] = Math.exp(doubles[i] - origin);
                    sum += doubles[i];
                }
            }
            return sum;
        }

        void scale(double factor) {
            if (floats != null) {
                float number = (float) factor;
                for (int i = 0; i < length; i++) {
                    floats[i] *= number;
                }
            } else {
                for (int i = 0; i < length; i++) {
                    doubles[i] *= factor;
                }
            }
        }

        void add(double number) {
            if (number != 0) {
                for (int i = 0; i < length; i++) {
                    addAt(i, number);
                }
            }
        }

        double sum() {
            double s0 = 0;
            double s1 = 0;
            int i = 0;
            for (; i + 1 < length; i += 2) {
                s0 += get(i);
                s1 += get(i + 1);
            }
            return i < length ? s0 + get(i) + s1 : s0 + s1;
        }

        /** The inner product. */
        double product(Row other) {
            if (floats == null) {
                double sum = 0;
                for (int i = 0; i < length; i++) {
                    sum += doubles[i] * other.doubles[i];
                }
                return sum;
            }
            float s0 = 0;
            float s1 = 0;
            float s2 = 0;
            float s3 = 0;
            int i = 0;
            for (; i + 3 < length; i += 4) {
                s0 += floats[i] * other.floats[i];
                s1 += floats[i + 1] * other.floats[i + 1];
                s2 += floats[i + 2] * other.floats[i + 2];
                s3 += floats[i + 3] * other.floats[i + 3];
            }
            double sum = (double) s0 + s1 + s2 + s3;
            for (; i < length; i++) {
                sum += floats[i] * other.floats[i];
            }
            return sum;
        }

        /** {@code (this - number) other} in the place of this. */
        void subtractAndMultiply(double number, Row other) {
            if (floats != null) {
                float subtrahend = (float) number;
                for (int i = 0; i < length; i++) {
                    floats[i] = (floats[i] - subtrahend) * other.floats[i];
                }
            } else {
                for (int i = 0; i < length; i++) {
                    doubles[i] = (doubles[i] - number) * other.doubles[i];
                }
            }
        }

        /** {@code this - number other} in the place of this. */
        void subtractProduct(double number, Row other) {
            if (floats != null) {
                float factor = (float) number;
                for (int i = 0; i < length; i++) {
                    floats[i] -= factor * other.floats[i];
                }
            } else {
                for (int i = 0; i < length; i++) {
                    doubles[i] -= number * other.doubles[i];
                }
            }
        }

        /** {@code (this - first) - second} in the place of this. */
        void subtract(double first, double second) {
            if (floats != null) {
                float one = (float) first;
                float two = (float) second;
                for (int i = 0; i < length; i++) {
                    floats[i] = floats[i] - one - two;
                }
            } else {
                for (int i = 0; i < length; i++) {
                    doubles[i] = doubles[i] - first - second;
                }
            }
        }

        /** The sum of {@code this (number - other)} where this is not zero. */
        double distances(Row other, double number) {
            double sum = 0;
            for (int i = 0; i < length; i++) {
                double share = get(i);
                if (share != 0) {
                    sum += share * (number - other.get(i));
                }
            }
            return sum;
        }
    }
}
