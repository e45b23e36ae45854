package d2j.train;

import d2j.plot.Figure;
import d2j.plot.FigureRow;
import d2j.plot.Plot;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a training run recorded: named series of values by epoch, in the order in which they were first added. */
public final class History {

    private record Point(double epoch, double value) {}

    private final Map<String, List<Point>> series = new LinkedHashMap<>();

    private double examplesPerSecond = Double.NaN;
    private boolean endedEarly;

    /** Training examples per second, measuring aside; NaN when nobody measured it. It differs from run to run. */
    public double examplesPerSecond() {
        return examplesPerSecond;
    }

    /** Whether the training ended before its last epoch: it was interrupted, or nothing got better any more. */
    public boolean endedEarly() {
        return endedEarly;
    }

    void endEarly() {
        endedEarly = true;
    }

    void setExamplesPerSecond(double rate) {
        examplesPerSecond = rate;
    }

    /** Records a value, for example {@code add("test accuracy", 3, 0.84)}; epochs count from 1 and may be fractions. */
    public void add(String name, double epoch, double value) {
        series.computeIfAbsent(name, key -> new ArrayList<>()).add(new Point(epoch, value));
    }

    /** The names of the series. */
    public Set<String> names() {
        return series.keySet();
    }

    /**
     * The values of a series, in the order in which they were added.
     *
     * @throws IllegalArgumentException if there is no such series
     */
    public double[] values(String name) {
        return points(name).stream().mapToDouble(Point::value).toArray();
    }

    /**
     * The epochs at which the values of a series were recorded.
     *
     * @throws IllegalArgumentException if there is no such series
     */
    public double[] epochs(String name) {
        return points(name).stream().mapToDouble(Point::epoch).toArray();
    }

    /**
     * The most recent value of a series.
     *
     * @throws IllegalArgumentException if there is no such series
     */
    public double last(String name) {
        List<Point> points = points(name);
        return points.get(points.size() - 1).value();
    }

    /**
     * All series as lines over the epochs: the losses on one axis, and each other unit (accuracy, perplexity ...) on an
     * axis of its own beside it.
     */
    public Figure figure(String title) {
        Map<String, Plot> plots = new LinkedHashMap<>();
        boolean several = series.keySet().stream().map(History::unit).distinct().count() > 1;
        series.forEach((name, points) -> plots.computeIfAbsent(
                        unit(name), unit -> Plot.titled(several ? title + ": " + unit : title)
                                .xLabel("epoch")
                                .yLabel(unit))
                .line(name, epochs(name), values(name)));
        if (plots.isEmpty()) {
            return Plot.titled(title).xLabel("epoch");
        }
        return plots.size() == 1
                ? plots.values().iterator().next()
                : FigureRow.of(plots.values().toArray(Figure[]::new)).sharedX();
    }

    /** What a series is measured in: "accuracy" for "train accuracy" and "test accuracy". */
    static String unit(String name) {
        return name.replaceFirst("^(train|test|validation) ", "");
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(series.size());
        for (Map.Entry<String, List<Point>> entry : series.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeInt(entry.getValue().size());
            for (Point point : entry.getValue()) {
                out.writeDouble(point.epoch());
                out.writeDouble(point.value());
            }
        }
    }

    void read(DataInputStream in) throws IOException {
        int names = in.readInt();
        for (int i = 0; i < names; i++) {
            String name = in.readUTF();
            int points = in.readInt();
            for (int j = 0; j < points; j++) {
                add(name, in.readDouble(), in.readDouble());
            }
        }
    }

    private List<Point> points(String name) {
        List<Point> points = series.get(name);
        if (points == null) {
            throw new IllegalArgumentException("no series '" + name + "' was recorded; there are " + series.keySet());
        }
        return points;
    }
}
