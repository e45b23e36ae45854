package d2j.engine.arrays;

import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Placement;
import d2j.engine.onednn.Reorder;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An array of FLOAT or DOUBLE, dense in row order, that becomes one of ND4J's only when it is asked for: making an
 * {@link INDArray} takes longer than adding two small ones.
 *
 * <p>Images may lie channels-last at first, as oneDNN's convolutions leave and read them ({@link #images}). Who asks
 * for {@link #address()} finds them in row order from then on; what works in both orders takes {@link #elements()}.
 */
public final class DenseArray {

    private static final Cleaner KEPT = Cleaner.create();

    /** Elements that are looked at together. */
    private static final int RUN = 16;

    private long address;
    private final long[] shape;
    private final long length;
    private final DataType type;
    private Memory memory;
    /** Where the elements are while they lie channels-last; otherwise null. */
    private volatile Memory imageMemory;
    /** Where they were before: another thread may still read there, so that it is given back with the rest. */
    private Memory formerMemory;

    private INDArray array;

    private DenseArray(long address, long[] shape, DataType type, Memory memory, INDArray array) {
        this.address = address;
        this.shape = shape;
        this.type = type;
        this.memory = memory;
        this.array = array;
        long product = 1;
        for (long size : shape) {
            product *= size;
        }
        length = product;
    }

    /** A new array whose elements are anything. The shape must not be changed afterwards. */
    public static DenseArray uninitialized(DataType type, long... shape) {
        long length = 1;
        for (long size : shape) {
            length *= size;
        }
        Memory memory = Memory.allocate(length * type.width());
        return new DenseArray(memory.address(), shape, type, memory, null);
    }

    /** A new array of floats {@code [batch, channels, height, width]} whose elements are anything, channels-last. */
    public static DenseArray images(long... shape) {
        if (liesAlikeInBothOrders(shape)) {
            return uninitialized(DataType.FLOAT, shape);
        }
        DenseArray result = new DenseArray(0, shape, DataType.FLOAT, null, null);
        result.imageMemory = Memory.allocate(result.length * Float.BYTES);
        return result;
    }

    /** A new array of this type, shape and order whose elements are anything. */
    public DenseArray blank() {
        return isChannelsLast() ? images(shape) : uninitialized(type, shape);
    }

    private static boolean liesAlikeInBothOrders(long[] shape) {
        return shape[1] == 1 || shape[2] * shape[3] == 1;
    }

    /** Whether the elements lie channels-last, until somebody asks for {@link #address()}. */
    public boolean isChannelsLast() {
        return imageMemory != null;
    }

    /** These images with elements that lie channels-last, at {@link #elements()}; a copy where they do not. */
    public DenseArray channelsLast() {
        if (isChannelsLast() || liesAlikeInBothOrders(shape)) {
            return this;
        }
        DenseArray result = images(shape);
        Reorder.copy(shape, address, strides(), result.elements(), channelsLastStrides());
        Reference.reachabilityFence(this);
        return result;
    }

    /** Gives back what {@link #channelsLast()} made of {@code original}, unless that was itself. */
    public void releaseCopyOf(DenseArray original) {
        if (this != original) {
            release();
        }
    }

    private long[] channelsLastStrides() {
        return new long[] {shape[1] * shape[2] * shape[3], 1, shape[3] * shape[1], shape[1]};
    }

    private synchronized void bringToRowOrder() {
        Memory images = imageMemory;
        if (images != null) {
            Memory rows = Memory.allocate(length * Float.BYTES);
            Reorder.copy(shape, images.address(), channelsLastStrides(), rows.address(), strides());
            memory = rows;
            address = rows.address();
            formerMemory = images;
            imageMemory = null;
            Reference.reachabilityFence(images);
        }
    }

    /** A new array of equal elements. */
    public static DenseArray filled(DataType type, double value, long... shape) {
        DenseArray result = uninitialized(type, shape);
        if (value == 0) {
            RawMemory.zero(result.address, result.length * type.width());
        } else {
            for (long i = 0; i < result.length; i++) {
                result.put(i, value);
            }
        }
        Reference.reachabilityFence(result);
        return result;
    }

    /** The memory of one of ND4J's arrays; of a dense copy, when it has gaps or another order. */
    public static DenseArray of(INDArray array) {
        INDArray dense = array;
        if (!Placement.isInRowOrder(array)) {
            try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                dense = array.dup('c');
            }
        }
        return new DenseArray(OneDnn.address(dense), dense.shape(), dense.dataType(), null, dense);
    }

    /** A copy in memory of its own. */
    public DenseArray copy() {
        DenseArray result = blank();
        RawMemory.copy(elements(), result.elements(), length * type.width());
        Reference.reachabilityFence(this);
        return result;
    }

    /** The same memory in another shape of as many elements. */
    public DenseArray reshape(long... other) {
        return new DenseArray(address(), other, type, memory, array == null ? null : array.reshape('c', other));
    }

    /** The same memory as one of ND4J's arrays, which keeps it alive. */
    public INDArray array() {
        if (array == null) {
            long address = address();
            try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                Pointer pointer = type == DataType.FLOAT ? new Floats(address, length) : new Doubles(address, length);
                DataBuffer buffer = Nd4j.createBuffer(pointer, length, type);
                array = Nd4j.create(buffer, shape, strides(), 0, 'c');
                keep(array.data());
            }
        }
        return array;
    }

    /**
     * The buffer makes pointers of its own and drops ours, with the owner of the memory in it, so the memory is tied to
     * the buffer itself, which views of the array hold as well.
     */
    private void keep(DataBuffer buffer) {
        Memory owner = memory;
        if (owner != null) {
            KEPT.register(buffer, () -> Reference.reachabilityFence(owner));
        }
    }

    private long[] strides() {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape[i];
        }
        return strides;
    }

    /** Where the first element lies, the others behind it in row order. */
    public long address() {
        if (imageMemory != null) {
            bringToRowOrder();
        }
        return address;
    }

    /** Where the first element lies, the others behind it in the order that they have. */
    public long elements() {
        Memory images = imageMemory;
        return images == null ? address : images.address();
    }

    /** The sizes of the dimensions; not to be changed. */
    public long[] shape() {
        return shape;
    }

    /** The size of a dimension. */
    public long size(int dimension) {
        return shape[dimension];
    }

    /** The number of dimensions. */
    public int rank() {
        return shape.length;
    }

    /** The number of elements. */
    public long length() {
        return length;
    }

    /** FLOAT or DOUBLE. */
    public DataType dataType() {
        return type;
    }

    /** Whether elements are floats, otherwise doubles. */
    public boolean isFloat() {
        return type == DataType.FLOAT;
    }

    /** The bytes of an element. */
    public int width() {
        return type == DataType.FLOAT ? 4 : 8;
    }

    /** The element number {@code i} in row order. */
    public double get(long i) {
        long start = address();
        double result = type == DataType.FLOAT ? RawMemory.getFloat(start + 4 * i) : RawMemory.getDouble(start + 8 * i);
        Reference.reachabilityFence(this);
        return result;
    }

    /** Sets the element number {@code i} in row order. */
    public void put(long i, double value) {
        long start = address();
        if (type == DataType.FLOAT) {
            RawMemory.putFloat(start + 4 * i, (float) value);
        } else {
            RawMemory.putDouble(start + 8 * i, value);
        }
        Reference.reachabilityFence(this);
    }

    /**
     * A number that changes when elements do: of all of them, or of about {@code sample} of a larger array, its first
     * and last among them.
     */
    public long hash(int sample) {
        if (length == 0) {
            return 0;
        }
        long start = address();
        // Neighbours share a line of the cache: runs of them cost less than as many numbers far from each other.
        long run = length <= sample ? length : RUN;
        long runs = length <= sample ? 1 : sample / RUN;
        long hash = 17;
        for (long r = 0; r < runs; r++) {
            // Not at equal distances, which might be those of a matrix's rows.
            long first = runs == 1 ? 0 : r * (length - run) / (runs - 1);
            first = r == 0 || r == runs - 1 ? first : first - r * 7 % Math.min(RUN, first + 1);
            for (long i = first; i < first + run; i++) {
                hash = hash * 31
                        + (type == DataType.FLOAT ? RawMemory.getInt(start + 4 * i) : RawMemory.getLong(start + 8 * i));
            }
        }
        Reference.reachabilityFence(this);
        return hash;
    }

    /** How many bytes all arrays of this class take together, small ones not counted. */
    public static long bytesInUse() {
        return ArrayMemory.ownInUse();
    }

    /** Gives the memory back at once, if it is this class's own; nobody may use it any more. */
    public void release() {
        Memory images = imageMemory;
        if (images != null) {
            images.release();
        } else if (memory != null) {
            memory.release();
        }
        if (formerMemory != null) {
            formerMemory.release();
        }
    }

    @Override
    public String toString() {
        return type + " " + Arrays.toString(shape);
    }

    /** An address that somebody else owns. */
    private static final class Floats extends FloatPointer {
        Floats(long where, long length) {
            address = where;
            limit = length;
            capacity = length;
        }
    }

    /** An address that somebody else owns. */
    private static final class Doubles extends DoublePointer {
        Doubles(long where, long length) {
            address = where;
            limit = length;
            capacity = length;
        }
    }
}
