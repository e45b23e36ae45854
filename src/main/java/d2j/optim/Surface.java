package d2j.optim;

import d2j.plot.Plot;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.DoubleStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * A function of two variables, on which methods of optimisation can be watched: the four on which the chapters compare
 * them.
 *
 * @param name     of the function
 * @param f        its value
 * @param dx       its derivative by x
 * @param dy       its derivative by y
 * @param start    where methods start, x and y
 * @param minimum  its smallest value
 * @param window   what a figure shows: x from, x to, y from, y to
 * @param levels   the level lines that a figure shows
 */
public record Surface(
        String name,
        DoubleBinaryOperator f,
        DoubleBinaryOperator dx,
        DoubleBinaryOperator dy,
        double[] start,
        double minimum,
        double[] window,
        double[] levels) {

    /** ½(x² + 2y²): curvatures 1 and 2, condition number 2. */
    public static final Surface QUADRATIC = bowl("quadratic, κ = 2", 1, 2);

    /** ½(0.04x² + 2y²): curvatures 0.04 and 2, condition number 50. */
    public static final Surface ILL_CONDITIONED = bowl("ill-conditioned, κ = 50", 0.04, 2);

    /** (1 − x)² + 100(y − x²)², H. Rosenbrock's curved valley (1960): its minimum 0 lies at (1, 1). */
    public static final Surface ROSENBROCK = new Surface(
            "Rosenbrock",
            (x, y) -> (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x),
            (x, y) -> -2 * (1 - x) - 400 * x * (y - x * x),
            (x, y) -> 200 * (y - x * x),
            new double[] {-1.2, 1},
            0,
            new double[] {-1.7, 1.7, -0.7, 1.9},
            new double[] {0.5, 4, 20, 100, 300});

    /** ½x² − ½y² + ¼y⁴: a saddle point at the origin, two minima of −¼ at (0, 1) and (0, −1). */
    public static final Surface SADDLE = new Surface(
            "saddle",
            (x, y) -> x * x / 2 - y * y / 2 + y * y * y * y / 4,
            (x, y) -> x,
            (x, y) -> y * y * y - y,
            new double[] {-1.8, 1e-3},
            -0.25,
            new double[] {-2.2, 2.2, -1.5, 1.5},
            new double[] {-0.2, -0.1, 0, 0.25, 1, 2});

    /** The four. */
    public static List<Surface> all() {
        return List.of(QUADRATIC, ILL_CONDITIONED, ROSENBROCK, SADDLE);
    }

    /** ½(a·x² + b·y²), from (−4, 1.5). */
    public static Surface bowl(String name, double a, double b) {
        return new Surface(
                name,
                (x, y) -> (a * x * x + b * y * y) / 2,
                (x, y) -> a * x,
                (x, y) -> b * y,
                new double[] {-4, 1.5},
                0,
                new double[] {-5, 3, -2.5, 2.5},
                Arrays.stream(new double[] {0.01, 0.06, 0.2, 0.5, 1})
                        .map(part -> oneDigit(part * (a * 16 + b * 6.25) / 2))
                        .toArray());
    }

    private static double oneDigit(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        return Math.round(value / power) * power;
    }

    /** How far above the smallest value the function is at a place. */
    public double excess(double[] place) {
        return f.applyAsDouble(place[0], place[1]) - minimum;
    }

    /** The gradient at a place, both of two numbers. */
    public double[] gradient(double[] place) {
        return new double[] {dx.applyAsDouble(place[0], place[1]), dy.applyAsDouble(place[0], place[1])};
    }

    /** Where an updater goes from the start: as many places as steps, and the start before them. In doubles. */
    public double[][] path(IUpdater updater, int steps) {
        long size = updater.stateSize(2);
        INDArray state =
                size == 0 ? null : Nd4j.createFromArray(new double[(int) size]).reshape(1, size);
        GradientUpdater<?> memory = updater.instantiate(state, true);
        double[][] path = new double[steps + 1][];
        path[0] = start.clone();
        for (int step = 0; step < steps; step++) {
            INDArray update = Nd4j.createFromArray(gradient(path[step])).reshape(1, 2);
            memory.applyUpdater(update, step, 0);
            path[step + 1] = new double[] {path[step][0] - update.getDouble(0), path[step][1] - update.getDouble(1)};
        }
        return path;
    }

    /** Of some candidates, such as one method at several rates, the one that is lowest after so many steps. */
    public <U extends IUpdater> U best(List<U> candidates, int steps) {
        return candidates.stream()
                .min(Comparator.comparingDouble(updater -> {
                    double reached = excess(path(updater, steps)[steps]);
                    return Double.isFinite(reached) ? reached : Double.MAX_VALUE;
                }))
                .orElseThrow();
    }

    /** How many steps a path takes until it is this close to the smallest value; -1 if it never is. */
    public int stepsTo(double excess, double[][] path) {
        for (int step = 0; step < path.length; step++) {
            if (excess(path[step]) <= excess) {
                return step;
            }
        }
        return -1;
    }

    /** Level lines and, over them, paths by their names. Places far outside of the window are left out. */
    public Plot plot(Map<String, double[][]> paths) {
        Plot plot = Plot.titled(name)
                .xLabel("x")
                .yLabel("y")
                .xRange(window[0], window[1])
                .yRange(window[2], window[3])
                .contour(f, window[0], window[1], window[2], window[3], levels);
        paths.forEach((method, path) -> {
            double[][] shown = Arrays.stream(path).takeWhile(this::isNear).toArray(double[][]::new);
            plot.line(method, column(shown, 0), column(shown, 1));
        });
        return plot;
    }

    private boolean isNear(double[] place) {
        double width = window[1] - window[0];
        double height = window[3] - window[2];
        return DoubleStream.of(place).allMatch(Double::isFinite)
                && Math.abs(place[0] - window[0]) < 5 * width
                && Math.abs(place[1] - window[2]) < 5 * height;
    }

    private static double[] column(double[][] path, int which) {
        return Arrays.stream(path).mapToDouble(place -> place[which]).toArray();
    }
}
