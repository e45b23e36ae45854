package d2j.train;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Measures the time that the interesting parts of a loop take; it can be stopped and started again. */
public final class Stopwatch {

    private static final double WARM_UP = 0.1;

    private long begun;
    private long nanoseconds;
    private boolean running;

    private Stopwatch() {}

    /** A stopwatch that runs. */
    public static Stopwatch started() {
        Stopwatch stopwatch = new Stopwatch();
        stopwatch.start();
        return stopwatch;
    }

    /** Goes on measuring; does nothing while running. */
    public void start() {
        if (!running) {
            begun = System.nanoTime();
            running = true;
        }
    }

    /** Pauses; the time so far is kept. Returns it in seconds. */
    public double stop() {
        if (running) {
            nanoseconds += System.nanoTime() - begun;
            running = false;
        }
        return seconds();
    }

    /** The time measured so far, in seconds. */
    public double seconds() {
        return (nanoseconds + (running ? System.nanoTime() - begun : 0)) / 1e9;
    }

    /** How many things happened in each second measured, for example training examples. */
    public double perSecond(long things) {
        return things / Math.max(seconds(), 1e-9);
    }

    /**
     * How long something takes, in seconds: the best of several runs, after a tenth of a second in which Java compiles
     * it. The best, because whatever else the machine does can only make a run slower.
     *
     * @throws IllegalArgumentException if {@code runs} is not positive
     */
    public static double best(int runs, Runnable work) {
        if (runs < 1) {
            throw new IllegalArgumentException("the best of " + runs + " runs; at least one is needed");
        }
        Stopwatch warmUp = started();
        do {
            work.run();
        } while (warmUp.seconds() < WARM_UP);
        double best = Double.POSITIVE_INFINITY;
        for (int run = 0; run < runs; run++) {
            long begun = System.nanoTime();
            work.run();
            best = Math.min(best, (System.nanoTime() - begun) / 1e9);
        }
        return best;
    }

    /**
     * What a computation costs: the processor time of all threads of this process, in seconds, the mean of as many
     * repetitions as fill the given time, after some more that warm up. Unlike the time on the clock it hardly grows when
     * other programs want the processor too. Some systems count processor time in steps of 0.01 s.
     *
     * @param seconds for how long to measure
     * @throws IllegalArgumentException if {@code seconds} is not positive
     */
    public static double processorSeconds(double seconds, Runnable computation) {
        if (!(seconds > 0)) {
            throw new IllegalArgumentException("a measurement needs a positive time, not " + seconds + " s");
        }
        repeated(seconds / 4, computation);
        return repeated(seconds, computation);
    }

    private static double repeated(double seconds, Runnable computation) {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = system.getProcessCpuTime();
        Stopwatch clock = started();
        int repetitions = 0;
        do {
            computation.run();
            repetitions++;
        } while (clock.seconds() < seconds);
        return (system.getProcessCpuTime() - before) / 1e9 / repetitions;
    }
}
