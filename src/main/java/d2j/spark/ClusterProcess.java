package d2j.spark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One Java process of a cluster. It ends with this process, also when this one is killed. */
final class ClusterProcess {

    static final String HOST = "127.0.0.1";
    /** What Spark needs on Java 17; executors get the same list from Spark itself. */
    private static final List<String> OPEN_PACKAGES = List.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "jdk.internal.ref",
            "sun.nio.ch",
            "sun.nio.cs",
            "sun.security.action",
            "sun.util.calendar");

    private final String name;
    private final Process process;
    private final Path log;

    private ClusterProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts one.
     *
     * @param folder  where it writes its log
     * @param options of the Java virtual machine
     * @param program its class and arguments
     * @param listener gets each line of its standard output, on a thread of its own
     */
    static ClusterProcess start(
            String name,
            Path folder,
            String classPath,
            List<String> options,
            List<String> program,
            Consumer<String> listener)
            throws IOException {
        Path log = folder.resolve(name.replace(' ', '-') + ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djdk.reflect.useDirectMethodHandle=false",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-Dd2j.log=" + log));
        OPEN_PACKAGES.forEach(open -> command.add("--add-opens=java.base/" + open + "=ALL-UNNAMED"));
        command.add("--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED");
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                classPath,
                "d2j.spark.job.Node",
                Long.toString(ProcessHandle.current().pid())));
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment()
                .putAll(java.util.Map.of(
                        "SPARK_LOCAL_IP",
                        HOST,
                        "SPARK_LOCAL_HOSTNAME",
                        HOST,
                        "SPARK_SCALA_VERSION",
                        "2.12",
                        // Spark looks for its own jars below this folder, and finds none: they are on the class path.
                        "SPARK_HOME",
                        folder.toString()));
        builder.redirectError(ProcessBuilder.Redirect.appendTo(
                folder.resolve(log.getFileName() + ".err").toFile()));
        Process process = builder.start();
        Thread reader = new Thread(() -> read(process, listener), "d2j-" + name);
        reader.setDaemon(true);
        reader.start();
        return new ClusterProcess(name, process, log);
    }

    private static void read(Process process, Consumer<String> listener) {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                listener.accept(line);
            }
        } catch (IOException e) {
            // It ended.
        }
        listener.accept("ended");
    }

    String name() {
        return name;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void write(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /**
     * Waits until it listens.
     *
     * @throws IllegalStateException if it ends before, or does not within the time
     */
    void awaitPort(int port, int seconds) throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!listens(port)) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the " + name + " ended as soon as it was started: " + lastError());
            }
            if (System.nanoTime() > limit) {
                throw new IllegalStateException("the " + name + " was not ready within " + seconds + " s");
            }
            Thread.sleep(50);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }

    static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(HOST, port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The last error in its log, or the last line that it printed. */
    String lastError() {
        for (Path file : List.of(log, log.resolveSibling(log.getFileName() + ".err"))) {
            try (Stream<String> lines = Files.lines(file)) {
                List<String> errors = lines.filter(line ->
                                line.contains(" ERROR ") || line.contains("Exception") || line.startsWith("Error"))
                        .collect(Collectors.toList());
                if (!errors.isEmpty()) {
                    return errors.get(errors.size() - 1).strip();
                }
            } catch (IOException | java.io.UncheckedIOException e) {
                // The other file may say it.
            }
        }
        return "it said nothing";
    }

    /** As the system does to a process that takes too much memory; returns when it has ended. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Asks it to end, and makes it after some seconds. */
    void stop() {
        process.destroy();
        try {
            if (process.waitFor(5, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    /** A line about a process: what it is, its number, its memory as the system tells it. */
    static String row(String name, ProcessHandle process) {
        String memory = "";
        try {
            memory = Files.readString(Path.of("/proc/" + process.pid() + "/status"))
                    .lines()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MiB")
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            // Other systems do not tell, and a process may just have ended.
        }
        return String.format(
                Locale.ROOT,
                "%-16s process %-8d %-8s %s%n",
                name,
                process.pid(),
                process.isAlive() ? "runs" : "gone",
                memory);
    }

    static void delete(Path folder) {
        File[] files = folder.toFile().listFiles();
        if (files != null) {
            Arrays.stream(files).map(File::toPath).forEach(ClusterProcess::delete);
        }
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // A temporary folder; the system clears them.
        }
    }
}
