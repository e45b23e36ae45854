package d2j.autograd;

import d2j.engine.arrays.DenseArray;

/** The memory of a tensor's value, shared by the tensors that are views of it. */
final class Storage {

    private static final int SAMPLE = 1024;

    private final DenseArray array;
    private boolean kept;
    private boolean exposed;
    private boolean released;
    private long fingerprintWhenExposed;

    /** How many gradients that wait for their turn lie in this memory. */
    int pending;

    /** Whether it was allocated by a backward pass, which frees it. */
    boolean passing;

    /** Whether it belongs to an operation, which no reader can have got hold of. */
    boolean internal;

    Storage(DenseArray array) {
        this.array = array;
    }

    /** Memory that the caller of the library owns or has seen; it is never freed here. */
    static Storage ofCaller(DenseArray array) {
        Storage storage = new Storage(array);
        storage.kept = true;
        storage.exposed = true;
        storage.fingerprintWhenExposed = storage.fingerprint();
        return storage;
    }

    /** From now on the array may be changed by others, and is never freed here. */
    void expose() {
        if (!exposed) {
            exposed = true;
            kept = true;
            fingerprintWhenExposed = fingerprint();
        }
    }

    boolean isExposed() {
        return exposed;
    }

    /** The memory outlives the graph. */
    void keep() {
        kept = true;
    }

    boolean isReleased() {
        return released;
    }

    /** Frees the memory of something that was kept, unless somebody has seen it. */
    void discard() {
        if (!exposed) {
            kept = false;
            release();
        }
    }

    boolean isKept() {
        return kept;
    }

    /** Frees the memory, unless it has to be kept. */
    void release() {
        if (!kept && !released) {
            released = true;
            array.release();
        }
    }

    /**
     * A number that changes when the array does: of all elements, or of a thousand of a large array, its first and last
     * among them.
     */
    long fingerprint() {
        return array.hash(SAMPLE);
    }

    long fingerprintWhenExposed() {
        return fingerprintWhenExposed;
    }
}
