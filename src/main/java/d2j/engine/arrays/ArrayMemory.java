package d2j.engine.arrays;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.nativeblas.OpaqueDataBuffer;

/**
 * What arrays take outside of Java's heap: those of {@link Memory} and ND4J's own. The garbage collector does not see
 * these bytes, and an array of megabytes is an object of a few hundred bytes to it, so that it might not come for
 * gigabytes. It is called when more has been allocated since the last time than garbage may take.
 */
public final class ArrayMemory {

    private static final long MEGABYTE = 1 << 20;
    private static final long BUDGET = budget();

    /** What garbage may take before the collector is called: enough that its work does not show. */
    private static final long GARBAGE = Math.min(BUDGET / 4, 384 * MEGABYTE);

    /** What is kept for the next arrays. */
    static final long POOL = Math.min(BUDGET / 8, 256 * MEGABYTE);

    /** Garbage that fills the heap is made in pieces of so many bytes, and no more of them than so many. */
    private static final int PIECE = 1 << 16;

    private static final int MOST_PIECES = 1 << 12;
    private static final List<GarbageCollectorMXBean> COLLECTORS = ManagementFactory.getGarbageCollectorMXBeans();

    private static final AtomicLong OWN = new AtomicLong();
    private static final AtomicLong OF_ND4J = new AtomicLong();
    private static final AtomicBoolean COLLECTING = new AtomicBoolean();
    private static volatile long threshold = GARBAGE;
    private static volatile byte[] filler;

    private ArrayMemory() {}

    private static long budget() {
        String text = System.getProperty("d2j.memory", "");
        long bytes = text.endsWith("m") ? Long.parseLong(text.substring(0, text.length() - 1)) * MEGABYTE : 0;
        return bytes > 0 ? bytes : Runtime.getRuntime().maxMemory();
    }

    /** Bytes that are in use, or not yet known to be free; small arrays of {@link Memory} are not counted. */
    static long inUse() {
        return OWN.get() + OF_ND4J.get();
    }

    /** The part of it that is not ND4J's. */
    static long ownInUse() {
        return OWN.get();
    }

    /** Counts an array of {@link Memory} that is about to be allocated. */
    static void take(long bytes) {
        count(OWN, bytes);
    }

    /** An array of {@link Memory} is gone. */
    static void giveBack(long bytes) {
        OWN.addAndGet(-bytes);
    }

    /** Makes room where garbage takes too much. */
    private static void count(AtomicLong counter, long bytes) {
        counter.addAndGet(bytes);
        if (inUse() > threshold && COLLECTING.compareAndSet(false, true)) {
            try {
                collect();
            } finally {
                COLLECTING.set(false);
            }
        }
    }

    /** ND4J has allocated an array. The buffer keeps its size, which is 0 while nothing of it is counted. */
    public static void allocated(OpaqueDataBuffer buffer, long length, DataType type) {
        long bytes = Math.max(0, length * type.width());
        if (buffer != null && bytes > 0) {
            buffer.capacity(bytes);
            count(OF_ND4J, bytes);
        }
    }

    /** ND4J frees an array, which it may do more than once. */
    public static void freed(OpaqueDataBuffer buffer) {
        if (buffer != null && buffer.capacity() > 0) {
            OF_ND4J.addAndGet(-buffer.capacity());
            buffer.capacity(0);
        }
    }

    private static void collect() {
        if (!collectYoung()) {
            long before = inUse();
            System.gc();
            awaitCleaners(before / 2);
            long kept = inUse();
            threshold = kept + Math.max(GARBAGE, Math.min(kept / 2, BUDGET / 4));
        }
    }

    /**
     * Fills the part of the heap where new objects lie, so that Java collects that part alone: most arrays die young,
     * and it takes a tenth of the time that a search of the whole heap takes.
     *
     * @return whether that has made room
     */
    private static boolean collectYoung() {
        long collections = collections();
        for (int i = 0; i < MOST_PIECES && collections() == collections; i++) {
            filler = new byte[PIECE];
        }
        filler = null;
        awaitCleaners(threshold - GARBAGE);
        return inUse() < threshold - GARBAGE / 2;
    }

    private static long collections() {
        long count = 0;
        for (GarbageCollectorMXBean collector : COLLECTORS) {
            count += collector.getCollectionCount();
        }
        return count;
    }

    /** Cleaners work in threads of their own; they are waited for as long as they get on. */
    private static void awaitCleaners(long wanted) {
        long last = inUse();
        for (int idle = 0; last > wanted && idle < 20; ) {
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            long now = inUse();
            idle = now < last ? 0 : idle + 1;
            last = now;
        }
    }
}
