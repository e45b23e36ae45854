package d2j.jupyter.kernel;

import com.google.gson.JsonObject;
import d2j.jupyter.protocol.Codec;
import d2j.jupyter.protocol.ConnectionFile;
import d2j.jupyter.protocol.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** A kernel in a process of its own, and the plain protocol to talk with it, message by message. */
final class KernelProcess implements AutoCloseable {
    /** The Java that runs the kernels; {@code -Dd2j.kernel.java=/path/to/jdk} chooses another than the tests'. */
    static final String JAVA = System.getProperty("d2j.kernel.java", System.getProperty("java.home"));

    private static final int PATIENCE_MILLIS = 60_000;

    final Process process;
    final long started = System.nanoTime();
    private final Path connectionFile;
    private final Path errors;
    private final ZMQ.Context context = ZMQ.context(1);
    private final Codec codec;
    private final Map<String, ZMQ.Socket> sockets = new LinkedHashMap<>();

    KernelProcess(String... options) throws IOException {
        this(Map.of(), options);
    }

    KernelProcess(Map<String, String> environment, String... options) throws IOException {
        ConnectionFile connection = ConnectionFile.onFreePorts();
        codec = new Codec(connection.key());
        connectionFile = connection.writeTemporary("d2j-java");
        errors = Files.createTempFile("d2j-kernel-", ".err");
        // Where a test fails before it closes this.
        connectionFile.toFile().deleteOnExit();
        errors.toFile().deleteOnExit();
        List<String> command = new ArrayList<>(List.of(
                Path.of(JAVA, "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-Xss4m",
                "-Djava.awt.headless=true"));
        command.addAll(List.of(options));
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of("-cp", classPath, "d2j.jupyter.kernel.KernelMain", connectionFile.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
        byte[] identity = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
        connect("shell", SocketType.DEALER, identity, connection.address(connection.shellPort()));
        connect("control", SocketType.DEALER, identity, connection.address(connection.controlPort()));
        connect("iopub", SocketType.SUB, identity, connection.address(connection.iopubPort()));
        connect("stdin", SocketType.DEALER, identity, connection.address(connection.stdinPort()));
        connect("hb", SocketType.REQ, identity, connection.address(connection.heartbeatPort()));
    }

    private void connect(String name, SocketType type, byte[] identity, String address) {
        ZMQ.Socket socket = context.socket(type);
        socket.setLinger(0);
        socket.setHWM(0);
        if (type == SocketType.DEALER) {
            // The kernel asks for input at the address of the client that sent the cell.
            socket.setIdentity(identity);
        } else if (type == SocketType.SUB) {
            socket.subscribe(new byte[0]);
        }
        socket.connect(address);
        sockets.put(name, socket);
    }

    /** Sends a request; returns its id. */
    String send(String channel, String type, Map<String, ?> content) {
        return sendSigned(codec, channel, type, content);
    }

    String sendWithKey(String key, String channel, String type, Map<String, ?> content) {
        return sendSigned(new Codec(key), channel, type, content);
    }

    private String sendSigned(Codec signer, String channel, String type, Map<String, ?> content) {
        List<byte[]> frames = signer.encode(List.of(), type, new JsonObject(), content);
        for (int i = 0; i < frames.size(); i++) {
            sockets.get(channel).send(frames.get(i), i < frames.size() - 1 ? ZMQ.SNDMORE : 0);
        }
        return signer.decode(frames).header().get("msg_id").getAsString();
    }

    /** The next message on a channel, or {@code null} if none comes in time. */
    Message receive(String channel, int millis) {
        ZMQ.Socket socket = sockets.get(channel);
        socket.setReceiveTimeOut(millis);
        byte[] frame = socket.recv();
        if (frame == null) {
            return null;
        }
        List<byte[]> frames = new ArrayList<>(List.of(frame));
        while (socket.hasReceiveMore()) {
            frames.add(socket.recv());
        }
        return codec.decode(frames);
    }

    /** The reply to a request; fails if another one comes first. */
    Message reply(String channel, String id) {
        Message reply = receive(channel, PATIENCE_MILLIS);
        if (reply == null || !parent(reply).equals(id)) {
            throw new AssertionError("expected the reply to " + id + ", got " + reply + "\n" + errors());
        }
        return reply;
    }

    static String parent(Message message) {
        return message.parent().has("msg_id") ? message.parent().get("msg_id").getAsString() : "";
    }

    /** What came of one cell: the reply, and all that was published for it, without the status messages. */
    record Ran(Message reply, List<Message> published) {
        String status() {
            return reply.text("status");
        }

        List<Message> ofType(String type) {
            return published.stream()
                    .filter(message -> message.type().equals(type))
                    .toList();
        }

        String stream(String name) {
            StringBuilder text = new StringBuilder();
            for (Message message : ofType("stream")) {
                text.append(message.text("name").equals(name) ? message.text("text") : "");
            }
            return text.toString();
        }

        /** The plain text of the result; {@code null} if there is none. */
        String result() {
            List<Message> results = ofType("execute_result");
            return results.isEmpty()
                    ? null
                    : results.get(0)
                            .content()
                            .getAsJsonObject("data")
                            .get("text/plain")
                            .getAsString();
        }

        String traceback() {
            List<String> lines = new ArrayList<>();
            reply.content().getAsJsonArray("traceback").forEach(line -> lines.add(line.getAsString()));
            return String.join("\n", lines);
        }
    }

    Ran run(String code) {
        return finish(execute(code));
    }

    String execute(String code) {
        return send("shell", "execute_request", Map.of("code", code, "stop_on_error", true, "allow_stdin", true));
    }

    /** Waits for the reply and for the status idle. */
    Ran finish(String id) {
        return new Ran(reply("shell", id), published(id));
    }

    /** All that is published for a request, up to idle. */
    List<Message> published(String id) {
        List<Message> published = new ArrayList<>();
        while (true) {
            Message message = receive("iopub", PATIENCE_MILLIS);
            if (message == null) {
                throw new AssertionError("no idle for " + id + " after " + published + "\n" + errors());
            }
            if (!parent(message).equals(id)) {
                continue;
            }
            if (!message.type().equals("status")) {
                published.add(message);
            } else if (message.text("execution_state").equals("idle")) {
                return published;
            }
        }
    }

    byte[] beat(byte[] ping) {
        sockets.get("hb").send(ping);
        sockets.get("hb").setReceiveTimeOut(PATIENCE_MILLIS);
        return sockets.get("hb").recv();
    }

    double seconds() {
        return (System.nanoTime() - started) / 1e9;
    }

    private String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sockets.values().forEach(ZMQ.Socket::close);
        context.close();
        Files.deleteIfExists(connectionFile);
        Files.deleteIfExists(errors);
    }
}
