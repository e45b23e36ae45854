package d2j.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The machine that results are about.
 *
 * @param processor the name of the processor, as the system tells it
 * @param busyCores how many cores other programs kept busy when the measuring began, as the load average tells;
 *                  negative if it is not known
 * @param bandwidth 10⁹ bytes per second of {@link Triad}, by the number of threads
 */
public record Machine(
        String processor,
        int cores,
        long memoryMebibytes,
        String system,
        String java,
        double busyCores,
        Map<Integer, Double> bandwidth) {

    /** Looks at this machine; measures its memory bandwidth in processes of their own. */
    public static Machine inspect(Path home, Iterable<Integer> threads, long memoryMebibytes)
            throws IOException, InterruptedException {
        double busyCores = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        Map<Integer, Double> bandwidth = new TreeMap<>();
        for (int count : threads) {
            bandwidth.put(count, bandwidth(home, count));
        }
        return new Machine(
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                memoryMebibytes,
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                Runtime.version().toString(),
                busyCores,
                bandwidth);
    }

    private static double bandwidth(Path home, int threads) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:+UseParallelGC",
                        "-cp",
                        home.resolve("target").resolve("classes").toString(),
                        Triad.class.getName(),
                        String.valueOf(threads))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() == 0 ? Double.parseDouble(text) : Double.NaN;
    }

    private static String processorName() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
