package d2j.plot;

import java.util.ArrayList;
import java.util.List;

/** Maps values to positions between 0 and 1, and chooses ticks. */
abstract class Axis {

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

    /** Fixed ends of an axis. */
    static double[] range(String what, double from, double to) {
        Values.finiteRange(what, from, to);
        return new double[] {from, to};
    }

    /** The ends of an axis around values, with a share of air on both sides. */
    static double[] padded(double min, double max, double air, boolean logarithmic) {
        if (logarithmic) {
            double factor = min < max ? Math.pow(max / min, air) : 2;
            return new double[] {min / factor, max * factor};
        }
        double span = max - min;
        if (span <= 1e-12 * Math.max(Math.abs(min), Math.abs(max))) {
            double half = min == 0 ? 1 : Math.abs(min) * 0.1;
            return new double[] {min - half, max + half};
        }
        double low = min - air * span;
        double high = max + air * span;
        // Losses and frequencies are never negative: an axis that starts a little below 0 would suggest that they could
        // be.
        return new double[] {min >= 0 && low < 0 ? 0 : low, max <= 0 && high > 0 ? 0 : high};
    }

    static final class Linear extends Axis {
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
            return (value - min) / (max - min);
        }

        @Override
        List<Tick> ticks(int atMost) {
            double step = step((max - min) / Math.max(1, atMost));
            while (count(step) > Math.max(2, atMost)) {
                step = step(step * 1.5);
            }
            if (integers) {
                step = Math.max(1, step);
            }
            double largest = Math.max(Math.abs(min), Math.abs(max));
            int decimals = decimals(step);
            factorExponent =
                    largest >= 1e7 || decimals > 4 && largest < 0.01 ? (int) Math.floor(Math.log10(largest)) : 0;
            double factor = Math.pow(10, factorExponent);
            if (factorExponent != 0) {
                decimals = decimals(step / factor);
            }
            boolean grouped = largest / factor >= 10_000;
            List<Tick> ticks = new ArrayList<>();
            double tolerance = 1e-9 * (max - min);
            for (double i = Math.ceil((min - tolerance) / step); i * step <= max + tolerance; i++) {
                double value = i * step;
                double shown = value / factor;
                ticks.add(new Tick(
                        value,
                        TickLabel.of(grouped ? Numbers.grouped(shown, decimals) : Numbers.fixed(shown, decimals))));
            }
            return ticks;
        }

        private double count(double step) {
            return Math.floor(max / step + 1e-9) - Math.ceil(min / step - 1e-9) + 1;
        }

        @Override
        int factorExponent() {
            return factorExponent;
        }

        private static int decimals(double step) {
            return Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
        }

        /** The smallest of 1, 2, 5, 10 times a power of ten that is not below the given length. */
        static double step(double atLeast) {
            double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
            double mantissa = atLeast / power;
            double rounded = mantissa <= 1 + 1e-9 ? 1 : mantissa <= 2 + 1e-9 ? 2 : mantissa <= 5 + 1e-9 ? 5 : 10;
            return rounded * power;
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
        private final double min;
        private final double max;

        Logarithmic(double min, double max) {
            this.min = min;
            this.max = max;
        }

        @Override
        double at(double value) {
            return Math.log(value / min) / Math.log(max / min);
        }

        @Override
        List<Tick> ticks(int atMost) {
            int first = (int) Math.ceil(Math.log10(min) - 1e-9);
            int last = (int) Math.floor(Math.log10(max) + 1e-9);
            int decades = last - first + 1;
            if (Math.log10(max / min) < 1.2) {
                return withinADecade(atMost);
            }
            int stride = Math.max(1, (int) Math.ceil(decades / (double) Math.max(2, atMost)));
            boolean plain = first >= -3 && last <= 4;
            boolean oneTwoFive = plain && decades * 3 <= atMost;
            List<Tick> ticks = new ArrayList<>();
            for (int decade = first - 1; decade <= last; decade++) {
                for (int digit = 1; digit <= 9; digit++) {
                    double value = digit * Math.pow(10, decade);
                    if (value < min * (1 - 1e-9) || value > max * (1 + 1e-9)) {
                        continue;
                    }
                    boolean major = digit == 1 && Math.floorMod(decade, stride) == 0
                            || oneTwoFive && (digit == 2 || digit == 5);
                    if (major) {
                        ticks.add(new Tick(
                                value,
                                plain
                                        ? TickLabel.of(Numbers.fixed(value, Math.max(0, -decade)))
                                        : TickLabel.power("", decade)));
                    } else if (stride == 1 || digit == 1) {
                        ticks.add(new Tick(value, null));
                    }
                }
            }
            return ticks;
        }

        /** On so short an axis decades would be one tick or none: evenly spaced values say more. */
        private List<Tick> withinADecade(int atMost) {
            List<Tick> ticks = new Linear(min, max, false).ticks(Math.min(6, atMost));
            ticks.removeIf(tick -> tick.value() <= 0);
            return ticks;
        }

        @Override
        int factorExponent() {
            if (Math.log10(max / min) >= 1.2) {
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
            int stride = atMost >= names.size() ? 1 : (int) Linear.step(names.size() / (double) Math.max(1, atMost));
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
