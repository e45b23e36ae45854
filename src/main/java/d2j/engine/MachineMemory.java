package d2j.engine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How much memory the machine has to give. */
public final class MachineMemory {

    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)([gGmM])");
    private static final Path LINUX = Path.of("/proc/meminfo");

    private MachineMemory() {}

    /** The size that {@code D2J_MEMORY} names, such as 2g or 1500m, in MiB; empty if it names none. */
    public static OptionalLong mebibytes(String text) {
        Matcher size = SIZE.matcher(text == null ? "" : text.strip());
        if (!size.matches()) {
            return OptionalLong.empty();
        }
        double unit = size.group(2).equalsIgnoreCase("g") ? 1024 : 1;
        return OptionalLong.of((long) (Double.parseDouble(size.group(1)) * unit));
    }

    /** All memory of the machine, or of the container, in MiB. */
    public static long totalMebibytes() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                        .getTotalMemorySize()
                >> 20;
    }

    /** What programs can still have without swapping; a container's limit counts. In MiB. */
    public static long availableMebibytes() {
        long total = totalMebibytes();
        try (Stream<String> lines = Files.lines(LINUX)) {
            return Math.min(
                    total,
                    lines.filter(line -> line.startsWith("MemAvailable:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                            .findFirst()
                            .orElse(total));
        } catch (IOException e) {
            return total;
        }
    }
}
