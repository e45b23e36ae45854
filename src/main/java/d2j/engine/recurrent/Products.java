package d2j.engine.recurrent;

import d2j.engine.onednn.MatrixProduct;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Primitive;
import d2j.engine.onednn.RecentlyUsed;
import d2j.engine.onednn.Reorder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Matrix products through oneDNN, which is at its best for the small products of one time step, or else through ND4J's
 * BLAS. Not for several threads at once.
 */
public final class Products {

    /** Sequences of many lengths leave many compiled products behind; so many are kept. */
    private static final int MOST_COMPILED = 256;

    private final boolean oneDnn;
    private final RecentlyUsed<Key, Primitive> compiled = new RecentlyUsed<>(MOST_COMPILED);

    /**
     * What a compiled product depends on: the shapes, not the memory, which it must not keep alive. A record of so many
     * numbers would have a constructor that nobody can read, and records in records would cost every product of every
     * time step more objects.
     */
    private static final class Key {
        private final long rows;
        private final long inner;
        private final long columns;
        private final long leftRow;
        private final long leftColumn;
        private final long rightRow;
        private final long rightColumn;
        private final long resultRow;
        private final boolean bias;
        private final boolean add;

        Key(Matrix left, Matrix right, Matrix bias, Matrix result, boolean add) {
            rows = left.rows();
            inner = left.columns();
            columns = right.columns();
            leftRow = left.rowStride();
            leftColumn = left.columnStride();
            rightRow = right.rowStride();
            rightColumn = right.columnStride();
            resultRow = result.rowStride();
            this.bias = bias != null;
            this.add = add;
        }

        Primitive compile() {
            return MatrixProduct.of(
                    rows,
                    inner,
                    columns,
                    new long[] {leftRow, leftColumn},
                    new long[] {rightRow, rightColumn},
                    resultRow,
                    bias,
                    add);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && rows == key.rows
                    && inner == key.inner
                    && columns == key.columns
                    && leftRow == key.leftRow
                    && leftColumn == key.leftColumn
                    && rightRow == key.rightRow
                    && rightColumn == key.rightColumn
                    && resultRow == key.resultRow
                    && bias == key.bias
                    && add == key.add;
        }

        @Override
        public int hashCode() {
            long hash = rows;
            hash = 31 * hash + inner;
            hash = 31 * hash + columns;
            hash = 31 * hash + leftRow;
            hash = 31 * hash + leftColumn;
            hash = 31 * hash + rightRow;
            hash = 31 * hash + rightColumn;
            hash = 31 * hash + resultRow;
            hash = 31 * hash + (bias ? 1 : 0);
            hash = 31 * hash + (add ? 1 : 0);
            return Long.hashCode(hash);
        }
    }

    /** @param oneDnn whether to use oneDNN; it is not when it does not exist for this platform */
    public Products(boolean oneDnn) {
        this.oneDnn = oneDnn && OneDnn.available();
    }

    /** {@code result = left · right}, the result in row order. */
    void multiply(Matrix left, Matrix right, Matrix result) {
        run(left, right, null, result, false);
    }

    /** {@code result = left · right + bias}, the bias {@code [1, columns]} added to every row. */
    void multiply(Matrix left, Matrix right, Matrix bias, Matrix result) {
        run(left, right, bias, result, false);
    }

    /** {@code result += left · right}. */
    void add(Matrix left, Matrix right, Matrix result) {
        run(left, right, null, result, true);
    }

    private void run(Matrix left, Matrix right, Matrix bias, Matrix result, boolean add) {
        if (oneDnn) {
            Key key = new Key(left, right, bias, result, add);
            Primitive product = compiled.get(key, key::compile);
            if (bias == null) {
                product.run(left.address(), right.address(), result.address());
            } else {
                product.run(left.address(), right.address(), result.address(), bias.address());
            }
        } else {
            blas(left, right, bias, result, add);
        }
        left.keep();
        right.keep();
        result.keep();
    }

    private static void blas(Matrix left, Matrix right, Matrix bias, Matrix result, boolean add) {
        // BLAS counts in columns, in which a matrix in row order is its own transpose.
        INDArray to = result.transpose().array();
        INDArray a = right.transpose().array();
        INDArray b = left.transpose().array();
        if (result.rowStride() == result.columns()) {
            Nd4j.gemm(a, b, to, false, false, 1, add ? 1 : 0);
        } else if (add) {
            to.addi(a.mmul(b));
        } else {
            to.assign(a.mmul(b));
        }
        if (bias != null) {
            to.addiColumnVector(bias.array().reshape(bias.columns(), 1));
        }
    }

    /** Copies an array into another of the same shape, whatever their strides. */
    void copy(INDArray from, INDArray to) {
        if (oneDnn && OneDnn.isFloat(from)) {
            Reorder.copy(from, to);
        } else {
            to.assign(from);
        }
    }
}
