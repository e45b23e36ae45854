package d2j.bench;

import java.util.List;

/**
 * What several measurements of one thing amount to.
 *
 * @param median the middle one, or the mean of the two in the middle
 */
public record Statistics(double median, double minimum, double maximum, int count) {

    /** Statistics of at least one value. */
    public static Statistics of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Statistics(median, sorted.get(0), sorted.get(sorted.size() - 1), sorted.size());
    }
}
