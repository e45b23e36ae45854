package d2j.spark.job;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.solvers.accumulation.encoding.threshold.FixedThresholdAlgorithm;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.parameterserver.networking.v2.UpdatesConsumer;
import org.deeplearning4j.spark.parameterserver.training.SharedTrainingMaster;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.parameterserver.distributed.conf.VoidConfiguration;
import org.nd4j.parameterserver.distributed.v2.ModelParameterServer;

/**
 * Asynchronous training: executors send what they change, coded with a threshold, to the driver, which hands it on to
 * the others and collects it in its own network.
 *
 * <p>DL4J takes that network as the result as soon as the executors have done their last step. What is still on its way
 * then would be lost; here it is waited for.
 */
final class Sharing {

    /** When so long nothing has arrived, everything has. */
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(1);

    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(60);

    private final BiConsumer<String, Object> report;
    private final int workers;
    private final double threshold;
    private final long pause;

    /**
     * Takes its settings from a job.
     *
     * @param report gets what happens: a kind and a text
     */
    Sharing(Properties job, BiConsumer<String, Object> report) {
        this.report = report;
        workers = Integer.parseInt(job.getProperty("workers"));
        threshold = Double.parseDouble(job.getProperty("threshold"));
        pause = Long.parseLong(job.getProperty("pause", "0"));
    }

    /** Trains on the mini-batches, each of them once; leaves in the folder what DL4J would take for the result. */
    MultiLayerNetwork train(JavaSparkContext context, MultiLayerNetwork net, List<DataSet> batches, Path folder)
            throws Exception {
        String host = context.getConf().get("spark.driver.host");
        VoidConfiguration network = VoidConfiguration.builder()
                .portSupplier(new FreePort())
                .controllerAddress(host)
                .networkMask(host.replaceAll("\\.\\d+$", ".0/24"))
                .build();
        SharedTrainingMaster sharing = new SharedTrainingMaster.Builder(
                        network, workers, new FixedThresholdAlgorithm(threshold), 1)
                .batchSizePerWorker(batches.get(0).numExamples())
                .workersPerNode(1)
                .debugLongerIterations(pause)
                .rddTrainingApproach(RDDTrainingApproach.Direct)
                .build();
        Arrivals arrivals = new Arrivals(net);
        // Before anything can arrive.
        ModelParameterServer.getInstance().addUpdatesSubscriber(arrivals);
        SparkDl4jMultiLayer cluster = new SparkDl4jMultiLayer(context, net, sharing);
        cluster.setListeners(List.of(new SharingCount()));
        cluster.fit(context.parallelize(batches, workers));
        long inTime = arrivals.messages.get();
        cluster.getNetwork().save(folder.resolve("early.zip").toFile(), true);
        awaitSilence(arrivals);
        applyRest(sharing);
        long all = arrivals.messages.get();
        report.accept(
                "traffic",
                SharingCount.sum(1) + " " + SharingCount.sum(2) + " " + all + " " + (all - inTime) + " "
                        + SharingCount.sum(3) + " " + arrivals.bytes.get());
        return cluster.getNetwork();
    }

    private static void awaitSilence(SharingCount.Arrivals arrivals) throws InterruptedException {
        long begun = System.nanoTime();
        while (System.nanoTime() - Math.max(begun, arrivals.last) < SILENCE
                && System.nanoTime() - begun < LONGEST_WAIT) {
            Thread.sleep(20);
        }
    }

    /** DL4J's driver applies messages in packs of 32, and the last pack only when it thinks that training is over. */
    private static void applyRest(SharedTrainingMaster sharing) throws ReflectiveOperationException {
        Field consumer = SharedTrainingMaster.class.getDeclaredField("updatesConsumer");
        consumer.setAccessible(true);
        ((UpdatesConsumer) consumer.get(sharing)).flush();
    }

    /** What arrives at the driver; a step is done when each worker could have sent a message. */
    private final class Arrivals extends SharingCount.Arrivals {

        private final MultiLayerNetwork net;

        Arrivals(MultiLayerNetwork net) {
            this.net = net;
        }

        @Override
        public void onNext(INDArray message) {
            super.onNext(message);
            report.accept("step", (messages.get() + workers - 1) / workers);
        }

        @Override
        public INDArray getParametersArray() {
            return net.params().dup();
        }
    }
}
