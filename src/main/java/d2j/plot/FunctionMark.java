package d2j.plot;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** The graph of a function, sampled evenly along its axis; where it is not finite, the line has a gap. */
final class FunctionMark extends LineMark {

    private static final int SAMPLES = 480;

    private final DoubleUnaryOperator f;
    private final double from;
    private final double to;
    private double[] x;
    private double[] y;
    private boolean xLogarithmic;
    private boolean yLogarithmic;

    FunctionMark(String name, DoubleUnaryOperator f, double from, double to) {
        super(name, new double[0], new double[0], Style.CURVE);
        this.f = f;
        this.from = from;
        this.to = to;
    }

    /** Evenly spaced values from one end to the other; evenly spaced logarithms where asked for and possible. */
    static double[] sample(double from, double to, boolean logarithmic) {
        double[] x = new double[SAMPLES + 1];
        for (int i = 0; i <= SAMPLES; i++) {
            double share = i / (double) SAMPLES;
            x[i] = logarithmic && from > 0 ? from * Math.pow(to / from, share) : Values.between(from, to, share);
        }
        return x;
    }

    @Override
    void prepare(boolean xLogarithmic, boolean yLogarithmic) {
        if (x != null && this.xLogarithmic == xLogarithmic && this.yLogarithmic == yLogarithmic) {
            return;
        }
        double[] places = sample(from, to, xLogarithmic);
        double[] values = new double[places.length];
        for (int i = 0; i < places.length; i++) {
            double value = f.applyAsDouble(places[i]);
            values[i] = yLogarithmic && value <= 0 ? Double.NaN : value;
        }
        Values.requireSomeFinite(name(), values);
        x = places;
        y = values;
        this.xLogarithmic = xLogarithmic;
        this.yLogarithmic = yLogarithmic;
    }

    @Override
    Places places() {
        return Places.CONTINUOUS;
    }

    @Override
    double[] xs() {
        return x;
    }

    @Override
    List<double[]> ys() {
        return List.of(y);
    }

    @Override
    int missing() {
        return 0;
    }
}
