package d2j.spark.job;

import d2j.engine.Engine;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The program that asks a cluster to train: Spark's driver. A line on its standard input names a folder with a network
 * and mini-batches; it trains on them, and writes the network back. It ends when its input does.
 *
 * <p>Started by itself, as {@code spark-submit} does on a cluster of one's own, it takes the folder as its argument.
 */
public final class Driver {

    private final PrintStream out;
    private final JavaSparkContext context;

    private Driver(PrintStream out) {
        this.out = out;
        // Everything else comes from system properties "spark.*", which are what spark-submit's options become.
        SparkConf settings = new SparkConf().setAppName("d2j").set("spark.plugins", EnginePlugin.class.getName());
        context = new JavaSparkContext(settings);
        context.sc().addSparkListener(new ClusterEvents(event -> say("event", event)));
    }

    /** See the class. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        System.setOut(System.err);
        Engine.start(Long.getLong("spark.d2j.seed", 1));
        Driver driver = new Driver(out);
        driver.awaitExecutors(Integer.getInteger("spark.d2j.executors", 1));
        driver.say("ready", driver.context.sc().applicationId());
        if (arguments.length > 0) {
            driver.run(Path.of(arguments[0]));
        } else {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String folder = in.readLine(); folder != null; folder = in.readLine()) {
                driver.run(Path.of(folder));
            }
        }
        driver.context.stop();
        System.exit(0);
    }

    private void say(String kind, Object text) {
        synchronized (out) {
            out.println(kind + " " + text);
            out.flush();
        }
    }

    /** Their number without the driver's own entry. */
    private void awaitExecutors(int wanted) {
        while (context.sc().statusTracker().getExecutorInfos().length - 1 < wanted) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    private void run(Path folder) {
        try {
            Properties job = new Properties();
            try (var in = Files.newBufferedReader(folder.resolve("job.properties"))) {
                job.load(in);
            }
            MultiLayerNetwork net = MultiLayerNetwork.load(folder.resolve("network.zip").toFile(), true);
            List<DataSet> batches = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(job.getProperty("batches")); i++) {
                DataSet batch = new DataSet();
                batch.load(folder.resolve(i + ".bin").toFile());
                batches.add(batch);
            }
            MultiLayerNetwork trained = job.containsKey("threshold")
                    ? new Sharing(job, this::say).train(context, net, batches, folder)
                    : train(net, batches, Integer.parseInt(job.getProperty("workers")),
                            Integer.parseInt(job.getProperty("frequency")));
            File result = folder.resolve("trained.zip").toFile();
            trained.save(result, true);
            say("done", "");
        } catch (Exception e) {
            e.printStackTrace();
            say("failed", String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString()));
        }
    }

    /**
     * Synchronous training: in each step each worker takes {@code frequency} mini-batches from the same parameters, and
     * the parameters that they arrive at are averaged.
     */
    private MultiLayerNetwork train(MultiLayerNetwork net, List<DataSet> batches, int workers, int frequency) {
        int examples = batches.get(0).numExamples();
        ParameterAveragingTrainingMaster averaging = new ParameterAveragingTrainingMaster.Builder(workers, examples)
                .batchSizePerWorker(examples)
                .averagingFrequency(frequency)
                .saveUpdater(true)
                .rddTrainingApproach(RDDTrainingApproach.Direct)
                .build();
        SparkDl4jMultiLayer cluster = new SparkDl4jMultiLayer(context, net, averaging);
        int step = 0;
        for (int first = 0; first < batches.size(); first += workers * frequency) {
            List<DataSet> next = batches.subList(first, Math.min(first + workers * frequency, batches.size()));
            cluster.fit(context.parallelize(next, workers));
            step++;
            say("step", step);
        }
        return cluster.getNetwork();
    }
}
