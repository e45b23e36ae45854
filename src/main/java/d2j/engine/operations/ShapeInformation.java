package d2j.engine.operations;

import java.util.Arrays;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What ND4J's native code knows of an array's shape, kept for the shapes that were made lately. ND4J 1.0.0-M2.1 asks
 * its native code for it whenever an array is made, which takes longer than all the rest of making a small one.
 */
public final class ShapeInformation {

    /** A power of two. */
    private static final int PLACES = 1024;

    /** Entries do not change once they are here, so threads need not agree about them. */
    private static final Entry[] ENTRIES = new Entry[PLACES];

    private ShapeInformation() {}

    private record Entry(
            long[] shape,
            long[] strides,
            long elementStride,
            char order,
            DataType type,
            boolean empty,
            DataBuffer buffer,
            long[] numbers) {

        boolean fits(
                long[] otherShape,
                long[] otherStrides,
                long otherElementStride,
                char otherOrder,
                DataType otherType,
                boolean otherEmpty) {
            return elementStride == otherElementStride
                    && order == otherOrder
                    && type == otherType
                    && empty == otherEmpty
                    && Arrays.equals(shape, otherShape)
                    && Arrays.equals(strides, otherStrides);
        }
    }

    /** What was kept for these properties of an array; null if nothing. */
    public static Pair<DataBuffer, long[]> find(
            long[] shape, long[] strides, long elementStride, char order, DataType type, boolean empty) {
        if (shape == null || strides == null) {
            return null;
        }
        Entry entry = ENTRIES[place(shape, strides, type)];
        return entry != null && entry.fits(shape, strides, elementStride, order, type, empty)
                // The array of Java is the caller's own, as it is without this.
                ? Pair.create(entry.buffer, entry.numbers.clone())
                : null;
    }

    /** Keeps what ND4J found out. */
    public static Pair<DataBuffer, long[]> keep(
            Pair<DataBuffer, long[]> information,
            long[] shape,
            long[] strides,
            long elementStride,
            char order,
            DataType type,
            boolean empty) {
        if (shape != null && strides != null) {
            ENTRIES[place(shape, strides, type)] = new Entry(
                    shape.clone(),
                    strides.clone(),
                    elementStride,
                    order,
                    type,
                    empty,
                    information.getFirst(),
                    information.getSecond().clone());
        }
        return information;
    }

    private static int place(long[] shape, long[] strides, DataType type) {
        int hash = 31 * (31 * Arrays.hashCode(shape) + Arrays.hashCode(strides)) + type.ordinal();
        return (hash ^ hash >>> 10 ^ hash >>> 20) & PLACES - 1;
    }
}
