package d2j.engine.recurrent;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Native memory that lasts from a forward pass to the backward pass, outside workspaces. It grows, never shrinks. */
final class StoredRows {

    private INDArray array;

    /** A matrix of this size; its content is that of the last use where the size is the same. */
    Matrix ensure(long rows, long columns) {
        if (array == null || array.size(0) < rows || array.size(1) != columns) {
            try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                array = Nd4j.createUninitialized(DataType.FLOAT, new long[] {rows, columns}, 'c');
            }
        }
        return Matrix.of(array).rows(0, rows);
    }
}
