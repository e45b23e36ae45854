package d2j.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import d2j.engine.Engine;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Runs where Spark is set up. */
class SparkSharingTest {

    private static MultiLayerNetwork network() {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.1))
                .list()
                .layer(new OutputLayer.Builder()
                        .nIn(8)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        net.init();
        return net;
    }

    private static List<DataSet> batches(int count) {
        List<DataSet> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batches.add(new DataSet(Nd4j.rand(4, 8), Nd4j.eye(2).get(Nd4j.createFromArray(0, 1, 0, 1))));
        }
        return batches;
    }

    @Test
    void aJobPastItsLimitEndsWithItsExecutorsAndTheClusterTakesTheNext() throws Exception {
        assumeTrue(SparkInstallation.missing().isEmpty(), () -> SparkInstallation.missing()
                .orElse(""));
        Engine.start(1);
        try (SparkCluster cluster = SparkCluster.start(1)) {
            SparkJob job = cluster.submitSharing(
                    network(), batches(4), 1, 1e-3, Duration.ofMinutes(2), Duration.ofSeconds(12));
            IllegalStateException busy =
                    assertThrows(IllegalStateException.class, () -> cluster.train(network(), batches(1), 1));
            assertTrue(busy.getMessage().contains("another job"), busy::getMessage);
            IllegalStateException late = assertThrows(IllegalStateException.class, job::result);
            assertTrue(late.getMessage().contains("limit of 12 s"), late::getMessage);
            assertTrue(job.seconds() < 30, () -> "ended after " + job.seconds() + " s");
            assertThrows(IllegalStateException.class, job::traffic);
            assertFalse(cluster.processes().contains("executor"), cluster::processes);
            assertEquals(0, aeronFolders(cluster).length, "Aeron's folders are left");

            assertFalse(cluster.train(network(), batches(2), 1)
                    .params()
                    .equals(network().params()));
        }
    }

    private static String[] aeronFolders(SparkCluster cluster) {
        String[] found =
                new File("/dev/shm").list((folder, name) -> name.startsWith("aeron-" + cluster.folder.getFileName()));
        return found == null ? new String[0] : found;
    }

    @Test
    void theNumbersOfAJobAreRead() {
        assertEquals(new Traffic(96, 95, 94, 3, 40, 5_000), Traffic.parse("96 95 94 3 40 5000"));
    }
}
