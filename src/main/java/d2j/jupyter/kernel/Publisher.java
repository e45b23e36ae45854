package d2j.jupyter.kernel;

import com.google.gson.JsonObject;
import d2j.jupyter.protocol.Codec;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * Sends what every client sees (status, output, results) in the order in which it was published. Any thread may
 * publish; one thread owns the socket. Printed text is gathered for a moment, so that a loop of small prints makes
 * few messages.
 */
final class Publisher implements Runnable {
    private static final long TEXT_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int TEXT_LIMIT = 8192;
    private static final int QUEUE_LIMIT = 2000;
    private static final long SUBSCRIBER_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Outgoing(String type, JsonObject parent, Object content) {}

    private final ZMQ.Socket socket;
    private final Codec codec;
    private final ArrayDeque<Outgoing> queue = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private String textStream = "";
    private JsonObject textParent = new JsonObject();
    private long textSince;
    private long firstSince;
    private boolean closed;

    Publisher(ZMQ.Context context, String address, Codec codec) {
        this.codec = codec;
        // XPUB rather than PUB, because it tells when a client has subscribed.
        socket = context.socket(SocketType.XPUB);
        socket.setHWM(0);
        socket.setLinger(1000);
        socket.bind(address);
    }

    /** Queues a message with the header of the request that it belongs to. */
    synchronized void publish(String type, JsonObject parent, Object content) {
        flushText();
        enqueue(new Outgoing(type, parent, content));
    }

    /** Queues printed text; {@code stream} is {@code stdout} or {@code stderr}. */
    synchronized void print(String stream, JsonObject parent, CharSequence characters) {
        if (characters.length() == 0) {
            return;
        }
        if (!stream.equals(textStream) || parent != textParent) {
            flushText();
            textStream = stream;
            textParent = parent;
        }
        if (text.length() == 0) {
            textSince = System.nanoTime();
            notifyAll();
        }
        text.append(characters);
        if (text.length() >= TEXT_LIMIT) {
            flushText();
        }
    }

    /** Sends all that is queued, and closes the socket. */
    synchronized void close() {
        flushText();
        closed = true;
        notifyAll();
    }

    private void flushText() {
        if (text.length() > 0) {
            Map<String, String> content = Map.of("name", textStream, "text", text.toString());
            text.setLength(0);
            enqueue(new Outgoing("stream", textParent, content));
        }
    }

    private void enqueue(Outgoing message) {
        boolean interrupted = false;
        while (queue.size() >= QUEUE_LIMIT && !closed && !interrupted) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (firstSince == 0) {
            firstSince = System.nanoTime();
        }
        queue.add(message);
        notifyAll();
    }

    private synchronized Outgoing take() throws InterruptedException {
        while (queue.isEmpty() && !closed) {
            if (text.length() == 0) {
                wait();
            } else {
                long remaining = textSince + TEXT_DELAY_NANOS - System.nanoTime();
                if (remaining > 0) {
                    TimeUnit.NANOSECONDS.timedWait(this, remaining);
                } else {
                    flushText();
                }
            }
        }
        notifyAll();
        return queue.poll();
    }

    @Override
    public void run() {
        try (socket) {
            awaitSubscriber();
            for (Outgoing next = take(); next != null; next = take()) {
                send(next);
                while (socket.recv(ZMQ.DONTWAIT) != null) {
                    // Later subscriptions need no answer, but would pile up.
                    continue;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Outgoing message) {
        List<byte[]> frames;
        try {
            byte[] topic = message.type().getBytes(ZMQ.CHARSET);
            frames = codec.encode(List.of(topic), message.type(), message.parent(), message.content());
        } catch (RuntimeException | Error e) {
            // Such as memory that a cell has used up: this message is lost, those that follow are not.
            LoggerFactory.getLogger(Publisher.class).error("{} could not be sent", message.type(), e);
            return;
        }
        for (int i = 0; i < frames.size(); i++) {
            socket.send(frames.get(i), i < frames.size() - 1 ? ZMQ.SNDMORE : 0);
        }
    }

    /**
     * A client connects its sockets one by one, so that its first request may be answered before it has subscribed,
     * and the output would be lost. Hold it until there is a subscriber, but not for long.
     */
    private void awaitSubscriber() {
        socket.setReceiveTimeOut(20);
        while (true) {
            byte[] subscription = socket.recv();
            if (subscription != null && subscription.length > 0 && subscription[0] == 1) {
                break;
            }
            synchronized (this) {
                if (closed || firstSince != 0 && System.nanoTime() - firstSince > SUBSCRIBER_PATIENCE_NANOS) {
                    break;
                }
            }
        }
        synchronized (this) {
            queue.addFirst(new Outgoing("status", new JsonObject(), Map.of("execution_state", "starting")));
        }
    }
}
