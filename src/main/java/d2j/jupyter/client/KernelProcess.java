package d2j.jupyter.client;

import d2j.jupyter.protocol.ConnectionFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The process of a kernel: started with its connection file, watched, and ended with this Java at the latest. */
final class KernelProcess {

    private static final int LAST_LINES = 40;
    private static final int LINE_LENGTH = 400;
    private static final long MEMORY_INTERVAL = TimeUnit.MILLISECONDS.toNanos(200);

    private final Process process;
    private final Path connectionFile;
    private final Thread undertaker;
    private final Thread listener;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private long peakMemory;
    private long memoryRead;

    private KernelProcess(Process process, Path connectionFile) {
        this.process = process;
        this.connectionFile = connectionFile;
        undertaker = new Thread(this::kill, "d2j-kernel-undertaker");
        Runtime.getRuntime().addShutdownHook(undertaker);
        listener = new Thread(this::keepLastLines, "d2j-kernel-last-words");
        listener.setDaemon(true);
        listener.start();
    }

    /**
     * Starts a kernel.
     *
     * @param connectionFile is deleted with the process
     * @throws KernelDiedException if the command cannot be started
     */
    static KernelProcess start(KernelCommand command, Path workingFolder, Path connectionFile) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command.argumentsFor(connectionFile));
        builder.directory(workingFolder.toFile());
        builder.environment().putAll(command.environment());
        // Kernels that know one of these end when this process is killed and cannot end them.
        String own = Long.toString(ProcessHandle.current().pid());
        builder.environment().put("JPY_PARENT_PID", own);
        builder.environment().put(ConnectionFile.CLIENT_VARIABLE, own);
        builder.redirectErrorStream(true);
        try {
            return new KernelProcess(builder.start(), connectionFile);
        } catch (IOException e) {
            Files.deleteIfExists(connectionFile);
            throw new KernelDiedException("the kernel could not be started: " + e.getMessage(), "");
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits, unless the process ends first. */
    void pause(int milliseconds) {
        try {
            process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The last lines that the process printed by itself, outside the protocol. */
    String lastWords() {
        synchronized (lastLines) {
            return String.join("\n", lastLines);
        }
    }

    /** Those lines, to be put behind a message; empty if there are none. */
    String quotedLastWords() {
        String words = lastWords();
        return words.isBlank() ? "" : "; it said:\n" + words.strip().indent(4).stripTrailing();
    }

    /** How the process ended; waits for its end. */
    KernelDiedException death() {
        int exit;
        try {
            exit = process.waitFor();
            listener.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exit = -1;
        }
        String how = exit > 128 && exit < 160
                ? "was ended by signal " + (exit - 128) + (exit == 137 ? " (often: the machine ran out of memory)" : "")
                : "ended with status " + exit;
        return new KernelDiedException("the kernel process " + how + quotedLastWords(), lastWords());
    }

    /** Ends the process at once; may be called from any thread. */
    void kill() {
        try (Stream<ProcessHandle> children = process.descendants()) {
            children.forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly();
        try {
            Files.deleteIfExists(connectionFile);
        } catch (IOException e) {
            // It holds a key that no longer opens anything.
        }
    }

    /** A killed process is gone when the system has taken note, which a busy one does a moment later. */
    private void awaitDeath() {
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the process to end by itself, but not for long, and ends it then; it is gone afterwards. */
    void end(Duration grace) {
        try {
            process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
        awaitDeath();
        try {
            Runtime.getRuntime().removeShutdownHook(undertaker);
        } catch (IllegalStateException e) {
            // Java is ending: the hook runs by itself.
        }
    }

    /** The most memory that it has had resident so far, in bytes; empty where the system does not tell. */
    OptionalLong peakMemory() {
        readPeakMemory();
        return peakMemory == 0 ? OptionalLong.empty() : OptionalLong.of(peakMemory);
    }

    /** To be called now and then while the process lives; a reading that is fresh enough stands. */
    void readPeakMemory() {
        long now = System.nanoTime();
        if (memoryRead != 0 && now - memoryRead < MEMORY_INTERVAL) {
            return;
        }
        memoryRead = now;
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return;
        }
        try (Stream<String> lines = Files.lines(status)) {
            lines.filter(line -> line.startsWith("VmHWM:"))
                    .findFirst()
                    .ifPresent(line ->
                            peakMemory = Math.max(peakMemory, Long.parseLong(line.replaceAll("\\D", "")) * 1024));
        } catch (IOException | UncheckedIOException e) {
            // The process has just ended; the last reading stands.
        }
    }

    private void keepLastLines() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lastLines) {
                    lastLines.addLast(line.length() > LINE_LENGTH ? line.substring(0, LINE_LENGTH) + " ..." : line);
                    if (lastLines.size() > LAST_LINES) {
                        lastLines.removeFirst();
                    }
                }
            }
        } catch (IOException e) {
            // The process has ended.
        }
    }
}
