package d2j.spark;

import d2j.engine.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a driver is told of Spark's many settings, and by it the executors. */
final class DriverSettings {

    private DriverSettings() {}

    /**
     * As options of its Java virtual machine, which {@code spark-submit} makes of its own options, too.
     *
     * @param url       of the master
     * @param folder    of the cluster
     * @param mebibytes of memory for each executor
     * @param executors the driver waits for so many
     * @param sharing   whether executors share gradients
     */
    static List<String> options(
            String url, Path folder, String classPath, int mebibytes, int executors, boolean sharing) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "spark.master",
                url,
                "spark.driver.host",
                ClusterProcess.HOST,
                "spark.driver.bindAddress",
                ClusterProcess.HOST,
                "spark.ui.enabled",
                "false",
                "spark.executor.memory",
                mebibytes + "m",
                "spark.executor.cores",
                "1",
                "spark.local.dir",
                folder.toString(),
                "spark.executor.extraClassPath",
                classPath));
        List<String> forAll = sharing ? AeronFolders.options(folder) : List.of();
        List<String> forExecutors = new ArrayList<>(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dd2j.log=" + folder.resolve("executor-{{EXECUTOR_ID}}.log")));
        forExecutors.addAll(forAll);
        settings.put("spark.executor.extraJavaOptions", String.join(" ", forExecutors));
        // As many threads as here: another number would round differently.
        settings.put("spark.executorEnv.OMP_NUM_THREADS", Integer.toString(Engine.threads()));
        settings.put("spark.d2j.executors", Integer.toString(executors));
        settings.put("spark.d2j.parent", Long.toString(ProcessHandle.current().pid()));
        if (sharing) {
            // Else Spark would rather give both tasks to the executor that has the data, one after the other.
            settings.put("spark.locality.wait", "0s");
        }
        List<String> options = new ArrayList<>(forAll);
        settings.forEach((name, value) -> options.add("-D" + name + "=" + value));
        return options;
    }
}
