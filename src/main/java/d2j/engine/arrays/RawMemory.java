package d2j.engine.arrays;

import java.lang.reflect.Field;
import sun.misc.Unsafe;

/** Reads and writes numbers at addresses outside Java's heap, where ND4J's arrays lie. Nothing is checked here. */
final class RawMemory {

    private static final Unsafe UNSAFE = find();

    private RawMemory() {}

    private static Unsafe find() {
        try {
            Field field = Unsafe.class.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return (Unsafe) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static long allocate(long bytes) {
        return UNSAFE.allocateMemory(bytes);
    }

    static void free(long address) {
        UNSAFE.freeMemory(address);
    }

    static float getFloat(long address) {
        return UNSAFE.getFloat(address);
    }

    static void putFloat(long address, float value) {
        UNSAFE.putFloat(address, value);
    }

    static int getInt(long address) {
        return UNSAFE.getInt(address);
    }

    static long getLong(long address) {
        return UNSAFE.getLong(address);
    }

    static void putLong(long address, long value) {
        UNSAFE.putLong(address, value);
    }

    static double getDouble(long address) {
        return UNSAFE.getDouble(address);
    }

    static void putDouble(long address, double value) {
        UNSAFE.putDouble(address, value);
    }

    /** Fills the first elements of a Java array. */
    static void read(long from, float[] to, int count) {
        UNSAFE.copyMemory(null, from, to, Unsafe.ARRAY_FLOAT_BASE_OFFSET, 4L * count);
    }

    /** Fills the first elements of a Java array with the bits of floats. */
    static void read(long from, int[] to, int count) {
        UNSAFE.copyMemory(null, from, to, Unsafe.ARRAY_INT_BASE_OFFSET, 4L * count);
    }

    /** Writes the first elements of a Java array. */
    static void write(float[] from, long to, int count) {
        UNSAFE.copyMemory(from, Unsafe.ARRAY_FLOAT_BASE_OFFSET, null, to, 4L * count);
    }

    static void copy(long from, long to, long bytes) {
        UNSAFE.copyMemory(from, to, bytes);
    }

    static void zero(long address, long bytes) {
        UNSAFE.setMemory(address, bytes, (byte) 0);
    }
}
