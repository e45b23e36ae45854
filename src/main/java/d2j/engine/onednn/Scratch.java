package d2j.engine.onednn;

import java.util.EnumMap;
import java.util.Map;

/**
 * Memory for the time of one call, such as weights in the order that a convolution likes best. One piece per thread and
 * slot, grown to the largest request, so that it stays in the cache and is never allocated anew.
 */
final class Scratch {

    /** What a piece is for; what is needed at the same time has slots of its own. */
    enum Slot {
        /** Weights, or their gradient, in the order that a primitive likes. */
        WEIGHTS,
        /** An operand in another form. */
        OPERAND,
        /** A result in another form, or its gradient. */
        RESULT,
        /** The gradient of an operand in another form, while the operand is needed. */
        GRADIENT,
        /** One number per row, such as means. */
        ROWS,
        /** One number per column. */
        COLUMNS,
        /** Sums that are looked at and forgotten. */
        SUMS
    }

    /** Cache lines, and what oneDNN's widest loads like. */
    private static final long ALIGNMENT = 64;

    private static final ThreadLocal<Map<Slot, Scratch>> SLOTS =
            ThreadLocal.withInitial(() -> new EnumMap<>(Slot.class));

    private Floats memory;
    private long size;

    private Scratch() {}

    /** The address of at least {@code bytes} bytes. Their content is whatever the last user of the slot left. */
    static long address(Slot slot, long bytes) {
        return SLOTS.get().computeIfAbsent(slot, key -> new Scratch()).ensure(bytes);
    }

    private long ensure(long bytes) {
        if (bytes > size) {
            if (memory != null) {
                memory.deallocate();
            }
            memory = Floats.allocate((bytes + ALIGNMENT) / Float.BYTES + 1);
            size = bytes;
        }
        return (memory.address() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
