package d2j.autograd;

import d2j.engine.arrays.DenseArray;

/** Sums, means, maxima, variances and their rules. */
final class Reductions {

    private static final Tensor[] NOTHING = {};

    private Reductions() {}

    static Tensor sum(Tensor a, boolean keepDims, int... dimensions) {
        int[] over = Shapes.dimensions("sum", dimensions, a.rank());
        long[] shape = a.value().shape();
        long[] kept = Shapes.kept(shape, over);
        DenseArray value = Compute.sum(a.value(), over);
        return Tensor.result("sum", keepDims ? value.reshape(kept) : value, new Tensor[] {a}, NOTHING, g ->
                new Tensor[] {g.reshape(kept).broadcast(shape)});
    }

    static Tensor mean(Tensor a, boolean keepDims, int... dimensions) {
        int[] over = Shapes.dimensions("mean", dimensions, a.rank());
        return sum(a, keepDims, over).div(count(a, over));
    }

    private static double count(Tensor a, int[] over) {
        double count = 1;
        for (int dimension : over) {
            count *= a.value().size(dimension);
        }
        return count;
    }

    static Tensor variance(Tensor a, boolean biasCorrected, boolean keepDims, int... dimensions) {
        int[] over = Shapes.dimensions("var", dimensions, a.rank());
        double count = count(a, over);
        if (biasCorrected && count < 2) {
            throw new IllegalArgumentException("var: the bias-corrected variance of one element does not exist");
        }
        Tensor distances = a.sub(mean(a, true, over));
        return sum(distances.square(), keepDims, over).div(biasCorrected ? count - 1 : count);
    }

    static Tensor maximum(Tensor a, boolean keepDims, int... dimensions) {
        int[] over = Shapes.dimensions("max", dimensions, a.rank());
        if (!areNeighbours(over)) {
            Tensor result = a;
            for (int i = over.length - 1; i >= 0; i--) {
                result = maximum(result, keepDims, over[i]);
            }
            return result;
        }
        long[] shape = a.value().shape();
        long[] kept = Shapes.kept(shape, over);
        if (over.length == 0) {
            return a.reshape(shape);
        }
        Tensor mask = a.requiresGrad() ? Tensor.internal(DenseArray.filled(a.dataType(), 0, shape)) : null;
        DenseArray value =
                Compute.maximum(a.value(), over[0], over[over.length - 1], mask == null ? null : mask.value());
        return Tensor.result(
                "max",
                keepDims ? value.reshape(kept) : value,
                new Tensor[] {a},
                mask == null ? NOTHING : new Tensor[] {mask},
                g -> new Tensor[] {mask.mul(g.reshape(kept))});
    }

    private static boolean areNeighbours(int[] dimensions) {
        for (int i = 1; i < dimensions.length; i++) {
            if (dimensions[i] != dimensions[i - 1] + 1) {
                return false;
            }
        }
        return true;
    }

    /** Undoes a broadcast: sums over what was repeated. */
    static Tensor sumTo(Tensor gradient, long[] shape) {
        long[] from = gradient.value().shape();
        if (java.util.Arrays.equals(from, shape)) {
            return gradient;
        }
        int extra = from.length - shape.length;
        int[] over = java.util.stream.IntStream.range(0, from.length)
                .filter(i -> i < extra || shape[i - extra] == 1 && from[i] != 1)
                .toArray();
        return over.length == 0
                ? gradient.reshape(shape)
                : sum(gradient, true, over).reshape(shape);
    }
}
