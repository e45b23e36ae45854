package d2j.engine.arrays;

import d2j.engine.onednn.Gemm;
import d2j.engine.onednn.MatrixProduct;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Primitive;
import d2j.engine.onednn.RecentlyUsed;
import java.lang.ref.Reference;
import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.factory.Nd4j;

/** Products of matrices. */
public final class MatrixProducts {

    /** Below this many multiplications a loop in Java is done before a library has begun. */
    private static final long SMALL = 1 << 10;

    private static final ThreadLocal<RecentlyUsed<Shape, Primitive>> BATCHED = RecentlyUsed.perThread(64);

    private record Shape(long batches, int rows, int inner, int columns, boolean transposeA, boolean transposeB) {}

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
        if (a.isFloat() && OneDnn.available()) {
            floats(a, transposeA, b, transposeB, result, rows, inner, columns);
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

    private static void floats(
            DenseArray a,
            boolean transposeA,
            DenseArray b,
            boolean transposeB,
            DenseArray result,
            int rows,
            int inner,
            int columns) {
        long[] left = transposeA ? new long[] {1, rows} : new long[] {inner, 1};
        long[] right = transposeB ? new long[] {1, inner} : new long[] {columns, 1};
        long batches = result.length() / ((long) rows * columns);
        if (batches == 1) {
            Gemm.multiply(rows, inner, columns, a.address(), left, b.address(), right, result.address());
        } else {
            long[] leftStrides = {(long) rows * inner, left[0], left[1]};
            long[] rightStrides = {(long) inner * columns, right[0], right[1]};
            BATCHED.get()
                    .get(
                            new Shape(batches, rows, inner, columns, transposeA, transposeB),
                            () -> MatrixProduct.batched(batches, rows, inner, columns, leftStrides, rightStrides))
                    .run(a.address(), b.address(), result.address());
        }
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
        Reference.reachabilityFence(result);
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
