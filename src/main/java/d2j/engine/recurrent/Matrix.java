package d2j.engine.recurrent;

import d2j.engine.onednn.Floats;
import d2j.engine.onednn.OneDnn;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A matrix of floats in native memory, or a part of one. Making one of these costs far less than a view of an
 * {@link INDArray}, of which a sequence would need several per time step.
 */
public final class Matrix {

    private final INDArray owner;
    private final FloatBuffer floats;
    private final long start;
    private final long rows;
    private final long columns;
    private final long rowStride;
    private final long columnStride;

    private Matrix(
            INDArray owner,
            FloatBuffer floats,
            long start,
            long rows,
            long columns,
            long rowStride,
            long columnStride) {
        this.owner = owner;
        this.floats = floats;
        this.start = start;
        this.rows = rows;
        this.columns = columns;
        this.rowStride = rows == 1 ? Math.max(columns, 1) : rowStride;
        this.columnStride = columns == 1 ? 1 : columnStride;
    }

    /**
     * The elements of an array, not a copy.
     *
     * @param array {@code [rows, columns]}, any strides
     * @throws IllegalArgumentException if the array is no matrix of floats, or is of two gigabytes and more
     */
    public static Matrix of(INDArray array) {
        if (array.rank() != 2 || array.dataType() != DataType.FLOAT) {
            throw new IllegalArgumentException("a matrix of floats is needed, not " + array.shapeInfoToString());
        }
        long span = 1 + (array.size(0) - 1) * array.stride(0) + (array.size(1) - 1) * array.stride(1);
        return new Matrix(
                array,
                Floats.of(array).buffer(span),
                0,
                array.size(0),
                array.size(1),
                array.stride(0),
                array.stride(1));
    }

    /** These rows alone. */
    Matrix rows(long first, long count) {
        return new Matrix(owner, floats, start + first * rowStride, count, columns, rowStride, columnStride);
    }

    /** These columns alone. */
    Matrix columns(long first, long count) {
        return new Matrix(owner, floats, start + first * columnStride, rows, count, rowStride, columnStride);
    }

    /** Rows for columns. */
    public Matrix transpose() {
        return new Matrix(owner, floats, start, columns, rows, columnStride, rowStride);
    }

    long rows() {
        return rows;
    }

    long columns() {
        return columns;
    }

    long rowStride() {
        return rowStride;
    }

    long columnStride() {
        return columnStride;
    }

    long address() {
        return OneDnn.address(owner) + start * Float.BYTES;
    }

    /** The same elements as an array of ND4J's. */
    INDArray array() {
        return Nd4j.create(
                owner.data(),
                new long[] {rows, columns},
                new long[] {rowStride, columnStride},
                owner.offset() + start,
                columnStride == 1 ? 'c' : 'f');
    }

    /** Keeps the memory alive up to this call. */
    void keep() {
        Reference.reachabilityFence(owner);
    }

    /** Copies all elements into {@code to}, row after row. The columns must be next to each other. */
    void read(float[] to) {
        if (rowStride == columns) {
            floats.get((int) start, to, 0, (int) (rows * columns));
        } else {
            for (int row = 0; row < rows; row++) {
                floats.get((int) (start + row * rowStride), to, row * (int) columns, (int) columns);
            }
        }
        keep();
    }

    /** The opposite of {@link #read}. */
    void write(float[] from) {
        if (rowStride == columns) {
            floats.put((int) start, from, 0, (int) (rows * columns));
        } else {
            for (int row = 0; row < rows; row++) {
                floats.put((int) (start + row * rowStride), from, row * (int) columns, (int) columns);
            }
        }
        keep();
    }
}
