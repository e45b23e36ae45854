package d2j.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How much memory the machine has to give. */
final class MachineMemory {

    private static final Path LINUX = Path.of("/proc/meminfo");

    private MachineMemory() {
    }

    /** What programs can still have without swapping; a container's limit counts. In MiB. */
    static long availableMebibytes() {
        long total = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getTotalMemorySize() >> 20;
        try (Stream<String> lines = Files.lines(LINUX)) {
            return Math.min(total, lines.filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst().orElse(total));
        } catch (IOException e) {
            return total;
        }
    }
}
