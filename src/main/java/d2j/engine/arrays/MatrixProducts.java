package d2j.engine.arrays;

import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.factory.Nd4j;

/** Products of matrices. */
public final class MatrixProducts {

    /** Below this many multiplications a loop in Java is done before a library has begun. */
    private static final long SMALL = 1 << 10;

    private MatrixProducts() {}

    /** {@code result = a b}, or one product for each pair of matrices, either or both transposed first. */
    public static void multiply(DenseArray a, boolean transposeA, DenseArray b, boolean transposeB, DenseArray result) {
        int rank = result.rank();
        int rows = (int) result.size(rank - 2);
        int columns = (int) result.size(rank - 1);
        int inner = (int) a.size(transposeA ? rank - 2 : rank - 1);
        if (result.length() * inner <= SMALL) {
            loops(a, transposeA, b, transposeB, result, rows, inner, columns);
            return;
        }
        Nd4j.exec(new Mmul(
                a.array(),
                b.array(),
                result.array(),
                MMulTranspose.builder()
                        .transposeA(transposeA)
                        .transposeB(transposeB)
                        .build()));
    }

    private static void loops(
            DenseArray a,
            boolean transposeA,
            DenseArray b,
            boolean transposeB,
            DenseArray result,
            int rows,
            int inner,
            int columns) {
        long batches = result.length() / ((long) rows * columns);
        for (long batch = 0; batch < batches; batch++) {
            long left = batch * rows * inner;
            long right = batch * inner * columns;
            long to = batch * rows * columns;
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    double sum = 0;
                    for (int k = 0; k < inner; k++) {
                        sum += a.get(left + (transposeA ? (long) k * rows + i : (long) i * inner + k))
                                * b.get(right + (transposeB ? (long) j * inner + k : (long) k * columns + j));
                    }
                    result.put(to + (long) i * columns + j, sum);
                }
            }
        }
    }
}
