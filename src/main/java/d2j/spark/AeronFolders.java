package d2j.spark;

import java.io.File;
import java.nio.file.Path;
import java.util.List;

/**
 * Where Aeron, which carries the messages of gradient sharing, keeps its buffers: a folder for each process, in memory
 * where the system offers that, of which a killed process leaves some megabytes behind. Aeron puts the name of the user
 * into the folder's; here it gets the name of the cluster's folder for one, so that each cluster knows its own.
 */
final class AeronFolders {

    private AeronFolders() {}

    /** What each process of the cluster is started with. */
    static List<String> options(Path cluster) {
        return List.of(
                "-Duser.name=" + cluster.getFileName(),
                // Aeron refuses to start if this is shorter than its other limits, which DL4J raises.
                "-Daeron.publication.unblock.timeout=60s");
    }

    /** Removes the folders of all processes that this cluster had. */
    static void delete(Path cluster) {
        for (String place : List.of("/dev/shm", System.getProperty("java.io.tmpdir"))) {
            File[] left =
                    new File(place).listFiles((folder, name) -> name.startsWith("aeron-" + cluster.getFileName()));
            for (File folder : left == null ? new File[0] : left) {
                ClusterProcess.delete(folder.toPath());
            }
        }
    }
}
