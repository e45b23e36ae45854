package d2j.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The NVIDIA GPUs of this machine, as the driver's own {@code nvidia-smi} tells of them, and whether DL4J can use them;
 * CUDA itself need not be there.
 *
 * <p>DL4J 1.0.0-M2.1's library for CUDA 11.6 holds machine code for compute capability 3.7 and 5.0 to 8.9, and nothing
 * that a driver could compile for newer cards: Hopper (9.0) and Blackwell (10.0 and more) cannot run it.
 */
public final class NvidiaGpus {

    /** What CUDA 11 asks of the driver on Linux; on Windows it is 452.39. */
    private static final int[] OLDEST_DRIVER = {450, 80};

    private static final int[] OLDEST_DRIVER_ON_WINDOWS = {452, 39};
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6}).*");

    /** Whether DL4J can compute on the GPUs of a machine. */
    public enum Verdict {
        /** It can. */
        USABLE,
        /** No driver, or none that answers. */
        NO_DRIVER,
        /** The environment hides all of them. */
        HIDDEN,
        /** The driver is older than CUDA 11. */
        OLD_DRIVER,
        /** DL4J has no code for at least one of them. */
        NO_CODE
    }

    /**
     * A GPU.
     *
     * @param index its number, from 0
     * @param name such as {@code NVIDIA GeForce RTX 3090}
     * @param mebibytes its memory
     * @param driver the driver's version, such as {@code 535.104.05}
     * @param capability the compute capability, such as {@code 8.6}; empty if the driver is too old to tell
     */
    public record Gpu(int index, String name, long mebibytes, String driver, String capability) {

        /** Whether DL4J has code for it; where the capability is not known, it is believed to. */
        boolean hasCode() {
            Matcher version = VERSION.matcher(capability);
            if (!version.matches()) {
                return true;
            }
            int major = Integer.parseInt(version.group(1));
            return major >= 5 && major <= 8 || capability.equals("3.7");
        }

        /** Name and memory, as in {@code NVIDIA GeForce RTX 3090, 24 GiB}. */
        public String words() {
            return name + (mebibytes > 0 ? String.format(Locale.ROOT, ", %.0f GiB", mebibytes / 1024.0) : "");
        }
    }

    private final List<Gpu> gpus;
    private final Verdict verdict;
    private final String words;

    private NvidiaGpus(List<Gpu> gpus, Verdict verdict, String words) {
        this.gpus = List.copyOf(gpus);
        this.verdict = verdict;
        this.words = words;
    }

    /** Asks the driver; takes 10 seconds at most. */
    public static NvidiaGpus ask() {
        return ask("nvidia-smi", LIMIT, System.getProperty("os.name"), System.getenv());
    }

    static NvidiaGpus ask(String program, Duration limit, String system, Map<String, String> environment) {
        Answer answer = query(program, limit, "index,name,memory.total,driver_version,compute_cap");
        if (answer.status() != 0 && answer.text().contains("compute_cap")) {
            // A driver from before 2021, when no card was too new.
            answer = query(program, limit, "index,name,memory.total,driver_version");
        }
        if (answer.status() != 0) {
            return new NvidiaGpus(List.of(), Verdict.NO_DRIVER, answer.text());
        }
        List<Gpu> gpus = new ArrayList<>();
        for (String line : answer.text().lines().filter(text -> !text.isBlank()).toList()) {
            Gpu gpu = parse(line);
            if (gpu == null) {
                return new NvidiaGpus(
                        List.of(),
                        Verdict.NO_DRIVER,
                        "nvidia-smi answers something else than a list: " + shortened(line));
            }
            gpus.add(gpu);
        }
        if (gpus.isEmpty()) {
            return new NvidiaGpus(List.of(), Verdict.NO_DRIVER, "nvidia-smi lists no card");
        }
        return judge(gpus, system.startsWith("Windows"), environment.get("CUDA_VISIBLE_DEVICES"));
    }

    /** What was found. */
    public Verdict verdict() {
        return verdict;
    }

    /** The GPUs that programs may use, whether or not DL4J can. */
    public List<Gpu> gpus() {
        return gpus;
    }

    /** What was found in words: the GPUs, or what stands in the way and what could be done. */
    public String words() {
        return words;
    }

    private static NvidiaGpus judge(List<Gpu> all, boolean windows, String visible) {
        List<Gpu> gpus = visible(all, visible);
        if (gpus.isEmpty()) {
            return new NvidiaGpus(
                    gpus, Verdict.HIDDEN, names(all) + ": hidden by CUDA_VISIBLE_DEVICES=" + shortened(visible));
        }
        String driver = gpus.get(0).driver();
        int[] oldest = windows ? OLDEST_DRIVER_ON_WINDOWS : OLDEST_DRIVER;
        Matcher version = VERSION.matcher(driver);
        if (version.matches()
                && Arrays.compare(
                                new int[] {Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2))},
                                oldest)
                        < 0) {
            return new NvidiaGpus(
                    gpus,
                    Verdict.OLD_DRIVER,
                    names(gpus) + ": the driver is version " + driver + ", and DL4J's CUDA 11.6 needs " + oldest[0]
                            + "." + oldest[1] + " or newer; install a newer driver");
        }
        List<Gpu> strangers = gpus.stream().filter(gpu -> !gpu.hasCode()).toList();
        if (strangers.isEmpty()) {
            return new NvidiaGpus(gpus, Verdict.USABLE, names(gpus) + "; driver " + driver);
        }
        String words = strangers.stream()
                        .map(gpu -> gpu.name() + " (compute capability " + gpu.capability() + ")")
                        .distinct()
                        .collect(Collectors.joining(", "))
                + ": DL4J 1.0.0-M2.1, the newest release, has code for compute capability 3.7 and 5.0 to 8.9 only";
        List<Gpu> others = gpus.stream().filter(Gpu::hasCode).toList();
        if (!others.isEmpty()) {
            words += "; to use the other " + (others.size() == 1 ? "card" : "cards") + " alone, set "
                    + "CUDA_DEVICE_ORDER=PCI_BUS_ID and CUDA_VISIBLE_DEVICES="
                    + others.stream().map(gpu -> String.valueOf(gpu.index())).collect(Collectors.joining(","));
        }
        return new NvidiaGpus(gpus, Verdict.NO_CODE, words);
    }

    /** CUDA's rule: numbers up to the first one that no card has; other ways to name cards are left to CUDA. */
    private static List<Gpu> visible(List<Gpu> all, String setting) {
        if (setting == null || setting.chars().anyMatch(Character::isLetter)) {
            return all;
        }
        List<Gpu> result = new ArrayList<>();
        for (String number : setting.split(",")) {
            List<Gpu> named = all.stream()
                    .filter(gpu -> String.valueOf(gpu.index()).equals(number.strip()))
                    .toList();
            if (named.isEmpty()) {
                break;
            }
            result.addAll(named);
        }
        return result;
    }

    private static String names(List<Gpu> gpus) {
        return gpus.stream().map(Gpu::words).collect(Collectors.joining("; "));
    }

    private static Gpu parse(String line) {
        String[] fields = line.split(",");
        if (fields.length < 4) {
            return null;
        }
        try {
            String memory = fields[2].strip();
            return new Gpu(
                    Integer.parseInt(fields[0].strip()),
                    fields[1].strip(),
                    // Cards that share the machine's memory answer [N/A].
                    memory.matches("\\d{1,12}( MiB)?") ? Long.parseLong(memory.replaceAll("\\D", "")) : 0,
                    fields[3].strip(),
                    fields.length > 4 ? fields[4].strip() : "");
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static String shortened(String text) {
        String line = text.strip().lines().findFirst().orElse("nothing");
        return line.length() > 120 ? line.substring(0, 119) + "…" : line;
    }

    /** What the program printed, or why it did not; the status is 0 only in the former case. */
    private record Answer(int status, String text) {}

    private static Answer query(String program, Duration limit, String fields) {
        Path output = null;
        try {
            // Into a file: a pipe would have to be read while waiting, and may outlive the program.
            output = Files.createTempFile("d2j-gpus", ".txt");
            Process process = new ProcessBuilder(program, "--query-gpu=" + fields, "--format=csv,noheader")
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                return new Answer(-1, "nvidia-smi does not answer within " + limit.toSeconds() + " s");
            }
            String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            return process.exitValue() == 0
                    ? new Answer(0, text)
                    : new Answer(process.exitValue(), "nvidia-smi fails: " + shortened(text));
        } catch (IOException e) {
            return new Answer(-1, "no NVIDIA driver found (nvidia-smi is not on the PATH)");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(-1, "nvidia-smi was interrupted");
        } finally {
            if (output != null) {
                output.toFile().delete();
            }
        }
    }
}
