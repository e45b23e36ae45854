package d2j.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Maps values to positions between 0 and 1, and chooses ticks. */
abstract class Axis {

    /** Values that differ by less than this share of the larger one are the same but for rounding. */
    private static final double ROUNDING = 1e-12;

    /** The position of a value: 0 at the start of the axis, 1 at its end. */
    abstract double at(double value);

    /** About as many labelled ticks as asked for, at most; may hold unlabelled minor ticks too. */
    abstract List<Tick> ticks(int atMost);

    /** The power of ten that all labels are to be multiplied with, or 0. */
    int factorExponent() {
        return 0;
    }

    /** Whether ticks name places between grid lines (categories) instead of values. */
    boolean isCategorical() {
        return false;
    }

    /**
     * Fixed ends of an axis. Ends that differ by rounding alone are drawn as one value is, with room around it.
     *
     * @throws IllegalArgumentException if they are not finite, or not in ascending order
     */
    static double[] range(String what, double from, double to) {
        Values.finiteRange(what, from, to);
        return isOneValue(from, to) ? padded(from, to, 0, false) : new double[] {from, to};
    }

    /** Whether the ends differ by no more than the rounding of the computation that gave them. */
    static boolean isOneValue(double min, double max) {
        return max - min <= ROUNDING * Math.max(Math.abs(min), Math.abs(max));
    }

    /** The ends of an axis around values, with a share of air on both sides. */
    static double[] padded(double min, double max, double air, boolean logarithmic) {
        if (logarithmic) {
            boolean oneValue = isOneValue(min, max);
            double factor = oneValue ? 2 : Math.exp(air * (Math.log(max) - Math.log(min)));
            return new double[] {Math.max(Double.MIN_VALUE, min / factor), Math.min(Double.MAX_VALUE, max * factor)};
        }
        double span = max - min;
        if (isOneValue(min, max)) {
            double tenth = Math.abs(min) * 0.1;
            double half = tenth == 0 ? 1 : tenth;
            return new double[] {finite(min - half), finite(max + half)};
        }
        if (Double.isInfinite(span)) {
            return new double[] {-Double.MAX_VALUE, Double.MAX_VALUE};
        }
        double low = finite(min - air * span);
        double high = finite(max + air * span);
        // Losses and frequencies are never negative: an axis that starts a little below 0 would suggest that they could
        // be.
        return new double[] {min >= 0 && low < 0 ? 0 : low, max <= 0 && high > 0 ? 0 : high};
    }

    /** The value, or the largest finite one of its sign. */
    static double finite(double value) {
        return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
    }

    static final class Linear extends Axis {
        private static final MathContext EXACT_ENOUGH = new MathContext(25);
        private static final BigDecimal TOLERANCE = new BigDecimal("1e-9");

        private final double min;
        private final double max;
        private final boolean integers;
        private int factorExponent;

        Linear(double min, double max, boolean integers) {
            this.min = min;
            this.max = max;
            this.integers = integers;
        }

        @Override
        double at(double value) {
            return Values.share(min, max, value);
        }

        /** In decimal numbers, which are exact: doubles would miss the ends, overflow, or never reach the next tick. */
        @Override
        List<Tick> ticks(int atMost) {
            BigDecimal low = new BigDecimal(min);
            BigDecimal high = new BigDecimal(max);
            BigDecimal span = high.subtract(low);
            BigDecimal step = step(span.divide(BigDecimal.valueOf(Math.max(1, atMost)), EXACT_ENOUGH));
            while (count(low, high, step) > Math.max(2, atMost)) {
                step = step(step.multiply(new BigDecimal("1.5")));
            }
            if (integers) {
                step = step.max(BigDecimal.ONE);
            }
            BigDecimal largest = low.abs().max(high.abs());
            int decimals = decimals(step);
            factorExponent = largest.compareTo(BigDecimal.valueOf(1e7)) >= 0
                            || decimals > 4 && largest.compareTo(BigDecimal.valueOf(0.01)) < 0
                    ? exponent(largest)
                    : 0;
            int shownDecimals = factorExponent == 0 ? decimals : decimals(step.movePointLeft(factorExponent));
            boolean grouped = largest.movePointLeft(factorExponent).compareTo(BigDecimal.valueOf(10_000)) >= 0;
            BigDecimal tolerance = span.multiply(TOLERANCE);
            BigDecimal last = high.add(tolerance);
            List<Tick> ticks = new ArrayList<>();
            BigDecimal index = low.subtract(tolerance).divide(step, 0, RoundingMode.CEILING);
            for (BigDecimal value = index.multiply(step); value.compareTo(last) <= 0; value = value.add(step)) {
                BigDecimal shown = value.movePointLeft(factorExponent);
                boolean known = Double.isInfinite(value.doubleValue())
                        || !ticks.isEmpty() && ticks.get(ticks.size() - 1).value() >= value.doubleValue();
                if (known) {
                    // Among the smallest doubles several ticks round to one, beyond the largest all to infinity.
                    continue;
                }
                ticks.add(new Tick(
                        value.doubleValue(),
                        TickLabel.of(
                                grouped
                                        ? Numbers.grouped(shown, shownDecimals)
                                        : Numbers.fixed(shown, shownDecimals))));
            }
            return ticks;
        }

        private static long count(BigDecimal low, BigDecimal high, BigDecimal step) {
            return high.divide(step, EXACT_ENOUGH)
                    .add(TOLERANCE)
                    .setScale(0, RoundingMode.FLOOR)
                    .subtract(low.divide(step, EXACT_ENOUGH).subtract(TOLERANCE).setScale(0, RoundingMode.CEILING))
                    .add(BigDecimal.ONE)
                    .longValue();
        }

        @Override
        int factorExponent() {
            return factorExponent;
        }

        private static int decimals(BigDecimal step) {
            return Math.max(0, -exponent(step));
        }

        /** The power of ten of a number's first digit. */
        private static int exponent(BigDecimal number) {
            return number.signum() == 0 ? 0 : number.precision() - number.scale() - 1;
        }

        /** The smallest of 1, 2, 5, 10 times a power of ten that is not below the given length. */
        static BigDecimal step(BigDecimal atLeast) {
            BigDecimal power = BigDecimal.ONE.scaleByPowerOfTen(exponent(atLeast));
            BigDecimal slightlyLess = atLeast.multiply(BigDecimal.ONE.subtract(TOLERANCE));
            for (int digit : new int[] {1, 2, 5}) {
                BigDecimal step = power.multiply(BigDecimal.valueOf(digit));
                if (step.compareTo(slightlyLess) >= 0) {
                    return step;
                }
            }
            return power.scaleByPowerOfTen(1);
        }
    }

    /** Numbers, of which 1, 2, ... have names. */
    static final class Named extends Axis {
        private final Linear numbers;
        private final List<String> names;

        Named(double min, double max, List<String> names) {
            this.numbers = new Linear(min, max, true);
            this.names = names;
        }

        @Override
        double at(double value) {
            return numbers.at(value);
        }

        @Override
        List<Tick> ticks(int atMost) {
            List<Tick> ticks = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                if (at(i + 1) >= 0 && at(i + 1) <= 1) {
                    ticks.add(new Tick(i + 1, TickLabel.of(names.get(i))));
                }
            }
            return ticks;
        }

        @Override
        boolean isCategorical() {
            return true;
        }
    }

    static final class Logarithmic extends Axis {
        /** On a longer axis decades between the labelled ones are too close for lines of their own. */
        private static final int MOST_MINOR_DECADES = 60;

        private static final double SHORT = 1.2;

        private final double min;
        private final double max;
        private final double decades;

        Logarithmic(double min, double max) {
            this.min = min;
            this.max = max;
            // The quotient of the ends may be too large for a double.
            this.decades = Math.log10(max) - Math.log10(min);
        }

        @Override
        double at(double value) {
            double quotient = max / min;
            return Double.isInfinite(quotient) || value / min == 0 || Double.isInfinite(value / min)
                    ? (Math.log10(value) - Math.log10(min)) / decades
                    : Math.log(value / min) / Math.log(quotient);
        }

        @Override
        List<Tick> ticks(int atMost) {
            if (decades < SHORT) {
                return withinADecade(atMost);
            }
            int first = (int) Math.ceil(Math.log10(min) - 1e-9);
            int last = (int) Math.floor(Math.log10(max) + 1e-9);
            int count = last - first + 1;
            int stride = stride((int) Math.max(1, Math.ceil(count / (double) Math.max(2, atMost))));
            boolean plain = first >= -3 && last <= 4;
            // A single decade, or none, gives the eye nothing to compare with.
            boolean oneTwoFive = plain && count * 3 <= atMost || count <= 1 && atMost >= 5;
            List<Tick> ticks = new ArrayList<>();
            for (int decade = first - 1; decade <= last; decade++) {
                for (int digit = 1; digit <= 9; digit++) {
                    double value = digit * Math.pow(10, decade);
                    if (value < min * (1 - 1e-9)
                            || value == 0
                            || value > Math.min(Double.MAX_VALUE, max * (1 + 1e-9))) {
                        continue;
                    }
                    boolean major = digit == 1 && Math.floorMod(decade, stride) == 0
                            || oneTwoFive && (digit == 2 || digit == 5);
                    if (major) {
                        ticks.add(new Tick(
                                value,
                                plain
                                        ? TickLabel.of(Numbers.fixed(
                                                BigDecimal.valueOf(digit).scaleByPowerOfTen(decade),
                                                Math.max(0, -decade)))
                                        : TickLabel.power(digit == 1 ? "" : digit + " × ", decade)));
                    } else if (stride == 1 || digit == 1 && count <= MOST_MINOR_DECADES) {
                        ticks.add(new Tick(value, null));
                    }
                }
            }
            return ticks;
        }

        /** Decades between labels: from ten on a round number. */
        private static int stride(int atLeast) {
            return atLeast <= 5
                    ? atLeast
                    : Linear.step(BigDecimal.valueOf(atLeast)).intValue();
        }

        /** On so short an axis decades would be one tick or none: evenly spaced values say more. */
        private List<Tick> withinADecade(int atMost) {
            List<Tick> ticks = new Linear(min, max, false).ticks(Math.min(6, atMost));
            ticks.removeIf(tick -> tick.value() <= 0);
            return ticks;
        }

        @Override
        int factorExponent() {
            if (decades >= SHORT) {
                return 0;
            }
            Linear linear = new Linear(min, max, false);
            linear.ticks(6);
            return linear.factorExponent();
        }
    }

    /** Category i lies between i and i + 1. */
    static final class Categories extends Axis {
        private final List<String> names;
        private final boolean downwards;

        Categories(List<String> names, boolean downwards) {
            this.names = names;
            this.downwards = downwards;
        }

        @Override
        double at(double value) {
            double position = value / names.size();
            return downwards ? 1 - position : position;
        }

        @Override
        List<Tick> ticks(int atMost) {
            int stride = atMost >= names.size()
                    ? 1
                    : Linear.step(BigDecimal.valueOf(names.size() / (double) Math.max(1, atMost)))
                            .intValueExact();
            List<Tick> ticks = new ArrayList<>();
            for (int i = 0; i < names.size(); i += stride) {
                ticks.add(new Tick(i + 0.5, TickLabel.of(names.get(i))));
            }
            return ticks;
        }

        @Override
        boolean isCategorical() {
            return true;
        }
    }
}
