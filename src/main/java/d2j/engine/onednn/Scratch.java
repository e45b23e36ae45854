package d2j.engine.onednn;

import org.bytedeco.javacpp.BytePointer;

/**
 * Memory for the time of one call, such as weights in the order that a convolution likes best. One piece per thread and
 * slot, grown to the largest request, so that it stays in the cache and is never allocated anew.
 */
final class Scratch {

    /** Cache lines, and what oneDNN's widest loads like. */
    private static final long ALIGNMENT = 64;

    private static final ThreadLocal<Scratch[]> SLOTS =
            ThreadLocal.withInitial(() -> new Scratch[] {new Scratch(), new Scratch()});

    private BytePointer memory;
    private long size;

    private Scratch() {}

    /** The address of at least {@code bytes} bytes. Their content is whatever the last user of the slot left. */
    static long address(int slot, long bytes) {
        return SLOTS.get()[slot].ensure(bytes);
    }

    private long ensure(long bytes) {
        if (bytes > size) {
            if (memory != null) {
                memory.deallocate();
            }
            memory = new BytePointer(bytes + ALIGNMENT);
            size = bytes;
        }
        return (memory.address() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
