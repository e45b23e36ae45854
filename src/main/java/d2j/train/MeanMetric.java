package d2j.train;

/** A metric that is a sum divided by a count. */
abstract class MeanMetric implements Metric {

    private final String name;
    private double sum;
    private double count;

    MeanMetric(String name) {
        this.name = name;
    }

    final void add(double moreSum, double moreCount) {
        sum += moreSum;
        count += moreCount;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void reset() {
        sum = 0;
        count = 0;
    }

    @Override
    public double value() {
        return sum / count;
    }

    @Override
    public boolean higherIsBetter() {
        return false;
    }
}
