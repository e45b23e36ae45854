package d2j.jupyter.client;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import d2j.jupyter.protocol.Codec;
import d2j.jupyter.protocol.ConnectionFile;
import d2j.jupyter.protocol.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Starts a Jupyter kernel as a process of its own and talks to it over the Jupyter protocol (ZeroMQ).
 *
 * <p>One thread uses a client at a time; only {@link #interrupt()} and {@link #kill()} may be called from another. The
 * kernel process never outlives the client: {@link #close()} ends it, and so does the end of this Java process.
 */
public final class KernelClient implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration INTERRUPT_GRACE = Duration.ofSeconds(10);
    private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(3);
    private static final int START_ATTEMPTS = 3;
    private static final int LAST_LINES = 40;
    private static final int POLL_MILLISECONDS = 100;

    private final int[] ports;
    private final Codec codec;
    private final Path connectionFile;
    private final Process process;
    private final Thread undertaker;
    private final Thread listener;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final ZContext context = new ZContext();
    private final ZMQ.Socket shell;
    private final ZMQ.Socket broadcast;
    private final ZMQ.Socket input;
    private final ZMQ.Socket control;
    private final ZMQ.Socket heartbeat;
    private final ZMQ.Poller poller;
    private volatile boolean interruptRequested;
    private boolean heartbeatPending;
    private long heartbeatSent;
    private long lastHeartbeat = System.nanoTime();
    private long peakMemory;
    private long memoryRead;

    /** What a kernel sends while it executes a cell, in the form of notebook outputs. */
    public interface OutputListener {

        /** Text on "stdout" or "stderr". */
        default void stream(String name, String text) {}

        /**
         * An output of type display_data, execute_result or error, as nbformat 4 writes it.
         *
         * @param displayId the identity under which it may be updated later; null if it has none
         */
        default void output(JsonObject output, String displayId) {}

        /** New content for every output that was displayed under this identity. */
        default void update(String displayId, JsonObject data, JsonObject metadata) {}

        /**
         * Removes the cell's outputs so far.
         *
         * @param wait only when the next output comes
         */
        default void clear(boolean wait) {}
    }

    /** How the execution of a cell ended. */
    public enum Status {
        /** Without an error. */
        OK,
        /** With an exception, or it did not compile. */
        ERROR,
        /** The kernel refused it because an earlier cell failed. */
        ABORTED,
        /** It took too long and was interrupted. */
        TIMED_OUT,
        /** {@link KernelClient#interrupt()} was called. */
        INTERRUPTED
    }

    /**
     * The reply to an execution.
     *
     * @param errorName    the exception's class; empty without an error
     * @param errorMessage the exception's message; empty without an error
     * @param traceback    the kernel's own lines about the error
     * @param responsive   whether the kernel came back; false if it ignored an interruption
     */
    public record Reply(
            Status status, String errorName, String errorMessage, List<String> traceback, boolean responsive) {}

    private KernelClient(KernelCommand command, Path workingFolder) throws IOException {
        ports = freePorts(5);
        String key = UUID.randomUUID().toString();
        codec = new Codec(key);
        connectionFile = new ConnectionFile("127.0.0.1", ports[0], ports[3], ports[1], ports[2], ports[4], key)
                .writeTemporary("d2j-java");
        try {
            ProcessBuilder builder = new ProcessBuilder(command.argumentsFor(connectionFile));
            builder.directory(workingFolder.toFile());
            builder.environment().putAll(command.environment());
            // Kernels that know this variable end when this process is killed and cannot end them.
            builder.environment()
                    .put("JPY_PARENT_PID", Long.toString(ProcessHandle.current().pid()));
            builder.redirectErrorStream(true);
            process = builder.start();
        } catch (IOException e) {
            Files.deleteIfExists(connectionFile);
            context.close();
            throw new KernelDiedException("the kernel could not be started: " + e.getMessage(), "");
        }
        undertaker = new Thread(this::kill, "d2j-kernel-undertaker");
        Runtime.getRuntime().addShutdownHook(undertaker);
        listener = new Thread(this::keepLastLines, "d2j-kernel-last-words");
        listener.setDaemon(true);
        listener.start();
        shell = connect(SocketType.DEALER, ports[0]);
        broadcast = connect(SocketType.SUB, ports[1]);
        // The kernel routes its questions by the identity of the shell channel.
        input = connect(SocketType.DEALER, ports[2]);
        control = connect(SocketType.DEALER, ports[3]);
        heartbeat = connect(SocketType.DEALER, ports[4]);
        poller = context.createPoller(5);
        for (ZMQ.Socket socket : List.of(shell, broadcast, input, control, heartbeat)) {
            poller.register(socket, ZMQ.Poller.POLLIN);
        }
    }

    /**
     * Starts a kernel and waits until it answers.
     *
     * @param workingFolder the folder in which the kernel runs
     * @throws KernelDiedException if it does not come up
     * @throws IOException         if the connection file cannot be written
     */
    public static KernelClient start(KernelCommand command, Path workingFolder) throws IOException {
        for (int attempt = 1; ; attempt++) {
            KernelClient client = new KernelClient(command, workingFolder);
            try {
                client.awaitReady();
                return client;
            } catch (KernelDiedException e) {
                client.close();
                // Another program may have taken a port in the moment before the kernel did.
                if (attempt == START_ATTEMPTS || !client.someoneElseHasAPort()) {
                    throw e;
                }
            } catch (RuntimeException | Error e) {
                client.close();
                throw e;
            }
        }
    }

    /** The kernel's process number. */
    public long processId() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The most memory that the kernel has had resident so far, in bytes; empty where the system does not tell. */
    public OptionalLong peakMemory() {
        readPeakMemory();
        return peakMemory == 0 ? OptionalLong.empty() : OptionalLong.of(peakMemory);
    }

    /** The last lines that the kernel process printed by itself, outside the protocol. */
    public String lastWords() {
        synchronized (lastLines) {
            return String.join("\n", lastLines);
        }
    }

    /** Seconds since the kernel last answered a heartbeat; a busy kernel answers within a second or two. */
    public double secondsSinceHeartbeat() {
        return (System.nanoTime() - lastHeartbeat) / 1e9;
    }

    /**
     * Executes code and waits for the end.
     *
     * @param limit what it may take; it is interrupted then
     * @throws KernelDiedException if the process ends meanwhile
     */
    public Reply execute(String code, Duration limit, OutputListener outputs) throws KernelDiedException {
        JsonObject content = new JsonObject();
        content.addProperty("code", code);
        content.addProperty("silent", false);
        content.addProperty("store_history", true);
        content.add("user_expressions", new JsonObject());
        content.addProperty("allow_stdin", false);
        content.addProperty("stop_on_error", true);
        Message request = request("execute_request", content);
        lastHeartbeat = System.nanoTime();
        send(shell, request);

        Execution execution = new Execution(request, outputs);
        long deadline = System.nanoTime() + limit.toNanos();
        Status interrupted = null;
        long giveUp = Long.MAX_VALUE;
        while (!execution.done()) {
            if (interrupted == null && (interruptRequested || System.nanoTime() - deadline >= 0)) {
                interrupted = interruptRequested ? Status.INTERRUPTED : Status.TIMED_OUT;
                send(control, request("interrupt_request", new JsonObject()));
                giveUp = System.nanoTime() + INTERRUPT_GRACE.toNanos();
            }
            if (interrupted != null && System.nanoTime() - giveUp >= 0) {
                return new Reply(interrupted, "", "", List.of(), false);
            }
            boolean alive = process.isAlive();
            boolean received = receive(POLL_MILLISECONDS, execution);
            // Only after a look at an empty queue: the last messages of a dying kernel may still be on their way.
            if (!alive && !received) {
                throw died();
            }
        }
        interruptRequested = false;
        return execution.reply(interrupted);
    }

    /** Interrupts the running cell; may be called from any thread. */
    public void interrupt() {
        interruptRequested = true;
    }

    /** Ends the kernel process at once; may be called from any thread. */
    public void kill() {
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

    /** Asks the kernel to end, and ends it if it does not. */
    @Override
    public void close() {
        readPeakMemory();
        if (process.isAlive()) {
            JsonObject content = new JsonObject();
            content.addProperty("restart", false);
            send(control, request("shutdown_request", content));
            try {
                process.waitFor(SHUTDOWN_GRACE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(undertaker);
        } catch (IllegalStateException e) {
            // Java is ending: the hook runs by itself.
        }
        context.setLinger(0);
        context.close();
    }

    private void awaitReady() throws KernelDiedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        long nextRequest = 0;
        Message request = null;
        boolean[] seen = new boolean[2];
        while (!(seen[0] && seen[1])) {
            long now = System.nanoTime();
            if (now - deadline >= 0) {
                String words = lastWords();
                throw new KernelDiedException(
                        "the kernel did not answer within " + START_LIMIT.toSeconds() + " s" + quoted(words), words);
            }
            if (request == null || now - nextRequest >= 0) {
                request = request("kernel_info_request", new JsonObject());
                send(shell, request);
                // A reply without a broadcast: the subscription was not there yet, and soon will be.
                nextRequest = now + TimeUnit.MILLISECONDS.toNanos(seen[0] ? 50 : 2000);
            }
            boolean alive = process.isAlive();
            boolean received = receive(seen[0] ? 20 : POLL_MILLISECONDS, new Receiver() {
                @Override
                public void shell(Message message) {
                    seen[0] |= message.type().equals("kernel_info_reply");
                }

                @Override
                public void broadcast(Message message) {
                    seen[1] = true;
                }
            });
            if (seen[0] && !seen[1] && nextRequest - now > TimeUnit.MILLISECONDS.toNanos(50)) {
                nextRequest = now + TimeUnit.MILLISECONDS.toNanos(50);
            }
            if (!alive && !received) {
                throw died();
            }
        }
    }

    private KernelDiedException died() {
        int exit;
        try {
            exit = process.waitFor();
            listener.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exit = -1;
        }
        String words = lastWords();
        String how = exit > 128 && exit < 160
                ? "was ended by signal " + (exit - 128) + (exit == 137 ? " (often: the machine ran out of memory)" : "")
                : "ended with status " + exit;
        return new KernelDiedException("the kernel process " + how + quoted(words), words);
    }

    private static String quoted(String words) {
        return words.isBlank() ? "" : "; it said:\n" + words.strip().indent(4).stripTrailing();
    }

    /** Hands every message that has arrived to the receiver; false if none came within the time. */
    private boolean receive(int milliseconds, Receiver receiver) {
        beat();
        readPeakMemory();
        if (poller.poll(milliseconds) <= 0) {
            return false;
        }
        if (poller.pollin(4)) {
            while (heartbeat.recv(ZMQ.DONTWAIT) != null) {
                lastHeartbeat = System.nanoTime();
                heartbeatPending = false;
            }
        }
        // Broadcasts first: what a cell printed belongs before its end.
        boolean any = drain(broadcast, poller.pollin(1), receiver::broadcast);
        any |= drain(shell, poller.pollin(0), receiver::shell);
        any |= drain(input, poller.pollin(2), this::refuseInput);
        any |= drain(control, poller.pollin(3), message -> {});
        return any;
    }

    private boolean drain(ZMQ.Socket socket, boolean ready, Consumer<Message> receiver) {
        if (!ready) {
            return false;
        }
        boolean any = false;
        for (byte[] frame = socket.recv(ZMQ.DONTWAIT); frame != null; frame = socket.recv(ZMQ.DONTWAIT)) {
            List<byte[]> frames = new ArrayList<>();
            frames.add(frame);
            while (socket.hasReceiveMore()) {
                frames.add(socket.recv());
            }
            any |= decode(frames, receiver);
        }
        return any;
    }

    private boolean decode(List<byte[]> frames, Consumer<Message> receiver) {
        Message message;
        try {
            message = codec.decode(frames);
        } catch (IllegalArgumentException e) {
            // Whoever sent this, the kernel did not: it is not signed with the key.
            return false;
        }
        receiver.accept(message);
        return true;
    }

    private Message request(String type, JsonObject content) {
        return codec.message(List.of(), type, new JsonObject(), content);
    }

    private void beat() {
        long now = System.nanoTime();
        if (!heartbeatPending && now - heartbeatSent > TimeUnit.SECONDS.toNanos(1)) {
            heartbeatSent = now;
            heartbeatPending = true;
            // A DEALER speaks to the kernel's REP socket when it sends the empty frame that a REQ would.
            heartbeat.send(new byte[0], ZMQ.SNDMORE | ZMQ.DONTWAIT);
            heartbeat.send("ping".getBytes(StandardCharsets.US_ASCII), ZMQ.DONTWAIT);
        }
    }

    private void refuseInput(Message question) {
        if (question.type().equals("input_request")) {
            JsonObject content = new JsonObject();
            content.addProperty("value", "");
            send(input, codec.message(List.of(), "input_reply", question.header(), content));
        }
    }

    private void send(ZMQ.Socket socket, Message message) {
        List<byte[]> frames = codec.encode(message);
        for (int i = 0; i < frames.size(); i++) {
            socket.send(frames.get(i), i < frames.size() - 1 ? ZMQ.SNDMORE : 0);
        }
    }

    private ZMQ.Socket connect(SocketType type, int port) {
        ZMQ.Socket socket = context.createSocket(type);
        if (type == SocketType.DEALER) {
            socket.setIdentity(codec.session().getBytes(StandardCharsets.US_ASCII));
        } else {
            socket.subscribe(ZMQ.SUBSCRIPTION_ALL);
        }
        socket.setRcvHWM(0);
        socket.setSndHWM(0);
        socket.setLinger(0);
        // The kernel takes a second to bind; the default of 100 ms would be felt.
        socket.setReconnectIVL(20);
        socket.connect("tcp://127.0.0.1:" + port);
        return socket;
    }

    private void readPeakMemory() {
        long now = System.nanoTime();
        if (memoryRead != 0 && now - memoryRead < TimeUnit.MILLISECONDS.toNanos(200)) {
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
                    lastLines.addLast(line.length() > 400 ? line.substring(0, 400) + " ..." : line);
                    if (lastLines.size() > LAST_LINES) {
                        lastLines.removeFirst();
                    }
                }
            }
        } catch (IOException e) {
            // The process has ended.
        }
    }

    /**
     * Ports that nobody listens on. They lie below the range from which systems take the ports of outgoing connections,
     * so that no other program is given one between this look and the kernel's own binding.
     */
    private static int[] freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int attempt = 0; held.size() < count; attempt++) {
                ServerSocket socket = new ServerSocket();
                socket.setReuseAddress(false);
                try {
                    int port = ThreadLocalRandom.current().nextInt(16_000, 32_000);
                    socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
                    held.add(socket);
                } catch (IOException e) {
                    socket.close();
                    if (attempt > 1000) {
                        throw new IOException("found no free port on 127.0.0.1", e);
                    }
                }
            }
            return held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    private boolean someoneElseHasAPort() {
        for (int port : ports) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            } catch (IOException e) {
                return true;
            }
        }
        return false;
    }

    private interface Receiver {

        void shell(Message message);

        void broadcast(Message message);
    }

    /** Follows one execution to its end: the reply on the shell channel and "idle" on the broadcast channel. */
    private static final class Execution implements Receiver {

        private static final long IDLE_PATIENCE = TimeUnit.SECONDS.toNanos(5);

        private final Message request;
        private final OutputListener outputs;
        private JsonObject reply;
        private long replied;
        private boolean idle;
        private JsonObject error;

        Execution(Message request, OutputListener outputs) {
            this.request = request;
            this.outputs = outputs;
        }

        /** A kernel that replied but never says that it is idle is not waited for. */
        boolean done() {
            return reply != null && (idle || System.nanoTime() - replied > IDLE_PATIENCE);
        }

        @Override
        public void shell(Message message) {
            if (message.answers(request) && message.type().equals("execute_reply")) {
                reply = message.content();
                replied = System.nanoTime();
            }
        }

        @Override
        public void broadcast(Message message) {
            JsonObject content = message.content();
            // A thread that a cell left behind may print under an older cell's name: that belongs here as well.
            switch (message.type()) {
                case "status" ->
                    idle |= message.answers(request)
                            && content.get("execution_state").getAsString().equals("idle");
                case "stream" ->
                    outputs.stream(
                            content.get("name").getAsString(),
                            content.get("text").getAsString());
                case "display_data", "execute_result" -> outputs.output(output(message), displayId(content));
                case "update_display_data" ->
                    outputs.update(displayId(content), object(content, "data"), object(content, "metadata"));
                case "clear_output" ->
                    outputs.clear(content.has("wait") && content.get("wait").getAsBoolean());
                case "error" -> {
                    error = content;
                    outputs.output(output(message), null);
                }
                default -> {}
            }
        }

        Reply reply(Status interrupted) {
            String status = string(reply, "status", "ok");
            if (interrupted != null && !status.equals("ok")) {
                return new Reply(interrupted, "", "", List.of(), true);
            }
            if (status.equals("ok") && error == null) {
                return new Reply(interrupted == Status.TIMED_OUT ? interrupted : Status.OK, "", "", List.of(), true);
            }
            if (status.equals("aborted") && error == null) {
                return new Reply(Status.ABORTED, "", "", List.of(), true);
            }
            JsonObject source = error != null ? error : reply;
            List<String> traceback = new ArrayList<>();
            if (source.has("traceback") && source.get("traceback") instanceof JsonArray lines) {
                for (JsonElement line : lines) {
                    traceback.add(line.getAsString());
                }
            }
            return new Reply(
                    Status.ERROR, string(source, "ename", "Error"), string(source, "evalue", ""), traceback, true);
        }

        private static JsonObject output(Message message) {
            JsonObject content = message.content();
            JsonObject output = new JsonObject();
            output.addProperty("output_type", message.type());
            if (message.type().equals("error")) {
                output.addProperty("ename", string(content, "ename", "Error"));
                output.addProperty("evalue", string(content, "evalue", ""));
                output.add("traceback", content.has("traceback") ? content.get("traceback") : new JsonArray());
                return output;
            }
            output.add("data", object(content, "data"));
            output.add("metadata", object(content, "metadata"));
            if (message.type().equals("execute_result")) {
                output.add("execution_count", content.get("execution_count"));
            }
            return output;
        }

        private static String displayId(JsonObject content) {
            JsonObject passing = object(content, "transient");
            return passing.has("display_id") ? passing.get("display_id").getAsString() : null;
        }

        private static JsonObject object(JsonObject parent, String name) {
            return parent.has(name) && parent.get(name).isJsonObject()
                    ? parent.getAsJsonObject(name)
                    : new JsonObject();
        }

        private static String string(JsonObject parent, String name, String otherwise) {
            return parent.has(name) && parent.get(name).isJsonPrimitive()
                    ? parent.get(name).getAsString()
                    : otherwise;
        }
    }
}
