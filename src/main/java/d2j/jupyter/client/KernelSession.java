package d2j.jupyter.client;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * A running kernel, which executes one piece of code after the other. One thread uses it; only {@link #interrupt()} may
 * be called from another.
 */
public interface KernelSession extends AutoCloseable {

    /**
     * Executes code and waits for the end.
     *
     * @param limit what it may take; it is interrupted then
     * @throws KernelDiedException if the kernel ends meanwhile
     */
    Reply execute(String code, Duration limit, OutputListener outputs) throws KernelDiedException;

    /** Interrupts the running code; may be called from any thread. */
    void interrupt();

    boolean isAlive();

    /** The most memory that the kernel has had resident so far, in bytes; empty where the system does not tell. */
    OptionalLong peakMemory();

    /** Seconds since the kernel last answered a heartbeat; a busy kernel answers within a second or two. */
    double secondsSinceHeartbeat();

    /** Ends the kernel. */
    @Override
    void close();
}
