package d2j.engine.onednn;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A raw address of floats outside Java, where ND4J's arrays live: the only form in which oneDNN takes them. Nothing is
 * known of how many there are, nor is the memory kept alive; whoever hands out an address has checked both.
 */
public final class Floats extends FloatPointer {

    private static final ThreadLocal<Floats> SHARED = ThreadLocal.withInitial(() -> new Floats(0));

    private Floats(long address) {
        super((Pointer) null);
        this.address = address;
    }

    private Floats(FloatPointer owned) {
        super(owned);
    }

    /** At an address, which may be zero for none. */
    static Floats at(long address) {
        return new Floats(address);
    }

    /** The elements of an array from its first on; not a copy. */
    public static Floats of(INDArray array) {
        return new Floats(OneDnn.address(array));
    }

    /** New memory, which is freed with this object. */
    static Floats allocate(long count) {
        return new Floats(new FloatPointer(count));
    }

    /** Aims at another address, so that nothing has to be allocated for it. */
    Floats aim(long address) {
        this.address = address;
        return this;
    }

    /**
     * The first elements as a buffer on the same memory.
     *
     * @throws IllegalArgumentException if they take two gigabytes and more
     */
    public FloatBuffer buffer(long count) {
        if (count * Float.BYTES > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(count + " floats are too many for one matrix");
        }
        capacity(count);
        return asBuffer();
    }

    /** Fills the first {@code length} elements of an array from an address. */
    public static void read(long address, float[] into, int length) {
        SHARED.get().aim(address).get(into, 0, length);
    }

    /** Writes the first {@code length} elements of an array to an address. */
    public static void write(long address, float[] from, int length) {
        SHARED.get().aim(address).put(from, 0, length);
    }
}
