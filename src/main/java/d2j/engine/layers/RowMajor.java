package d2j.engine.layers;

import d2j.engine.onednn.Placement;
import d2j.engine.onednn.Reorder;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays whose elements lie one after the other in row-major order, as oneDNN reads matrices. */
final class RowMajor {

    private RowMajor() {}

    /** The float array itself where it lies in row-major order, a copy otherwise. */
    static INDArray of(INDArray array, ArrayType type, LayerWorkspaceMgr workspaces) {
        if (Placement.isInRowOrder(array)) {
            return array;
        }
        for (int i = 0; i < array.rank(); i++) {
            if (array.stride(i) <= 0) {
                // A broadcast view, whose elements share memory.
                return workspaces.dup(type, array, 'c');
            }
        }
        INDArray copy = workspaces.createUninitialized(type, DataType.FLOAT, array.shape(), 'c');
        Reorder.copy(array, copy);
        return copy;
    }

    /** The same memory under another shape; the array must lie in row-major order. */
    static INDArray view(INDArray array, long... shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape[i];
        }
        return Nd4j.create(array.data(), shape, strides, array.offset(), 'c');
    }
}
