package d2j.engine.arrays;

import java.lang.ref.Cleaner;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Memory outside Java's heap. Small pieces are cut from slabs, which are freed when nobody refers to any of their
 * pieces; large ones are given back with {@link #release}, or by the garbage collector, and used again: a block that
 * comes fresh from the system costs a page fault for each 4 KB. {@link ArrayMemory} counts them and calls the
 * collector.
 */
final class Memory {

    private static final Cleaner CLEANER = Cleaner.create();
    private static final long ALIGNMENT = 64;
    private static final long SLAB = 1 << 16;
    private static final long SMALL = 1 << 12;

    private static final ThreadLocal<Slab> CURRENT = new ThreadLocal<>();
    private static final Map<Long, ArrayDeque<Block>> FREE = new HashMap<>();
    private static long pooled;

    private final long address;
    private final Slab slab;
    private final Block block;

    private Memory(long address, Slab slab, Block block) {
        this.address = address;
        this.slab = slab;
        this.block = block;
    }

    /** Memory whose contents are anything. */
    static Memory allocate(long bytes) {
        if (bytes <= SMALL) {
            Slab slab = CURRENT.get();
            if (slab == null || slab.used + bytes > SLAB) {
                slab = new Slab();
                CURRENT.set(slab);
            }
            long address = slab.address + slab.used;
            slab.used += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            return new Memory(address, slab, null);
        }
        Block block = Block.take(sizeClass(bytes));
        Memory memory = new Memory(block.address, null, block);
        // The reference keeps the block, not the memory object, alive.
        block.cleanable = CLEANER.register(memory, block);
        return memory;
    }

    /** Eight sizes between powers of two, so that at most an eighth is wasted. */
    private static long sizeClass(long bytes) {
        long step = Math.max(SMALL, Long.highestOneBit(bytes) >> 3);
        return (bytes + step - 1) / step * step;
    }

    long address() {
        return address;
    }

    /** Gives a large piece back at once; the garbage collector does the rest. Nobody may use it any more. */
    void release() {
        if (block != null && block.cleanable != null) {
            block.cleanable.clean();
        }
    }

    private static final class Slab {
        private final long address;
        private long used;

        Slab() {
            long start = RawMemory.allocate(SLAB + ALIGNMENT);
            address = (start + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            CLEANER.register(this, () -> RawMemory.free(start));
        }
    }

    /** A piece of memory of one of the sizes; running it puts it back on the shelf. */
    private static final class Block implements Runnable {
        private final long start;
        private final long address;
        private final long size;
        private Cleaner.Cleanable cleanable;

        private Block(long size) {
            this.size = size;
            start = RawMemory.allocate(size + ALIGNMENT);
            address = (start + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        }

        static Block take(long size) {
            ArrayMemory.take(size);
            synchronized (FREE) {
                ArrayDeque<Block> shelf = FREE.get(size);
                if (shelf != null && !shelf.isEmpty()) {
                    pooled -= size;
                    return shelf.pop();
                }
            }
            return new Block(size);
        }

        @Override
        public void run() {
            ArrayMemory.giveBack(size);
            synchronized (FREE) {
                if (pooled + size <= ArrayMemory.POOL) {
                    cleanable = null;
                    pooled += size;
                    FREE.computeIfAbsent(size, key -> new ArrayDeque<>()).push(this);
                    return;
                }
            }
            RawMemory.free(start);
        }
    }
}
