package d2j.plot;

import java.util.List;

/** One axis of a plot as its user describes it, and the values that the marks bring to it. */
final class PlotAxis {

    private final boolean horizontal;
    private String label = "";
    private boolean logarithmic;
    private List<String> names = List.of();
    private double[] range;
    private double[] shared;

    PlotAxis(boolean horizontal) {
        this.horizontal = horizontal;
    }

    String label() {
        return label;
    }

    void label(String text) {
        label = text == null ? "" : text;
    }

    boolean isLogarithmic() {
        return logarithmic;
    }

    void logarithmic() {
        logarithmic = true;
    }

    void names(List<String> places) {
        names = List.copyOf(places);
    }

    void fix(double from, double to) {
        range = Axis.range("the range of " + letter(), from, to);
    }

    void share(double[] span) {
        shared = span;
    }

    private String letter() {
        return horizontal ? "x" : "y";
    }

    private List<double[]> values(Mark mark) {
        return horizontal ? List.of(mark.xs()) : mark.ys();
    }

    /** The coordinates of the same points on the other axis. */
    private double[] others(Mark mark) {
        return horizontal ? mark.ys().get(0) : mark.xs();
    }

    void requirePositive(Mark mark) {
        if (!logarithmic) {
            return;
        }
        for (double[] values : values(mark)) {
            for (int i = 0; i < values.length; i++) {
                if (values[i] <= 0 && Double.isFinite(values[i])) {
                    throw new IllegalArgumentException(mark.called() + " has " + letter() + " = "
                            + Numbers.brief(values[i])
                            + " at index " + i + ", but a logarithmic axis shows positive values only");
                }
            }
        }
    }

    void requirePositiveRange() {
        if (logarithmic && range != null && range[0] <= 0) {
            throw new IllegalArgumentException("the range of a logarithmic axis must begin above 0");
        }
    }

    /** The ends of the axis: as fixed, or around all data with a little air. */
    double[] span(List<Mark> marks, PlotAxis other) {
        if (shared != null) {
            return shared;
        }
        if (range != null) {
            return range;
        }
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (Mark mark : marks) {
            boolean all = !mark.isPaired() || other.range == null;
            for (double[] values : values(mark)) {
                for (int i = 0; i < values.length; i++) {
                    boolean seen = all || others(mark)[i] >= other.range[0] && others(mark)[i] <= other.range[1];
                    if (Double.isFinite(values[i]) && seen) {
                        min = Math.min(min, values[i]);
                        max = Math.max(max, values[i]);
                    }
                }
            }
        }
        if (min > max) {
            return logarithmic ? new double[] {1, 10} : new double[] {0, 1};
        }
        double low = min;
        double high = max;
        boolean filled = marks.stream()
                .filter(Mark::fillsItsRectangle)
                .map(mark -> values(mark).get(0))
                .anyMatch(ends -> ends[0] <= low && ends[1] >= high);
        if (!names.isEmpty() && !logarithmic) {
            return new double[] {Math.min(low, 0.5), Math.max(high, names.size() + 0.5)};
        }
        return filled ? new double[] {low, high} : Axis.padded(low, high, horizontal ? 0.025 : 0.06, logarithmic);
    }

    Axis axis(double[] span, boolean integers) {
        return logarithmic
                ? new Axis.Logarithmic(span[0], span[1])
                : names.isEmpty()
                        ? new Axis.Linear(span[0], span[1], integers)
                        : new Axis.Named(span[0], span[1], names);
    }

    /** Whether a mark reaches beyond fixed ends. */
    boolean cuts(List<Mark> marks) {
        if (range == null) {
            return false;
        }
        double tolerance = 1e-9 * range[1] - 1e-9 * range[0];
        for (Mark mark : marks) {
            for (double[] values : values(mark)) {
                for (double value : values) {
                    if (value < range[0] - tolerance || value > range[1] + tolerance) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** The axis in words, with the smallest and largest value that is shown; empty without values. */
    String inWords(List<Mark> marks) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (Mark mark : marks) {
            for (double[] values : values(mark)) {
                for (double value : values) {
                    if (Double.isFinite(value)) {
                        min = Math.min(min, value);
                        max = Math.max(max, value);
                    }
                }
            }
        }
        String called = (label.isBlank() ? letter() : label) + (logarithmic ? ", logarithmic," : "") + " ";
        if (min > max) {
            return called;
        }
        if (range != null) {
            min = Math.max(min, range[0]);
            max = Math.min(max, range[1]);
        }
        return called + Numbers.range(min, max);
    }

    /** Whether any mark has a finite value on this axis. */
    boolean hasValues(List<Mark> marks) {
        return marks.stream()
                .flatMap(mark -> values(mark).stream())
                .anyMatch(values -> values.length > Values.countNotFinite(values));
    }
}
