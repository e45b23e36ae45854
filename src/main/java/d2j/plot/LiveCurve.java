package d2j.plot;

import d2j.jupyter.display.Display;
import d2j.jupyter.display.Notebook;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * Curves that grow while a model trains, redrawn in place at most twice a second.
 *
 * <pre>{@code
 * try (LiveCurve curve = LiveCurve.titled("Training").xLabel("epoch").xRange(1, EPOCHS)) {
 *     for (int epoch = 1; epoch <= EPOCHS; epoch++) {
 *         curve.add("loss", epoch, trainEpoch());
 *     }
 * }
 * }</pre>
 *
 * <p>The legend shows the last value of each series. Without a kernel nothing is drawn, and {@link #close()} prints the
 * final curve's text alternative. Threads may add points at the same time.
 */
public final class LiveCurve implements AutoCloseable {

    private static final long PAUSE = 500_000_000L;
    /** Drawing may take at most this share of the time, also on a slow machine. */
    private static final int DRAWING_SHARE = 10;

    /** Where the drawings go; a test puts its own here. */
    interface Screen {
        boolean isLive();

        void show(Figure figure);
    }

    private final String title;
    private final Screen screen;
    private final LongSupplier nanoseconds;
    private final Map<String, Track> tracks = new LinkedHashMap<>();
    private String xLabel = "";
    private String yLabel = "";
    private double[] xRange;
    private double[] yRange;
    private boolean yLog;
    private int width;
    private int height;
    private String description;
    private String note = "";
    private UnaryOperator<String> axes;
    private boolean drawn;
    private boolean dirty;
    private boolean closed;
    private long nextDrawing;

    LiveCurve(String title, Screen screen, LongSupplier nanoseconds) {
        this.title = title;
        this.screen = screen;
        this.nanoseconds = nanoseconds;
    }

    /** A live curve with a title; empty for none. */
    public static LiveCurve titled(String title) {
        return new LiveCurve(title, new NotebookScreen(), System::nanoTime);
    }

    /** Names the horizontal axis. */
    public synchronized LiveCurve xLabel(String label) {
        xLabel = label;
        return this;
    }

    /** Names the vertical axis. */
    public synchronized LiveCurve yLabel(String label) {
        yLabel = label;
        return this;
    }

    /**
     * Fixes the ends of the horizontal axis, so that it does not move while the curve grows; equal ends fix nothing.
     */
    public synchronized LiveCurve xRange(double from, double to) {
        if (from == to && Double.isFinite(from)) {
            return this;
        }
        xRange = Axis.range("the range of x", from, to);
        return this;
    }

    /** Fixes the ends of the vertical axis. */
    public synchronized LiveCurve yRange(double from, double to) {
        yRange = Axis.range("the range of y", from, to);
        return this;
    }

    /** Makes the vertical axis logarithmic; values that are not positive are left out. */
    public synchronized LiveCurve yLog() {
        yLog = true;
        return this;
    }

    /** Sets the size on the page, in CSS pixels. */
    public synchronized LiveCurve size(int width, int height) {
        Plot.titled("").size(width, height);
        this.width = width;
        this.height = height;
        return this;
    }

    /** Says in words what the curve shows; without it a sentence is made. */
    public synchronized LiveCurve describe(String alternativeText) {
        description = alternativeText;
        return this;
    }

    /**
     * Draws series of different units on axes of their own, side by side: loss and accuracy. A label of the vertical
     * axis and a range that were set no longer count.
     *
     * @param label from the name of a series to the label of its axis; those with one label share one
     */
    public synchronized LiveCurve axes(UnaryOperator<String> label) {
        axes = label;
        return this;
    }

    /**
     * Adds a point to a series, which begins with its first point. A y that is NaN or infinite leaves a gap.
     *
     * @throws IllegalStateException after {@link #close()}
     */
    public synchronized LiveCurve add(String series, double x, double y) {
        if (closed) {
            throw new IllegalStateException(
                    "the live curve" + (title.isBlank() ? "" : " '" + title + "'") + " is closed");
        }
        if (!Double.isFinite(x)) {
            throw new IllegalArgumentException(Values.series(series) + ": x must be finite, but is " + x);
        }
        tracks.computeIfAbsent(series, it -> new Track()).add(x, y);
        dirty = true;
        redraw();
        return this;
    }

    private void redraw() {
        long now = nanoseconds.getAsLong();
        if (screen.isLive() && (!drawn || now - nextDrawing >= 0)) {
            draw();
            long after = nanoseconds.getAsLong();
            nextDrawing = after + Math.max(PAUSE - (after - now), DRAWING_SHARE * (after - now));
        }
    }

    /**
     * Shows a remark behind the title until the curve is closed: how long the rest takes. It is drawn with the points,
     * as often as they are.
     */
    public synchronized LiveCurve note(String text) {
        note = text;
        redraw();
        return this;
    }

    /** Draws the final curve; without a kernel, prints it as text. Closing twice does nothing more. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            if (dirty || drawn && !note.isEmpty()) {
                note = "";
                draw();
            }
        }
    }

    /** The curve as it is now, as a figure of its own. */
    public synchronized Figure figure() {
        Map<String, Plot> plots = new LinkedHashMap<>();
        boolean several =
                axes != null && tracks.keySet().stream().map(axes).distinct().count() > 1;
        tracks.forEach((name, track) -> {
            double[] y = track.y(yLog);
            if (Arrays.stream(y).anyMatch(Double::isFinite)) {
                String label = axes == null ? yLabel : axes.apply(name);
                plots.computeIfAbsent(label, it -> plot(several ? panelTitle(title, it) : title, it))
                        .line(name + " " + Numbers.minus(Numbers.significant(track.last, 3)), track.x(), y);
            }
        });
        if (plots.isEmpty()) {
            return sized(plot(title, yLabel));
        }
        if (plots.size() == 1) {
            return sized(plots.values().iterator().next());
        }
        return sized(FigureRow.of(plots.values().toArray(Figure[]::new)).sharedX());
    }

    /** The title of one of several plots that belong together. */
    private static String panelTitle(String title, String label) {
        return title.isBlank() ? label : title + ": " + label;
    }

    private Plot plot(String plotTitle, String label) {
        Plot plot = Plot.titled(note.isEmpty() ? plotTitle : plotTitle + " (" + note + ")")
                .xLabel(xLabel)
                .yLabel(label)
                .legendAbove();
        if (xRange != null) {
            plot.xRange(xRange[0], xRange[1]);
        }
        if (yRange != null && axes == null) {
            plot.yRange(yRange[0], yRange[1]);
        }
        return yLog ? plot.yLog() : plot;
    }

    private Figure sized(Figure figure) {
        if (width > 0) {
            figure.size(width, height);
        }
        return figure.describe(description);
    }

    private void draw() {
        drawn = true;
        dirty = false;
        screen.show(figure());
    }

    /** The points of a series. When there are too many to see, neighbours are averaged. */
    private static final class Track {
        private static final int CAPACITY = 8192;

        private double[] x = new double[64];
        private double[] y = new double[64];
        private int size;
        private int stride = 1;
        private double sumX;
        private double sumY;
        private int pending;
        private double lastX;
        private double last;

        void add(double newX, double newY) {
            lastX = newX;
            last = newY;
            // The stride is a power of two, so that dividing at once rounds nothing, and sums of huge values stay
            // finite.
            sumX += newX / stride;
            sumY += newY / stride;
            if (++pending < stride) {
                return;
            }
            if (size == CAPACITY) {
                halve();
            }
            if (size == x.length) {
                x = Arrays.copyOf(x, 2 * size);
                y = Arrays.copyOf(y, 2 * size);
            }
            x[size] = sumX;
            y[size++] = sumY;
            pending = 0;
            sumX = 0;
            sumY = 0;
        }

        private void halve() {
            for (int i = 0; i < size / 2; i++) {
                x[i] = x[2 * i] / 2 + x[2 * i + 1] / 2;
                y[i] = y[2 * i] / 2 + y[2 * i + 1] / 2;
            }
            size /= 2;
            stride *= 2;
        }

        /** The x of all points, and of the last one also where it still waits for its neighbours. */
        double[] x() {
            double[] all = Arrays.copyOf(x, pending > 0 ? size + 1 : size);
            if (pending > 0) {
                all[size] = lastX;
            }
            return all;
        }

        double[] y(boolean positive) {
            double[] all = Arrays.copyOf(y, pending > 0 ? size + 1 : size);
            if (pending > 0) {
                all[size] = last;
            }
            for (int i = 0; positive && i < all.length; i++) {
                all[i] = all[i] > 0 ? all[i] : Double.NaN;
            }
            return all;
        }
    }

    private static final class NotebookScreen implements Screen {
        private Display display;

        @Override
        public boolean isLive() {
            return Notebook.hasKernel();
        }

        @Override
        public void show(Figure figure) {
            if (display == null) {
                display = Notebook.display(figure);
            } else {
                display.update(figure);
            }
        }
    }
}
