package d2j.bench;

import d2j.jupyter.Launcher;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.lang3.SystemUtils;

/** Who takes part, and what is needed to start them. */
public final class Contenders {

    /** The rivals, in the order of the table. */
    public static final List<String> RIVALS = List.of("dl4j", "pytorch", "djl");

    /** How much Maven fetches for the rivals, once. */
    private static final String DOWNLOAD = "about 210 MB: PyTorch 2.7 (BSD) and DJL (Apache 2.0) with JNA, "
            + "and ND4J's plain native library (Apache 2.0)";

    /** What the launcher of this project, or a user who tuned this process, may have set. */
    private static final Set<String> OURS = Set.of(
            "OMP_*", "GOMP_*", "KMP_*", "OPENBLAS_*", "MKL_*", "GLIBC_TUNABLES", "MALLOC_*", "LD_PRELOAD", "D2J_*");

    /**
     * What d2j's launcher sets is PyTorch's best on few cores as well: as it comes, it is two to five times slower with
     * two threads. Only DL4J is measured as it comes.
     */
    private static final Map<String, String> WAITING = Map.of("OMP_WAIT_POLICY", "PASSIVE", "GOMP_SPINCOUNT", "100");

    /** By which logback finds {@link d2j.log.FileLog}. */
    private static final Path LOG_SERVICE = Path.of("META-INF", "services", "ch.qos.logback.classic.spi.Configurator");

    private final Path home;
    private final Path target;
    private final Path made;
    private final Consumer<String> progress;
    private List<String> peersPath;

    /**
     * Contenders of a project.
     *
     * @param home the folder of the project, with its launcher, built
     * @param made the folder for what rivals write and are given
     * @param progress told about what takes long
     */
    public Contenders(Path home, Path made, Consumer<String> progress) {
        this.home = home;
        this.made = made;
        target = home.resolve("target");
        this.progress = progress;
    }

    /**
     * One contender, ready to be started.
     *
     * @param id {@code d2j} or one of {@link #RIVALS}
     * @throws NotAvailableException if something that it needs is missing, with what to do about it
     */
    public Contender get(String id, int threads) throws IOException, InterruptedException {
        return switch (id) {
            case "d2j" -> d2j(threads);
            case "dl4j" -> dl4j(threads);
            case "pytorch" -> pytorch(threads);
            case "djl" -> djl(threads);
            default -> throw new IllegalArgumentException(id);
        };
    }

    private static Map<String, String> threadSettings(int threads) {
        String count = String.valueOf(threads);
        return Map.of("OMP_NUM_THREADS", count, "OPENBLAS_NUM_THREADS", count, "MKL_NUM_THREADS", count);
    }

    /** Started by the launcher, as a kernel is: with its settings of Java, threads and memory. */
    private Contender d2j(int threads) {
        List<String> command = new ArrayList<>(Launcher.command(home));
        command.add("bench-worker");
        return new Contender(
                "d2j",
                "d2j",
                command,
                with(
                        threadSettings(threads),
                        Map.of(
                                "D2J_NO_BUILD",
                                "1",
                                "D2J_THREADS",
                                String.valueOf(threads),
                                "JAVA_HOME",
                                System.getProperty("java.home"))),
                Set.of());
    }

    private Contender dl4j(int threads) throws IOException, InterruptedException {
        List<String> path = new ArrayList<>();
        path.add(workerClasses().toString());
        for (String entry : entries(target.resolve("classpath.txt"))) {
            String name = Path.of(entry).getFileName().toString();
            if (name.matches("nd4j-native-.*-onednn.*\\.jar")) {
                path.add(plainNative(name));
            } else if (!name.startsWith("dnnl-")) {
                path.add(entry);
            }
        }
        return new Contender(
                "dl4j",
                "DL4J",
                List.of(
                        java(),
                        "-Djava.awt.headless=true",
                        "-Dd2j.log=" + made.resolve("dl4j-library.log"),
                        "-cp",
                        String.join(File.pathSeparator, path),
                        "d2j.bench.Dl4jWorker"),
                threadSettings(threads),
                OURS);
    }

    private String plainNative(String name) throws IOException, InterruptedException {
        String plain = name.replaceFirst("-onednn.*\\.jar", ".jar");
        return peersPath().stream()
                .filter(entry -> entry.endsWith(plain))
                .findFirst()
                .orElseThrow(() -> new NotAvailableException("Maven did not find " + plain));
    }

    private Contender pytorch(int threads) throws IOException, InterruptedException {
        String python = python();
        return new Contender(
                "pytorch",
                "PyTorch",
                List.of(
                        python,
                        "-B",
                        home.resolve("bench").resolve("torch_rival.py").toString(),
                        String.valueOf(threads)),
                with(threadSettings(threads), WAITING),
                OURS);
    }

    /** A Python with PyTorch and Jupyter's kernel. */
    static String pythonKernel() throws InterruptedException {
        String python = python();
        if (!succeeds(python, "-c", "import ipykernel, jupyter_client")) {
            throw new NotAvailableException(python + " has PyTorch but no Jupyter kernel; to compare with it: "
                    + "sudo apt install python3-ipykernel");
        }
        return python;
    }

    private static String python() throws InterruptedException {
        Set<String> candidates = new LinkedHashSet<>();
        String wish = System.getenv("D2J_PYTHON");
        if (wish != null && !wish.isBlank()) {
            candidates.add(wish);
        }
        candidates.addAll(List.of("python3", "/usr/bin/python3"));
        for (String candidate : candidates) {
            if (succeeds(candidate, "-c", "import torch")) {
                return candidate;
            }
        }
        throw new NotAvailableException("no Python with PyTorch found; to compare with it: sudo apt install "
                + "python3-torch (or name another Python in D2J_PYTHON)");
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Contender djl(int threads) throws IOException, InterruptedException {
        if (!SystemUtils.IS_OS_LINUX || !SystemUtils.OS_ARCH.equals("amd64")) {
            throw new NotAvailableException("DJL's PyTorch is set up for Linux on x86-64 only");
        }
        String path = workerClasses()
                + File.pathSeparator
                + peersPath().stream()
                        .filter(entry -> !entry.matches(".*[/\\\\]org[/\\\\](nd4j|deeplearning4j|bytedeco)[/\\\\].*"))
                        .collect(Collectors.joining(File.pathSeparator));
        String cache = made.resolve("djl").toString();
        // Java compiles the program itself, so that the ordinary build needs no DJL.
        return new Contender(
                "djl",
                "DJL",
                List.of(
                        java(),
                        "-Djava.awt.headless=true",
                        "-Dai.djl.offline=true",
                        "-Dd2j.log=" + made.resolve("djl-library.log"),
                        "-Dai.djl.pytorch.num_threads=" + threads,
                        "-cp",
                        path,
                        home.resolve("bench")
                                .resolve("peers")
                                .resolve("DjlRival.java")
                                .toString()),
                with(
                        with(threadSettings(threads), WAITING),
                        Map.of("DJL_CACHE_DIR", cache, "OPT_OUT_TRACKING", "true")),
                OURS);
    }

    private static Map<String, String> with(Map<String, String> first, Map<String, String> second) {
        return Stream.of(first, second)
                .flatMap(map -> map.entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> b));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * The workers and the models that they train, in a folder of their own: a rival must not find this project's engine
     * on its class path, nor the layers that only run on it.
     */
    Path workerClasses() throws IOException {
        Path from = target.resolve("classes");
        Path to = made.resolve("classes");
        List<Path> wanted = new ArrayList<>(List.of(LOG_SERVICE));
        for (String room : List.of("bench", "vision", "nn", "log")) {
            try (Stream<Path> files = Files.list(from.resolve("d2j").resolve(room))) {
                files.filter(file -> file.toString().endsWith(".class"))
                        .map(from::relativize)
                        .forEach(wanted::add);
            }
        }
        removeAllBut(wanted, to);
        for (Path file : wanted) {
            byte[] content = Files.readAllBytes(from.resolve(file));
            Path copy = to.resolve(file);
            if (!Files.exists(copy) || !Arrays.equals(content, Files.readAllBytes(copy))) {
                Files.createDirectories(copy.getParent());
                Files.write(copy, content);
            }
        }
        return to;
    }

    /** What an earlier build left would hide that something is missing. */
    private static void removeAllBut(List<Path> wanted, Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> there;
        try (Stream<Path> files = Files.walk(folder)) {
            there = files.filter(Files::isRegularFile).toList();
        }
        for (Path file : there) {
            if (!wanted.contains(folder.relativize(file))) {
                Files.delete(file);
            }
        }
    }

    private static List<String> entries(Path file) throws IOException {
        return List.of(Files.readString(file).strip().split(File.pathSeparator));
    }

    /** The class path of the Maven profile {@code peers}; Maven resolves it when it is missing or out of date. */
    private List<String> peersPath() throws IOException, InterruptedException {
        if (peersPath == null) {
            Path file = target.resolve("peers-classpath.txt");
            if (!upToDate(file)) {
                resolvePeers(file);
            }
            peersPath = entries(file);
        }
        return peersPath;
    }

    private boolean upToDate(Path file) throws IOException {
        return Files.exists(file)
                && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(home.resolve("pom.xml"))) > 0
                && entries(file).stream().allMatch(entry -> Files.exists(Path.of(entry)));
    }

    private void resolvePeers(Path file) throws IOException, InterruptedException {
        Path log = Files.createDirectories(made).resolve("maven.log");
        // Without a network first: Maven would ask for news about every library.
        if (!maven(log, true)) {
            progress.accept("downloading the rivals' libraries, once (" + DOWNLOAD + ") ...");
            if (!maven(log, false)) {
                throw new NotAvailableException("Maven could not fetch the rivals' libraries; " + log + " says why");
            }
        }
        Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
    }

    private boolean maven(Path log, boolean offline) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                SystemUtils.IS_OS_WINDOWS ? "mvn.cmd" : "mvn",
                "-B",
                "-Ppeers",
                "dependency:build-classpath@peers-class-path"));
        if (offline) {
            command.add("-o");
        }
        try {
            return new ProcessBuilder(command)
                            .directory(home.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            throw new NotAvailableException("Maven (mvn) does not start: " + e.getMessage());
        }
    }
}
