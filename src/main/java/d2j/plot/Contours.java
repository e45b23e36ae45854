package d2j.plot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/**
 * Level lines of a function of two variables by marching squares (the two-dimensional case of Lorensen and Cline,
 * "Marching cubes", 1987), with the segments of all cells joined to polylines.
 */
final class Contours {

    private static final int CELLS = 120;

    private final double[] x;
    private final double[] y;
    private final double[][] values;
    private final Map<Double, List<double[]>> known = new HashMap<>();

    Contours(DoubleBinaryOperator f, double xFrom, double xTo, double yFrom, double yTo) {
        Values.finiteRange("the contour's range of x", xFrom, xTo);
        Values.finiteRange("the contour's range of y", yFrom, yTo);
        x = new double[CELLS + 1];
        y = new double[CELLS + 1];
        values = new double[CELLS + 1][CELLS + 1];
        for (int i = 0; i <= CELLS; i++) {
            x[i] = place(xFrom, xTo, i);
            y[i] = place(yFrom, yTo, i);
        }
        for (int j = 0; j <= CELLS; j++) {
            for (int i = 0; i <= CELLS; i++) {
                values[j][i] = f.applyAsDouble(x[i], y[j]);
            }
        }
    }

    private static double place(double from, double to, int i) {
        double span = to - from;
        return Double.isInfinite(span * CELLS) ? Values.between(from, to, i / (double) CELLS) : from + span * i / CELLS;
    }

    /** About eight round levels between the smallest and the largest value. */
    double[] roundLevels() {
        double[] finite = Arrays.stream(values)
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .toArray();
        if (finite.length == 0) {
            throw new IllegalArgumentException("the contour's function has no finite value in the given range");
        }
        double min = Arrays.stream(finite).min().orElseThrow();
        double max = Arrays.stream(finite).max().orElseThrow();
        if (Axis.isOneValue(min, max)) {
            throw new IllegalArgumentException("the contour's function has the value " + Numbers.brief(min)
                    + " everywhere in the given range, so it has no level lines");
        }
        return new Axis.Linear(min, max, false)
                .ticks(10).stream()
                        .mapToDouble(Tick::value)
                        .filter(level -> level > min && level < max)
                        .toArray();
    }

    /** The polylines of one level, each as alternating x and y; a closed line ends where it starts. */
    List<double[]> lines(double level) {
        return known.computeIfAbsent(level, this::join);
    }

    private List<double[]> join(double level) {
        Map<Integer, double[]> points = new HashMap<>();
        Map<Integer, int[]> neighbours = new HashMap<>();
        List<Integer> order = new ArrayList<>();
        for (int j = 0; j < CELLS; j++) {
            for (int i = 0; i < CELLS; i++) {
                cell(i, j, level, points, neighbours, order);
            }
        }
        List<double[]> lines = new ArrayList<>();
        Map<Integer, Boolean> used = new HashMap<>();
        // Lines that end at the border or at a gap first, so that they are not started in their middle.
        for (int pass = 0; pass < 2; pass++) {
            for (int start : order) {
                if (!used.containsKey(start) && (pass == 1 || neighbours.get(start)[1] < 0)) {
                    lines.add(follow(start, points, neighbours, used));
                }
            }
        }
        return lines;
    }

    private static double[] follow(
            int start, Map<Integer, double[]> points, Map<Integer, int[]> neighbours, Map<Integer, Boolean> used) {
        Deque<double[]> line = new ArrayDeque<>();
        int current = start;
        int previous = -1;
        boolean closed = false;
        while (true) {
            used.put(current, true);
            line.add(points.get(current));
            int[] next = neighbours.get(current);
            int step = next[0] != previous || next[1] == previous ? next[0] : next[1];
            if (step == previous) {
                step = next[0] == previous ? next[1] : next[0];
            }
            if (step < 0) {
                break;
            }
            if (used.containsKey(step)) {
                closed = step == start && line.size() > 2;
                break;
            }
            previous = current;
            current = step;
        }
        if (closed) {
            line.add(points.get(start));
        }
        double[] xy = new double[2 * line.size()];
        int i = 0;
        for (double[] point : line) {
            xy[i++] = point[0];
            xy[i++] = point[1];
        }
        return xy;
    }

    private void cell(
            int i,
            int j,
            double level,
            Map<Integer, double[]> points,
            Map<Integer, int[]> neighbours,
            List<Integer> order) {
        double a = values[j][i];
        double b = values[j][i + 1];
        double c = values[j + 1][i + 1];
        double d = values[j + 1][i];
        if (Values.countNotFinite(new double[] {a, b, c, d}) > 0) {
            return;
        }
        int pattern = (a > level ? 1 : 0) | (b > level ? 2 : 0) | (c > level ? 4 : 0) | (d > level ? 8 : 0);
        double middle = a / 4 + b / 4 + c / 4 + d / 4;
        int south = edge(i, j, true);
        int north = edge(i, j + 1, true);
        int west = edge(i, j, false);
        int east = edge(i + 1, j, false);
        int[][] segments =
                switch (pattern) {
                    case 1, 14 -> new int[][] {{west, south}};
                    case 2, 13 -> new int[][] {{south, east}};
                    case 3, 12 -> new int[][] {{west, east}};
                    case 4, 11 -> new int[][] {{east, north}};
                    case 6, 9 -> new int[][] {{south, north}};
                    case 7, 8 -> new int[][] {{west, north}};
                    // A saddle: the value in the middle decides which corners belong together.
                    case 5 ->
                        middle > level
                                ? new int[][] {{west, north}, {south, east}}
                                : new int[][] {{west, south}, {east, north}};
                    case 10 ->
                        middle > level
                                ? new int[][] {{west, south}, {east, north}}
                                : new int[][] {{west, north}, {south, east}};
                    default -> new int[0][];
                };
        for (int[] segment : segments) {
            join(segment[0], segment[1], neighbours, order);
            join(segment[1], segment[0], neighbours, order);
            for (int edge : segment) {
                points.computeIfAbsent(edge, it -> crossing(it, level));
            }
        }
    }

    private static void join(int from, int to, Map<Integer, int[]> neighbours, List<Integer> order) {
        int[] known = neighbours.get(from);
        if (known == null) {
            neighbours.put(from, new int[] {to, -1});
            order.add(from);
        } else {
            known[1] = to;
        }
    }

    private static int edge(int i, int j, boolean horizontal) {
        return 2 * (j * (CELLS + 1) + i) + (horizontal ? 0 : 1);
    }

    private double[] crossing(int edge, double level) {
        int j = edge / 2 / (CELLS + 1);
        int i = edge / 2 % (CELLS + 1);
        boolean horizontal = edge % 2 == 0;
        double from = values[j][i];
        double to = horizontal ? values[j][i + 1] : values[j + 1][i];
        double share = Values.share(from, to, level);
        return horizontal
                ? new double[] {x[i] + share * (x[i + 1] - x[i]), y[j]}
                : new double[] {x[i], y[j] + share * (y[j + 1] - y[j])};
    }
}
