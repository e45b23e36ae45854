package d2j.jupyter.client;

import com.google.gson.JsonObject;
import d2j.jupyter.protocol.ConnectionFile;
import d2j.jupyter.protocol.LocalPorts;
import d2j.jupyter.protocol.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Starts a Jupyter kernel as a process of its own and talks to it over the Jupyter protocol (ZeroMQ).
 *
 * <p>One thread uses a client at a time; only {@link #interrupt()} and {@link #kill()} may be called from another. The
 * kernel process never outlives the client: {@link #close()} ends it, and so does the end of this Java process.
 */
public final class KernelClient implements KernelSession {

    /** What a kernel may take to start; one that dies is noticed at once, so that only a slow machine needs this. */
    public static final Duration START_LIMIT = Duration.ofMinutes(2);

    private static final Duration INTERRUPT_GRACE = Duration.ofSeconds(10);
    private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(3);
    private static final int START_ATTEMPTS = 3;
    private static final int POLL_MILLISECONDS = 100;
    private static final int PORT_MILLISECONDS = 10;

    private final int[] ports;
    private final KernelProcess process;
    private final Channels channels;
    private volatile boolean interruptRequested;

    private KernelClient(KernelCommand command, Path workingFolder, Duration limit) throws IOException {
        long begun = System.nanoTime();
        ConnectionFile connection = ConnectionFile.onFreePorts();
        ports = connection.ports();
        process = KernelProcess.start(command, workingFolder, connection.writeTemporary("d2j-java"));
        // Five sockets that look for a kernel which is not there yet would take the processor from its start.
        while (process.isAlive()
                && !Thread.currentThread().isInterrupted()
                && System.nanoTime() - begun < limit.toNanos()
                && !LocalPorts.answers(connection.heartbeatPort())) {
            process.pause(PORT_MILLISECONDS);
        }
        channels = new Channels(connection);
    }

    /**
     * Starts a kernel and waits until it answers.
     *
     * @param workingFolder the folder in which the kernel runs
     * @param limit         what its start may take
     * @throws KernelDiedException if it does not come up
     * @throws IOException         if the connection file cannot be written
     */
    public static KernelClient start(KernelCommand command, Path workingFolder, Duration limit) throws IOException {
        for (int attempt = 1; ; attempt++) {
            long begun = System.nanoTime();
            KernelClient client = new KernelClient(command, workingFolder, limit);
            try {
                client.awaitReady(limit, begun);
                return client;
            } catch (KernelDiedException e) {
                client.close();
                // Another program may have taken a port in the moment before the kernel did.
                if (attempt == START_ATTEMPTS || !LocalPorts.anyTaken(client.ports)) {
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

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public OptionalLong peakMemory() {
        return process.peakMemory();
    }

    /** The last lines that the kernel process printed by itself, outside the protocol. */
    public String lastWords() {
        return process.lastWords();
    }

    @Override
    public double secondsSinceHeartbeat() {
        return channels.secondsSinceHeartbeat();
    }

    @Override
    public Reply execute(String code, Duration limit, OutputListener outputs) throws KernelDiedException {
        JsonObject content = new JsonObject();
        content.addProperty("code", code);
        content.addProperty("silent", false);
        content.addProperty("store_history", true);
        content.add("user_expressions", new JsonObject());
        content.addProperty("allow_stdin", false);
        content.addProperty("stop_on_error", true);
        channels.restartHeartbeat();
        Execution execution = new Execution(channels.askShell("execute_request", content), outputs);
        long deadline = System.nanoTime() + limit.toNanos();
        Reply.Status interrupted = null;
        long giveUp = Long.MAX_VALUE;
        while (!execution.done()) {
            if (interrupted == null && (interruptRequested || System.nanoTime() - deadline >= 0)) {
                interrupted = interruptRequested ? Reply.Status.INTERRUPTED : Reply.Status.TIMED_OUT;
                channels.askControl("interrupt_request", new JsonObject());
                giveUp = System.nanoTime() + INTERRUPT_GRACE.toNanos();
            }
            if (interrupted != null && System.nanoTime() - giveUp >= 0) {
                return new Reply(interrupted, "", "", List.of(), false);
            }
            boolean alive = process.isAlive();
            boolean received = receive(POLL_MILLISECONDS, execution);
            // Only after a look at an empty queue: the last messages of a dying kernel may still be on their way.
            if (!alive && !received) {
                throw process.death();
            }
            if (execution.lostSomething() && !execution.isProbed()) {
                execution.endsWith(channels.askShell("kernel_info_request", new JsonObject()));
            }
        }
        interruptRequested = false;
        if (execution.lostSomething()) {
            // The connection was made anew; what is broadcast before the kernel knows of it does not arrive.
            awaitReady(START_LIMIT, System.nanoTime());
        }
        return execution.reply(interrupted);
    }

    @Override
    public void interrupt() {
        interruptRequested = true;
    }

    /** Ends the kernel process at once; may be called from any thread. */
    public void kill() {
        process.kill();
    }

    /** Asks the kernel to end, and ends it if it does not. */
    @Override
    public void close() {
        process.readPeakMemory();
        if (process.isAlive()) {
            JsonObject content = new JsonObject();
            content.addProperty("restart", false);
            channels.askControl("shutdown_request", content);
        }
        process.end(SHUTDOWN_GRACE);
        channels.close();
    }

    private void awaitReady(Duration limit, long begun) throws KernelDiedException {
        long deadline = begun + limit.toNanos();
        long soon = TimeUnit.MILLISECONDS.toNanos(50);
        long nextRequest = System.nanoTime();
        Greeting greeting = new Greeting();
        while (!(greeting.replied && greeting.broadcast)) {
            long now = System.nanoTime();
            if (now - deadline >= 0) {
                throw new KernelDiedException(
                        "the kernel did not answer within " + limit.toSeconds()
                                + " s, the limit for its start (./d2j run --start-timeout changes it)"
                                + process.quotedLastWords(),
                        process.lastWords());
            }
            if (now - nextRequest >= 0) {
                channels.askShell("kernel_info_request", new JsonObject());
                // A reply without a broadcast: the subscription was not there yet, and soon will be.
                nextRequest = now + (greeting.replied ? soon : TimeUnit.SECONDS.toNanos(2));
            }
            boolean alive = process.isAlive();
            boolean received = receive(greeting.replied ? 20 : POLL_MILLISECONDS, greeting);
            if (greeting.replied && nextRequest - now > soon) {
                nextRequest = now + soon;
            }
            if (!alive && !received) {
                throw process.death();
            }
        }
    }

    private boolean receive(int milliseconds, Channels.Receiver receiver) {
        process.readPeakMemory();
        return channels.receive(milliseconds, receiver);
    }

    /** Notes that the kernel answers, and that what it broadcasts arrives. */
    private static final class Greeting implements Channels.Receiver {

        private boolean replied;
        private boolean broadcast;

        @Override
        public void shell(Message message) {
            replied |= message.type().equals("kernel_info_reply");
        }

        @Override
        public void broadcast(Message message) {
            broadcast = true;
        }
    }
}
