package d2j.spark;

import d2j.engine.MachineMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A cluster of Apache Spark on this machine: a master, workers and their executors, each a Java process of its own that
 * listens on 127.0.0.1 only, and a driver that hands them training. All of them end with {@link #close}, and with this
 * process however it ends.
 *
 * <pre>{@code
 * SparkCluster cluster = SparkCluster.start(2);
 * MultiLayerNetwork trained = cluster.train(net, batches, 2);
 * cluster.close();
 * }</pre>
 */
public final class SparkCluster implements AutoCloseable {

    /** Seconds that a job may take for a step once the master is lost. */
    static final int GRACE = 30;

    private static final int START_SECONDS = 240;
    private static final int EXECUTOR_MEBIBYTES = 512;
    private static final int DRIVER_MEBIBYTES = 512;
    /** Heap and all else: a master or worker, an executor, the driver. */
    private static final int NEEDED_BASE = 200;

    private static final int NEEDED_EXECUTOR = 500;
    private static final int NEEDED_DRIVER = 600;

    /** A cell that is run again starts another; the first would stay without anybody who could end it. */
    private static SparkCluster current;

    private final SparkInstallation spark;
    final Path folder;
    private final int port;
    private final List<ClusterProcess> workers = new ArrayList<>();
    private final Thread atExit = new Thread(this::end, "d2j-spark-end");
    private ClusterProcess master;
    private ClusterProcess driver;
    private SparkJob job;
    private CountDownLatch ready = new CountDownLatch(1);
    /** Whose lines count: a driver that is being ended may still say something. */
    private volatile Object session;

    private int jobs;

    private SparkCluster(SparkInstallation spark, Path folder, int port) {
        this.spark = spark;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts a cluster on a free port.
     *
     * @see #start(int, int)
     */
    public static SparkCluster start(int workers) throws IOException, InterruptedException {
        return start(workers, 0);
    }

    /**
     * Starts a cluster, and ends the one before: returns when all executors are ready.
     *
     * @param workers each with one executor of one core
     * @param port    of the master; 0 for a free one
     * @throws IllegalStateException if Spark is not set up, the port is in use, there is too little memory, or a
     *     process does not start
     */
    public static synchronized SparkCluster start(int workers, int port) throws IOException, InterruptedException {
        if (workers < 1) {
            throw new IllegalArgumentException("a cluster needs at least 1 worker, not " + workers);
        }
        SparkInstallation spark = SparkInstallation.find();
        long needed = NEEDED_BASE + NEEDED_DRIVER + (long) workers * (NEEDED_BASE + NEEDED_EXECUTOR);
        long available = MachineMemory.availableMebibytes();
        if (available < needed) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "a cluster of %d workers needs %d MiB of memory, and %d are free; end other programs, or take "
                            + "fewer workers",
                    workers,
                    needed,
                    available));
        }
        if (port != 0 && ClusterProcess.listens(port)) {
            throw new IllegalStateException("port " + port + " is in use by another program; SparkCluster.start("
                    + workers + ") takes a free one");
        }
        if (current != null) {
            current.close();
        }
        spark.compile();
        Path folder = Files.createTempDirectory("d2j-spark");
        SparkCluster cluster = new SparkCluster(spark, folder, port == 0 ? ClusterProcess.freePort() : port);
        current = cluster;
        Runtime.getRuntime().addShutdownHook(cluster.atExit);
        try {
            cluster.start0(workers);
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private void start0(int count) throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("jars"));
        master = node(
                "master",
                "org.apache.spark.deploy.master.Master",
                List.of(
                        "--host",
                        ClusterProcess.HOST,
                        "--port",
                        "" + port,
                        "--webui-port",
                        "" + ClusterProcess.freePort()));
        for (int i = 0; i < count; i++) {
            startWorker();
        }
        master.awaitPort(port, START_SECONDS);
        startDriver(count, false);
    }

    private ClusterProcess node(String name, String program, List<String> arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(program));
        words.addAll(arguments);
        return ClusterProcess.start(name, folder, spark.classPath(), List.of("-Xmx256m"), words, line -> {});
    }

    private String url() {
        return "spark://" + ClusterProcess.HOST + ":" + port;
    }

    /** Starts one worker more, which makes itself known to the master. */
    public void startWorker() throws IOException {
        String name = "worker " + workers.size();
        workers.add(node(
                name,
                "org.apache.spark.deploy.worker.Worker",
                List.of(
                        "--host",
                        ClusterProcess.HOST,
                        "--webui-port",
                        "" + ClusterProcess.freePort(),
                        "--cores",
                        "1",
                        "--memory",
                        EXECUTOR_MEBIBYTES + "m",
                        "--work-dir",
                        folder.resolve("work").toString(),
                        url())));
    }

    private void startDriver(int executors, boolean sharing) throws IOException, InterruptedException {
        ready = new CountDownLatch(1);
        Object mine = new Object();
        session = mine;
        List<String> options = new ArrayList<>(List.of("-Xmx" + DRIVER_MEBIBYTES + "m"));
        options.addAll(
                DriverSettings.options(url(), folder, spark.classPath(), EXECUTOR_MEBIBYTES, executors, sharing));
        driver = ClusterProcess.start(
                "driver",
                folder,
                spark.classPath(),
                options,
                List.of("d2j.spark.job.Driver"),
                line -> said(mine, line));
        if (!ready.await(START_SECONDS, TimeUnit.SECONDS) || !driver.isAlive()) {
            String why = driver.isAlive() ? "no executor within " + START_SECONDS + " s" : "" + driver.lastError();
            endDriver();
            throw new IllegalStateException("the driver is not ready: " + why);
        }
    }

    /** Ends the driver and its executors, also those that hang and do not listen. */
    private void endDriver() {
        session = null;
        driver.kill();
        List<ProcessHandle> executors =
                workers.stream().flatMap(worker -> worker.handle().children()).collect(Collectors.toList());
        executors.forEach(ProcessHandle::destroyForcibly);
        executors.forEach(executor -> executor.onExit().join());
        AeronFolders.delete(folder);
    }

    private void said(Object from, String line) {
        if (from != session) {
            return;
        }
        if (line.startsWith("ready") || line.equals("ended")) {
            ready.countDown();
        }
        SparkJob current = job;
        if (current != null) {
            if (current.isSharing() && line.matches("(done|failed|ended).*")) {
                endDriver();
            }
            current.said(line);
        }
    }

    boolean hasMaster() {
        return master.isAlive();
    }

    /** Ends the driver, and with it the job; the next job gets a new one. */
    void cancel(SparkJob which, String why) {
        if (which == job && !which.isDone()) {
            endDriver();
            which.said("failed " + why);
        }
    }

    /**
     * Trains on the cluster by synchronous averaging after each mini-batch, and waits for the result.
     *
     * @param workers how many mini-batches are worked on at a time
     * @return the trained network; the given one stays as it is
     * @see #submit
     */
    public MultiLayerNetwork train(MultiLayerNetwork net, List<DataSet> batches, int workers)
            throws IOException, InterruptedException {
        return submit(net, batches, workers, 1).result();
    }

    /**
     * Hands training to the cluster and returns at once.
     *
     * @param net       where it starts, with the state of its updater
     * @param batches   mini-batches of one size, in the order in which they are used
     * @param workers   how many work at a time
     * @param frequency after so many mini-batches of each worker the parameters are averaged
     * @throws IllegalStateException if the master is gone, or another job is running
     */
    public SparkJob submit(MultiLayerNetwork net, List<DataSet> batches, int workers, int frequency)
            throws IOException, InterruptedException {
        refuseIfBusy();
        if (!driver.isAlive()) {
            startDriver(1, false);
        }
        Properties settings = new Properties();
        settings.setProperty("workers", Integer.toString(workers));
        settings.setProperty("frequency", Integer.toString(frequency));
        return submit(net, batches, settings, null);
    }

    /**
     * Trains on the cluster by gradient sharing, and waits for the result.
     *
     * @return the trained network; the given one stays as it is
     * @throws IllegalStateException if it has not ended within the limit: it may hang when an executor is lost
     * @see #submitSharing
     */
    public MultiLayerNetwork share(
            MultiLayerNetwork net, List<DataSet> batches, int workers, double threshold, Duration limit)
            throws IOException, InterruptedException {
        return submitSharing(net, batches, workers, threshold, Duration.ZERO, limit)
                .result();
    }

    /**
     * Hands training by gradient sharing to the cluster, with a driver and executors of its own, and returns as soon as
     * they are ready. Each executor trains by itself and sends what it changes, coded with a threshold, to the others,
     * by way of the driver; nobody waits for anybody.
     *
     * @param batches   mini-batches of one size, of which each worker gets its part
     * @param threshold a parameter is changed by so much, up or down, or not at all
     * @param pause     of an executor after each step; zero, unless one wants to see what slower steps would do
     * @param limit     after which driver and executors are killed, and the job has failed
     * @throws IllegalStateException if the master is gone, another job is running, or there are too few workers
     */
    public SparkJob submitSharing(
            MultiLayerNetwork net, List<DataSet> batches, int workers, double threshold, Duration pause, Duration limit)
            throws IOException, InterruptedException {
        if (!(threshold > 0) || limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException(
                    "a threshold and a limit above 0 are needed, not " + threshold + " and " + limit);
        }
        refuseIfBusy();
        long alive = this.workers.stream().filter(ClusterProcess::isAlive).count();
        if (workers < 1 || workers > alive) {
            throw new IllegalStateException("gradients are shared by as many executors as there are workers, " + alive
                    + ", or fewer; not by " + workers);
        }
        endDriver();
        startDriver(workers, true);
        Properties settings = new Properties();
        settings.setProperty("workers", Integer.toString(workers));
        settings.setProperty("threshold", Double.toString(threshold));
        settings.setProperty("pause", Long.toString(pause.toMillis()));
        return submit(net, batches, settings, limit);
    }

    private void refuseIfBusy() {
        if (!hasMaster()) {
            throw new IllegalStateException(
                    "the cluster's master (" + url() + ") is gone: nothing can be submitted to it");
        }
        if (job != null && !job.isDone()) {
            throw new IllegalStateException("another job is running; wait for its result");
        }
    }

    private SparkJob submit(MultiLayerNetwork net, List<DataSet> batches, Properties settings, Duration limit)
            throws IOException {
        Path work = Files.createDirectories(folder.resolve("job-" + ++jobs));
        net.save(work.resolve("network.zip").toFile(), true);
        for (int i = 0; i < batches.size(); i++) {
            batches.get(i).save(work.resolve(i + ".bin").toFile());
        }
        settings.setProperty("batches", Integer.toString(batches.size()));
        try (var out = Files.newBufferedWriter(work.resolve("job.properties"))) {
            settings.store(out, null);
        }
        job = new SparkJob(this, work, limit);
        driver.write(work.toString());
        return job;
    }

    /** One line for each process: what it is, its number, its memory as the system tells it. */
    public String processes() {
        StringBuilder table = new StringBuilder();
        for (ClusterProcess process : all()) {
            table.append(ClusterProcess.row(process.name(), process.handle()));
            if (process.name().startsWith("worker")) {
                process.handle().children().forEach(child -> table.append(ClusterProcess.row("  its executor", child)));
            }
        }
        return table.toString().stripTrailing();
    }

    private List<ClusterProcess> all() {
        List<ClusterProcess> all = new ArrayList<>();
        for (ClusterProcess process : new ClusterProcess[] {master, driver}) {
            if (process != null) {
                all.add(process);
            }
        }
        all.addAll(master == null ? 0 : 1, workers);
        return all;
    }

    /** Kills the executor of a worker (counted from 0), as a machine does that runs out of memory. */
    public void killExecutor(int worker) {
        List<ProcessHandle> executors = workers.get(worker).handle().children().collect(Collectors.toList());
        if (executors.isEmpty()) {
            throw new IllegalStateException("worker " + worker + " has no executor now");
        }
        executors.forEach(ProcessHandle::destroyForcibly);
    }

    /** Kills a worker (counted from 0): to the cluster it looks as if its machine had lost its power. */
    public void killWorker(int worker) {
        workers.get(worker).kill();
    }

    /** Kills the master. */
    public void killMaster() {
        master.kill();
    }

    /** Ends all processes and removes what they wrote. Calling it again changes nothing. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // On the way out.
        }
    }

    private void end() {
        if (driver != null) {
            endDriver();
        }
        List<ClusterProcess> rest = new ArrayList<>(workers);
        if (master != null) {
            rest.add(master);
        }
        rest.forEach(process -> process.handle().destroy());
        rest.forEach(ClusterProcess::stop);
        ClusterProcess.delete(folder);
    }
}
