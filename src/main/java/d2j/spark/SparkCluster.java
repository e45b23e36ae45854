package d2j.spark;

import d2j.engine.Engine;
import d2j.engine.MachineMemory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private final Path folder;
    private final int port;
    private final List<ClusterProcess> workers = new ArrayList<>();
    private final Thread atExit = new Thread(this::end, "d2j-spark-end");
    private ClusterProcess master;
    private ClusterProcess driver;
    private SparkJob job;
    private CountDownLatch ready = new CountDownLatch(1);
    private String cancelled;
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
        SparkCluster cluster = new SparkCluster(spark, folder, port == 0 ? freePort() : port);
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(ClusterProcess.HOST))) {
            return socket.getLocalPort();
        }
    }

    private void start0(int count) throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("jars"));
        master = node(
                "master",
                "org.apache.spark.deploy.master.Master",
                List.of("--host", ClusterProcess.HOST, "--port", "" + port, "--webui-port", "" + freePort()));
        for (int i = 0; i < count; i++) {
            startWorker();
        }
        master.awaitPort(port, START_SECONDS);
        startDriver(count);
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
                        "" + freePort(),
                        "--cores",
                        "1",
                        "--memory",
                        EXECUTOR_MEBIBYTES + "m",
                        "--work-dir",
                        folder.resolve("work").toString(),
                        url())));
    }

    private void startDriver(int executors) throws IOException, InterruptedException {
        ready = new CountDownLatch(1);
        cancelled = null;
        List<String> options = new ArrayList<>(List.of("-Xmx" + DRIVER_MEBIBYTES + "m"));
        settings(executors).forEach((name, value) -> options.add("-D" + name + "=" + value));
        driver = ClusterProcess.start(
                "driver", folder, spark.classPath(), options, List.of("d2j.spark.job.Driver"), this::said);
        if (!ready.await(START_SECONDS, TimeUnit.SECONDS) || !driver.isAlive()) {
            String why = driver.isAlive() ? "no executor within " + START_SECONDS + " s" : "" + driver.lastError();
            driver.kill();
            throw new IllegalStateException("the driver is not ready: " + why);
        }
    }

    private Properties settings(int executors) {
        Properties settings = new Properties();
        settings.setProperty("spark.master", url());
        settings.setProperty("spark.driver.host", ClusterProcess.HOST);
        settings.setProperty("spark.driver.bindAddress", ClusterProcess.HOST);
        settings.setProperty("spark.ui.enabled", "false");
        settings.setProperty("spark.executor.memory", EXECUTOR_MEBIBYTES + "m");
        settings.setProperty("spark.executor.cores", "1");
        settings.setProperty("spark.local.dir", folder.toString());
        settings.setProperty("spark.executor.extraClassPath", spark.classPath());
        settings.setProperty(
                "spark.executor.extraJavaOptions",
                "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dd2j.log=" + folder.resolve("executor-{{EXECUTOR_ID}}.log"));
        // As many threads as here: another number would round differently.
        settings.setProperty("spark.executorEnv.OMP_NUM_THREADS", Integer.toString(Engine.threads()));
        settings.setProperty("spark.d2j.executors", Integer.toString(executors));
        return settings;
    }

    private void said(String line) {
        if (line.startsWith("ready") || line.equals("ended")) {
            ready.countDown();
        }
        SparkJob current = job;
        if (current != null) {
            current.said(line.equals("ended") && cancelled != null ? "failed " + cancelled : line);
        }
    }

    boolean hasMaster() {
        return master.isAlive();
    }

    /** Ends the driver, and with it the job; the next job gets a new one. */
    void cancel(String why) {
        cancelled = why;
        driver.kill();
        job.said("failed " + why);
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
        if (!hasMaster()) {
            throw new IllegalStateException(
                    "the cluster's master (" + url() + ") is gone: nothing can be submitted to it");
        }
        if (!driver.isAlive()) {
            startDriver(1);
        }
        Path work = Files.createDirectories(folder.resolve("job-" + ++jobs));
        net.save(work.resolve("network.zip").toFile(), true);
        for (int i = 0; i < batches.size(); i++) {
            batches.get(i).save(work.resolve(i + ".bin").toFile());
        }
        Properties settings = new Properties();
        settings.setProperty("batches", Integer.toString(batches.size()));
        settings.setProperty("workers", Integer.toString(workers));
        settings.setProperty("frequency", Integer.toString(frequency));
        try (var out = Files.newBufferedWriter(work.resolve("job.properties"))) {
            settings.store(out, null);
        }
        job = new SparkJob(this, work);
        driver.write(work.toString());
        return job;
    }

    /** One line for each process: what it is, its number, its memory as the system tells it. */
    public String processes() {
        StringBuilder table = new StringBuilder();
        for (ClusterProcess process : all()) {
            table.append(row(process.name(), process.handle()));
            if (process.name().startsWith("worker")) {
                process.handle().children().forEach(child -> table.append(row("  its executor", child)));
            }
        }
        return table.toString().stripTrailing();
    }

    private static String row(String name, ProcessHandle process) {
        String memory = "";
        try {
            memory = Files.readString(Path.of("/proc/" + process.pid() + "/status"))
                    .lines()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MiB")
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            // Other systems do not tell, and a process may just have ended.
        }
        return String.format(
                Locale.ROOT,
                "%-16s process %-8d %-8s %s%n",
                name,
                process.pid(),
                process.isAlive() ? "runs" : "gone",
                memory);
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
            driver.kill();
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
