package d2j.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Training that a cluster was asked for, and what it is doing about it. */
public final class SparkJob {

    /** How long the result is waited for where nobody says it. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final String ADVICE =
            "Gradient sharing may wait for ever once an executor is lost: start again from "
                    + "the last checkpoint, or train by averaging, which survives a loss";

    private final SparkCluster cluster;
    private final Path folder;
    private final Duration limit;
    private final long begun = System.nanoTime();
    private final List<String> events = new ArrayList<>();
    private int step;
    private long lastStep = begun;
    private boolean done;
    private String failure;
    private double seconds;
    private Traffic traffic;

    /**
     * Makes one.
     *
     * @param limit after which it is ended, whether anybody waits for it or not; null for a job that may take its time
     */
    SparkJob(SparkCluster cluster, Path folder, Duration limit) {
        this.cluster = cluster;
        this.folder = folder;
        this.limit = limit;
        if (limit != null) {
            Thread guard = new Thread(this::guard, "d2j-spark-limit");
            guard.setDaemon(true);
            guard.start();
        }
    }

    private synchronized void guard() {
        try {
            for (long left = left(); !done && left > 0; left = left()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            return;
        }
        if (!done) {
            String lost = events.stream()
                    .filter(event -> event.contains(" lost: "))
                    .findFirst()
                    .map(event -> " (" + event.strip() + ")")
                    .orElse("");
            cluster.cancel(
                    this,
                    "it had not ended within its limit of " + limit.toSeconds() + " s, and was ended with its executors"
                            + lost + ". " + ADVICE);
        }
    }

    private long left() {
        return limit.toNanos() - (System.nanoTime() - begun);
    }

    /** Whether gradients are shared, in a driver of its own. */
    boolean isSharing() {
        return limit != null;
    }

    /** A line of the driver. */
    synchronized void said(String line) {
        String[] words = line.split(" ", 2);
        String text = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "step" -> {
                step = Integer.parseInt(text);
                lastStep = System.nanoTime();
            }
            case "event" -> events.add(String.format(Locale.ROOT, "%5.1f s, step %d: %s", elapsed(), step, text));
            case "traffic" -> traffic = Traffic.parse(text);
            case "done" -> finish(null);
            case "failed" -> finish(text);
            case "ended" -> finish("the driver ended");
            default -> {
                // Something printed by a library.
            }
        }
        notifyAll();
    }

    private void finish(String why) {
        if (!done) {
            done = true;
            failure = why;
            seconds = elapsed();
        }
    }

    private double elapsed() {
        return (System.nanoTime() - begun) / 1e9;
    }

    /**
     * Waits until this many steps are done, or the job has ended. An interrupt cancels the job.
     *
     * @return this
     */
    public synchronized SparkJob awaitStep(int number) throws InterruptedException {
        try {
            while (!done && step < number) {
                wait();
            }
        } catch (InterruptedException e) {
            cluster.cancel(this, "the job was interrupted");
            throw e;
        }
        return this;
    }

    synchronized boolean isDone() {
        return done;
    }

    /**
     * What gradient sharing sent.
     *
     * @throws IllegalStateException if no gradients were shared, or the job did not come to its end
     */
    public synchronized Traffic traffic() {
        if (traffic == null) {
            throw new IllegalStateException("there are no messages to count: the job "
                    + (isSharing() ? "has not come to its end" : "averages parameters"));
        }
        return traffic;
    }

    /** The steps done so far; with gradient sharing, the messages that reached the driver from each worker. */
    public synchronized int step() {
        return step;
    }

    /** How long it took; before its end, how long it has been running. */
    public synchronized double seconds() {
        return done ? seconds : elapsed();
    }

    /** What Spark reported while it ran, such as executors that were lost, each with its time and step. */
    public synchronized List<String> events() {
        return List.copyOf(events);
    }

    /**
     * Waits for the end, at most five minutes, or until the limit that the job was given.
     *
     * @see #result(Duration)
     */
    public MultiLayerNetwork result() throws InterruptedException {
        return result(limit == null ? LIMIT : limit.plus(LIMIT));
    }

    /**
     * Waits for the end. An interrupt, such as that of the cell that waits, cancels the job.
     *
     * @return the trained network
     * @throws IllegalStateException if it failed, or did not end within the limit, or the cluster's master was lost and
     *     half a minute went by without a step
     */
    public synchronized MultiLayerNetwork result(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        long lost = 0;
        try {
            while (!done) {
                if (lost == 0 && !cluster.hasMaster()) {
                    lost = System.nanoTime();
                }
                // A job goes on without its master as long as it has executors.
                if (lost != 0
                        && System.nanoTime() - Math.max(lost, lastStep)
                                > TimeUnit.SECONDS.toNanos(SparkCluster.GRACE)) {
                    cluster.cancel(this, "the master was lost, and nobody replaces the executors that the job needs");
                } else if (System.nanoTime() > end) {
                    cluster.cancel(this, "the job did not end within " + limit.toSeconds() + " s");
                } else {
                    wait(500);
                }
            }
        } catch (InterruptedException e) {
            cluster.cancel(this, "the job was interrupted");
            throw e;
        }
        if (failure != null) {
            throw new IllegalStateException("the job failed after step " + step + ": " + failure);
        }
        return load("trained.zip");
    }

    /**
     * With gradient sharing, the network as it was after the last step of all executors, which DL4J takes for the
     * result; {@link #result} waits for the messages that were still on their way. Once it has returned.
     */
    public MultiLayerNetwork atLastStep() {
        traffic();
        return load("early.zip");
    }

    private MultiLayerNetwork load(String file) {
        try {
            return MultiLayerNetwork.load(folder.resolve(file).toFile(), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
