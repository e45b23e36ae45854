package d2j.jupyter.client;

import com.google.gson.JsonObject;
import d2j.jupyter.protocol.Codec;
import d2j.jupyter.protocol.ConnectionFile;
import d2j.jupyter.protocol.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** The five channels to a kernel, each a ZeroMQ socket. Used by one thread. */
final class Channels implements AutoCloseable {

    /** What comes from the kernel by itself. */
    interface Receiver {

        /** A reply on the shell channel. */
        default void shell(Message message) {}

        /** Something on the broadcast channel. */
        default void broadcast(Message message) {}

        /** A connection broke: the kernel has died, or sent something larger than {@link #LARGEST_MESSAGE}. */
        default void lost() {}
    }

    /** In bytes; a larger message would endanger this process, whatever is done with it afterwards. */
    static final long LARGEST_MESSAGE = 64L << 20;

    private static final long BEAT_INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private final Codec codec;
    private final ZContext context = new ZContext();
    private final ZMQ.Poller poller = context.createPoller(10);
    private final Channel shell;
    private final Channel broadcast;
    private final Channel input;
    private final Channel control;
    private final Channel heartbeat;
    private boolean heartbeatPending;
    private long heartbeatSent;
    private long lastHeartbeat = System.nanoTime();

    Channels(ConnectionFile connection) {
        codec = new Codec(connection.key());
        shell = new Channel(SocketType.DEALER, connection.address(connection.shellPort()));
        broadcast = new Channel(SocketType.SUB, connection.address(connection.iopubPort()));
        // The kernel routes its questions by the identity of the shell channel.
        input = new Channel(SocketType.DEALER, connection.address(connection.stdinPort()));
        control = new Channel(SocketType.DEALER, connection.address(connection.controlPort()));
        heartbeat = new Channel(SocketType.DEALER, connection.address(connection.heartbeatPort()));
    }

    /** Sends a request on the shell channel. */
    Message askShell(String type, JsonObject content) {
        return shell.send(type, new JsonObject(), content);
    }

    /** Sends a request on the control channel, which the kernel serves while it executes code. */
    Message askControl(String type, JsonObject content) {
        return control.send(type, new JsonObject(), content);
    }

    /**
     * Hands every message that has arrived to the receiver.
     *
     * @return false if none came within the time
     */
    boolean receive(int milliseconds, Receiver receiver) {
        beat();
        if (poller.poll(milliseconds) <= 0) {
            return false;
        }
        if (heartbeat.ready()) {
            while (heartbeat.socket.recv(ZMQ.DONTWAIT) != null) {
                lastHeartbeat = System.nanoTime();
                heartbeatPending = false;
            }
        }
        // Broadcasts first: what a cell printed belongs before its end.
        boolean any = broadcast.drain(receiver::broadcast);
        any |= shell.drain(receiver::shell);
        any |= input.drain(this::refuseInput);
        any |= control.drain(message -> {});
        for (Channel channel : List.of(broadcast, shell)) {
            if (channel.broke()) {
                channel.renew();
                receiver.lost();
            }
        }
        return any;
    }

    double secondsSinceHeartbeat() {
        return (System.nanoTime() - lastHeartbeat) / 1e9;
    }

    /** Counts the time since the last heartbeat from now on. */
    void restartHeartbeat() {
        lastHeartbeat = System.nanoTime();
    }

    @Override
    public void close() {
        context.setLinger(0);
        context.close();
    }

    private void beat() {
        long now = System.nanoTime();
        if (!heartbeatPending && now - heartbeatSent > BEAT_INTERVAL) {
            heartbeatSent = now;
            heartbeatPending = true;
            // A DEALER speaks to the kernel's REP socket when it sends the empty frame that a REQ would.
            heartbeat.socket.send(new byte[0], ZMQ.SNDMORE | ZMQ.DONTWAIT);
            heartbeat.socket.send("ping".getBytes(StandardCharsets.US_ASCII), ZMQ.DONTWAIT);
        }
    }

    private void refuseInput(Message question) {
        if (question.type().equals("input_request")) {
            JsonObject content = new JsonObject();
            content.addProperty("value", "");
            input.send("input_reply", question.header(), content);
        }
    }

    /** One socket, what tells that its connection broke, and their places in the poller. */
    private final class Channel {

        private final SocketType type;
        private final String address;
        private ZMQ.Socket socket;
        private ZMQ.Socket events;
        private int place;
        private int eventsPlace;

        Channel(SocketType type, String address) {
            this.type = type;
            this.address = address;
            open();
        }

        private void open() {
            socket = context.createSocket(type);
            if (type == SocketType.DEALER) {
                socket.setIdentity(codec.session().getBytes(StandardCharsets.US_ASCII));
            } else {
                socket.subscribe(ZMQ.SUBSCRIPTION_ALL);
            }
            socket.setRcvHWM(0);
            socket.setSndHWM(0);
            socket.setLinger(0);
            socket.setMaxMsgSize(LARGEST_MESSAGE);
            // The kernel takes a second to bind; the default of 100 ms would be felt.
            socket.setReconnectIVL(20);
            String monitor = "inproc://events-" + UUID.randomUUID();
            socket.monitor(monitor, ZMQ.EVENT_DISCONNECTED);
            events = context.createSocket(SocketType.PAIR);
            events.connect(monitor);
            place = poller.register(socket, ZMQ.Poller.POLLIN);
            eventsPlace = poller.register(events, ZMQ.Poller.POLLIN);
            socket.connect(address);
        }

        /** Whether the connection was cut; ZeroMQ does so when a message is too large, and does not connect again. */
        boolean broke() {
            return poller.pollin(eventsPlace) && ZMQ.Event.recv(events, ZMQ.DONTWAIT) != null;
        }

        void renew() {
            poller.unregister(socket);
            poller.unregister(events);
            context.destroySocket(socket);
            context.destroySocket(events);
            open();
        }

        boolean ready() {
            return poller.pollin(place);
        }

        Message send(String type, JsonObject parent, JsonObject content) {
            Message message = codec.message(List.of(), type, parent, content);
            List<byte[]> frames = codec.encode(message);
            for (int i = 0; i < frames.size(); i++) {
                socket.send(frames.get(i), i < frames.size() - 1 ? ZMQ.SNDMORE : 0);
            }
            return message;
        }

        /** Whether there was a message. */
        boolean drain(Consumer<Message> receiver) {
            if (!ready()) {
                return false;
            }
            boolean any = false;
            for (byte[] frame = socket.recv(ZMQ.DONTWAIT); frame != null; frame = socket.recv(ZMQ.DONTWAIT)) {
                List<byte[]> frames = new ArrayList<>();
                frames.add(frame);
                while (socket.hasReceiveMore()) {
                    frames.add(socket.recv());
                }
                Message message;
                try {
                    message = codec.decode(frames);
                } catch (IllegalArgumentException e) {
                    // Whoever sent this, the kernel did not: it is not signed with the key.
                    continue;
                }
                any = true;
                receiver.accept(message);
            }
            return any;
        }
    }
}
