package d2j.engine.recurrent;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a recurrent layer keeps in Java's memory from its forward pass to its backward pass, and may keep: half of that
 * memory for all layers together. Each keeps what its largest batch needed, as long as it lives.
 */
public final class HeapShare {

    private static final AtomicLong TAKEN = new AtomicLong();
    private static final Cleaner CLEANER = Cleaner.create();

    private final AtomicLong own = new AtomicLong();

    public HeapShare() {
        AtomicLong share = own;
        CLEANER.register(this, () -> TAKEN.addAndGet(-share.get()));
    }

    /** Whether this layer may keep that many numbers; if so, they are its own from now on. */
    boolean grow(long floats) {
        long more = floats * Float.BYTES - own.get();
        if (more > 0) {
            if (TAKEN.addAndGet(more) > Runtime.getRuntime().maxMemory() / 2) {
                TAKEN.addAndGet(-more);
                return false;
            }
            own.addAndGet(more);
        }
        return true;
    }
}
