package d2j.autograd;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The memory of a tensor's value, shared by the tensors that are views of it. */
final class Storage {

    private static final int SAMPLE = 1024;

    private final INDArray array;
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

    Storage(INDArray array) {
        this.array = array;
    }

    /** Memory that the caller of the library owns or has seen; it is never freed here. */
    static Storage ofCaller(INDArray array) {
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

    boolean isKept() {
        return kept;
    }

    /** Frees the memory, unless it has to be kept. */
    void release() {
        if (!kept && !released) {
            released = true;
            if (array.closeable()) {
                array.close();
            }
        }
    }

    /**
     * A number that changes when the array does: of all elements, or of about a thousand of a large array, its first
     * and last among them.
     */
    long fingerprint() {
        long length = array.length();
        if (length == 0) {
            return 0;
        }
        long step = Math.max(1, (length - 1) / SAMPLE);
        boolean floats = array.dataType() == DataType.FLOAT;
        long hash = 17;
        for (long i = 0; i < length; i += step) {
            hash = hash * 31 + bits(i, floats);
        }
        return hash * 31 + bits(length - 1, floats);
    }

    private long bits(long i, boolean floats) {
        long offset = array.offset() + i;
        return floats
                ? Float.floatToRawIntBits(array.data().getFloat(offset))
                : Double.doubleToRawLongBits(array.data().getDouble(offset));
    }

    long fingerprintWhenExposed() {
        return fingerprintWhenExposed;
    }
}
