package d2j.train;

import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

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
        return least(runs, work, System::nanoTime);
    }

    /**
     * What a computation costs the thread that calls it: its processor time in seconds, the least of several runs after
     * a tenth of a second of warming up. Unlike the time on the clock it hardly grows when other programs want the
     * processor too; what other threads do for it, such as half of a large matrix product, is not in it.
     *
     * @throws IllegalArgumentException if {@code runs} is not positive
     */
    public static double processorSeconds(int runs, Runnable work) {
        return least(runs, work, ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
    }

    private static double least(int runs, Runnable work, LongSupplier nanoseconds) {
        if (runs < 1) {
            throw new IllegalArgumentException("the best of " + runs + " runs; at least one is needed");
        }
        Stopwatch warmUp = started();
        do {
            work.run();
        } while (warmUp.seconds() < WARM_UP);
        long least = Long.MAX_VALUE;
        for (int run = 0; run < runs; run++) {
            long begun = nanoseconds.getAsLong();
            work.run();
            least = Math.min(least, nanoseconds.getAsLong() - begun);
        }
        return least / 1e9;
    }
}
