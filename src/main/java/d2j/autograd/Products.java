package d2j.autograd;

import java.util.Arrays;

/** Matrix products and their rules. */
final class Products {

    private Products() {}

    static Tensor mmul(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
        require(a, b, transposeA, transposeB);
        int rankA = a.rank();
        int rankB = b.rank();
        if (rankA == rankB && (rankA == 2 || equalBatches(a, b))) {
            return product(a, b, transposeA, transposeB);
        }
        if (rankB == 2 && !transposeA) {
            // One matrix at the right: all rows of the left are one tall matrix.
            long[] shape = a.value().shape().clone();
            shape[rankA - 1] = b.value().size(transposeB ? 0 : 1);
            return product(a.reshape(-1, a.value().size(rankA - 1)), b, false, transposeB)
                    .reshape(shape);
        }
        long[] batch = Shapes.broadcast(
                "mmul",
                Arrays.copyOf(a.value().shape(), rankA - 2),
                Arrays.copyOf(b.value().shape(), rankB - 2));
        return product(repeated(a, batch), repeated(b, batch), transposeA, transposeB);
    }

    private static boolean equalBatches(Tensor a, Tensor b) {
        for (int i = 0; i < a.rank() - 2; i++) {
            if (a.value().size(i) != b.value().size(i)) {
                return false;
            }
        }
        return true;
    }

    private static Tensor repeated(Tensor a, long[] batch) {
        long[] shape = Arrays.copyOf(batch, batch.length + 2);
        shape[batch.length] = a.value().size(a.rank() - 2);
        shape[batch.length + 1] = a.value().size(a.rank() - 1);
        return a.broadcast(shape);
    }

    private static void require(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
        int rankA = a.rank();
        int rankB = b.rank();
        String problem = null;
        if (rankA < 2 || rankB < 2) {
            problem = "both need at least two dimensions (reshape a vector to [1, n] or [n, 1])";
        } else if (a.dataType() != b.dataType()) {
            problem = "they are " + a.dataType() + " and " + b.dataType();
        } else {
            long columns = a.value().size(transposeA ? rankA - 2 : rankA - 1);
            long rows = b.value().size(transposeB ? rankB - 1 : rankB - 2);
            if (columns != rows) {
                problem = "the left has " + columns + " columns and the right " + rows + " rows";
            }
        }
        if (problem != null) {
            throw new IllegalArgumentException("mmul: " + Shapes.text(a.shape())
                    + (transposeA ? " (transposed)" : "") + " times " + Shapes.text(b.shape())
                    + (transposeB ? " (transposed)" : "") + ": " + problem);
        }
    }

    /** Of equal ranks and batches. */
    private static Tensor product(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
        Tensor[] inputs = {a, b};
        return Tensor.result(
                "mmul", Compute.product(a.value(), b.value(), transposeA, transposeB), inputs, inputs, g -> {
                    Tensor forA = null;
                    Tensor forB = null;
                    if (a.requiresGrad()) {
                        forA = transposeA ? product(b, g, transposeB, true) : product(g, b, false, !transposeB);
                    }
                    if (b.requiresGrad()) {
                        forB = transposeB ? product(g, a, true, transposeA) : product(a, g, !transposeA, false);
                    }
                    return new Tensor[] {forA, forB};
                });
    }
}
