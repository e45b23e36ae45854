package d2j.engine.arrays;

import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Placement;
import d2j.engine.onednn.Reorder;
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
 * <p>Images may lie channels-last at first, as oneDNN's convolutions leave and read them ({@link #images}). Whoever asks
 * for {@link #address()} finds them in row order from then on; what works in both orders takes {@link #elements()}.
 */
public final class DenseArray {

    private long address;
    private final long[] shape;
    private final long length;
    private final DataType type;
    private Memory memory;
    /** Where the elements are while they lie channels-last; otherwise null. */
    private volatile Memory imageMemory;

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
                Pointer pointer = type == DataType.FLOAT
                        ? new Floats(address, length, memory)
                        : new Doubles(address, length, memory);
                DataBuffer buffer = Nd4j.createBuffer(pointer, length, type);
                array = Nd4j.create(buffer, shape, strides(), 0, 'c');
            }
        }
        return array;
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

    /** How many bytes all arrays of this class take together, small ones not counted. */
    public static long bytesInUse() {
        return Memory.inUse();
    }

    /** Gives the memory back at once, if it is this class's own; nobody may use it any more. */
    public void release() {
        Memory images = imageMemory;
        if (images != null) {
            images.release();
        } else if (memory != null) {
            memory.release();
        }
    }

    @Override
    public String toString() {
        return type + " " + Arrays.toString(shape);
    }

    /** An address with an owner that has to stay alive as long as the pointer. */
    private static final class Floats extends FloatPointer {
        private final transient Object owner;

        Floats(long where, long length, Object owner) {
            this.owner = owner;
            address = where;
            limit = length;
            capacity = length;
        }
    }

    /** An address with an owner that has to stay alive as long as the pointer. */
    private static final class Doubles extends DoublePointer {
        private final transient Object owner;

        Doubles(long where, long length, Object owner) {
            this.owner = owner;
            address = where;
            limit = length;
            capacity = length;
        }
    }
}
