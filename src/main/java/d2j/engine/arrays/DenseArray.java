package d2j.engine.arrays;

import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Placement;
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
 */
public final class DenseArray {

    private final long address;
    private final long[] shape;
    private final long length;
    private final DataType type;
    private final Memory memory;
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
        DenseArray result = uninitialized(type, shape);
        RawMemory.copy(address, result.address, length * type.width());
        return result;
    }

    /** The same memory in another shape of as many elements. */
    public DenseArray reshape(long... other) {
        return new DenseArray(address, other, type, memory, array == null ? null : array.reshape('c', other));
    }

    /** The same memory as one of ND4J's arrays, which keeps it alive. */
    public INDArray array() {
        if (array == null) {
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

    /** Where the first element lies. */
    public long address() {
        return address;
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
        return type == DataType.FLOAT ? RawMemory.getFloat(address + 4 * i) : RawMemory.getDouble(address + 8 * i);
    }

    /** Sets the element number {@code i} in row order. */
    public void put(long i, double value) {
        if (type == DataType.FLOAT) {
            RawMemory.putFloat(address + 4 * i, (float) value);
        } else {
            RawMemory.putDouble(address + 8 * i, value);
        }
    }

    /** How many bytes all arrays of this class take together, small ones not counted. */
    public static long bytesInUse() {
        return Memory.inUse();
    }

    /** Gives the memory back at once, if it is this class's own; nobody may use it any more. */
    public void release() {
        if (memory != null) {
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
