package d2j.engine.arrays;

import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Placement;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Makes the arrays that the other classes here read and write. */
public final class DenseArrays {

    private DenseArrays() {}

    /** A new array whose elements are not yet set, outside all workspaces. */
    public static INDArray uninitialized(DataType type, long... shape) {
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return Nd4j.createUninitialized(type, shape, 'c');
        }
    }

    /** A new array of equal elements, outside all workspaces. */
    public static INDArray filled(DataType type, double value, long... shape) {
        INDArray array = uninitialized(type, shape);
        long length = array.length();
        long address = OneDnn.address(array);
        if (value == 0) {
            RawMemory.zero(address, length * type.width());
        } else if (type == DataType.FLOAT) {
            for (long i = 0; i < length; i++) {
                RawMemory.putFloat(address + 4 * i, (float) value);
            }
        } else {
            for (long i = 0; i < length; i++) {
                RawMemory.putDouble(address + 8 * i, value);
            }
        }
        return array;
    }

    /** True when elements lie one after the other in row order. */
    public static boolean isDense(INDArray array) {
        return Placement.isInRowOrder(array);
    }

    /** The array itself when it is dense, otherwise a dense copy. */
    public static INDArray dense(INDArray array) {
        if (isDense(array)) {
            return array;
        }
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return array.dup('c');
        }
    }

    /** A dense copy outside all workspaces. */
    public static INDArray copy(INDArray array) {
        INDArray result = uninitialized(array.dataType(), array.shape());
        INDArray from = dense(array);
        RawMemory.copy(
                OneDnn.address(from),
                OneDnn.address(result),
                array.length() * array.dataType().width());
        return result;
    }
}
