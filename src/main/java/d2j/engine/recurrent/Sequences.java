package d2j.engine.recurrent;

import java.util.Arrays;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Sequences in time-major memory. DL4J sees them as {@code [batch, features, time]} with unusual strides, which costs
 * nothing, and a layer that follows finds the rows of all steps together.
 */
public final class Sequences {

    private Sequences() {}

    /**
     * Whether arrays of a sequence stay within what a matrix may hold.
     *
     * @param widest how many numbers a time step of one example has at most
     */
    public static boolean fit(long batch, long time, long widest) {
        return batch * time * widest < Integer.MAX_VALUE / Float.BYTES;
    }

    /**
     * As {@link #fit(long, long, long)}, and whether Java's memory has room for what the backward pass needs.
     *
     * @param kept  how many numbers of a time step of one example are kept
     * @param share of the layer that keeps them
     */
    public static boolean fit(long batch, long time, long widest, long kept, HeapShare share) {
        return fit(batch, time, widest) && share.grow(batch * time * kept);
    }

    /** A new {@code [time · batch, features]} matrix in the workspace for {@code type}, its content undefined. */
    public static INDArray matrix(long time, long batch, long features, ArrayType type, LayerWorkspaceMgr workspaces) {
        return workspaces.createUninitialized(type, DataType.FLOAT, new long[] {time * batch, features}, 'c');
    }

    /** A time-major matrix {@code [time · batch, features]} as DL4J's {@code [batch, features, time]}; no copy. */
    public static INDArray sequence(INDArray matrix, long batch) {
        long time = matrix.size(0) / batch;
        return matrix.reshape('c', time, batch, matrix.size(1)).permute(1, 2, 0);
    }

    /**
     * DL4J's {@code [batch, features, time]} as a time-major matrix {@code [time · batch, features]}: the same memory
     * where it lies that way, a copy in the workspace for {@code type} otherwise.
     */
    public static INDArray matrix(INDArray sequence, ArrayType type, LayerWorkspaceMgr workspaces, Products products) {
        long batch = sequence.size(0);
        long features = sequence.size(1);
        long time = sequence.size(2);
        boolean dense =
                sequence.stride(1) == 1 && sequence.stride(0) == features && sequence.stride(2) == batch * features;
        if (dense) {
            return sequence.permute(2, 0, 1).reshape('c', time * batch, features);
        }
        INDArray matrix = matrix(time, batch, features, type, workspaces);
        products.copy(sequence, sequence(matrix, batch));
        return matrix;
    }

    /** The elements of an array, not a copy; null for null. */
    public static Matrix matrix(INDArray array) {
        return array == null ? null : Matrix.of(array);
    }

    /** The elements of a vector as one row. */
    public static Matrix row(INDArray vector) {
        return Matrix.of(vector.reshape(1, vector.length()));
    }

    /** A copy of a matrix's elements in row order; null for null. */
    public static float[] values(INDArray matrix) {
        return matrix == null ? null : matrix.dup('c').reshape(matrix.length()).toFloatVector();
    }

    /** A new array {@code [batch, size]} outside workspaces, which may last. */
    public static INDArray state(float[] values, long batch, long size) {
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return Nd4j.create(Arrays.copyOf(values, (int) (batch * size)), new long[] {batch, size}, 'c');
        }
    }
}
