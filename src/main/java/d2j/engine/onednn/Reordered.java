package d2j.engine.onednn;

import org.bytedeco.dnnl.memory;

/** An array in the order that a primitive wants, in scratch memory, unless it takes it as it is. */
final class Reordered implements NativeMemory {

    private final Scratch.Slot slot;
    private final long bytes;
    private final Primitive reorder;

    /**
     * @param read whether the primitive reads the array, or writes it
     */
    Reordered(memory.desc plain, memory.desc blocked, Scratch.Slot slot, boolean read) {
        this.slot = slot;
        bytes = blocked.get_size();
        if (plain.equals(blocked)) {
            reorder = null;
        } else {
            reorder = read ? Reorder.between(plain, blocked) : Reorder.between(blocked, plain);
        }
    }

    @Override
    public void close() {
        NativeMemory.closeAll(reorder);
    }

    long toBlocked(long plain) {
        long address = blocked(plain);
        if (reorder != null) {
            reorder.run(plain, address);
        }
        return address;
    }

    long blocked(long plain) {
        return reorder == null ? plain : Scratch.address(slot, bytes);
    }

    void toPlain(long plain) {
        if (reorder != null) {
            reorder.run(Scratch.address(slot, bytes), plain);
        }
    }
}
