package d2j.autograd;

import d2j.engine.arrays.DenseArray;
import d2j.engine.arrays.RowLoops;

/** Softmax and its relatives along one dimension, shifted by the maximum so that nothing overflows. */
final class Softmax {

    private Softmax() {}

    private static Tensor shifted(Tensor a, int dimension) {
        return a.sub(a.max(true, dimension));
    }

    static Tensor softmax(Tensor a, int dimension) {
        int along = Shapes.dimension("softmax", dimension, a.rank());
        if (along == a.rank() - 1) {
            int length = (int) a.value().size(along);
            DenseArray result = DenseArray.uninitialized(a.dataType(), a.value().shape());
            RowLoops.softmax(a.value(), length, result);
            return Tensor.resultOf("softmax", result, a, (g, y) -> {
                if (Recording.current().isEnabled()) {
                    return below(g, y, along);
                }
                DenseArray gradient =
                        DenseArray.uninitialized(g.dataType(), y.value().shape());
                RowLoops.softmaxGradient(g.value(), y.value(), length, gradient);
                return Tensor.constant(gradient);
            });
        }
        Tensor value = Tensor.noGrad(() -> {
            Tensor exponentials = shifted(a, along).exp();
            return exponentials.div(exponentials.sum(true, along));
        });
        return Tensor.resultOf("softmax", value.value(), a, (g, y) -> below(g, y, along));
    }

    private static Tensor below(Tensor g, Tensor y, int along) {
        return y.mul(g.sub(g.mul(y).sum(true, along)));
    }

    static Tensor logSoftmax(Tensor a, int dimension) {
        int along = Shapes.dimension("logSoftmax", dimension, a.rank());
        if (along == a.rank() - 1) {
            int length = (int) a.value().size(along);
            DenseArray result = DenseArray.uninitialized(a.dataType(), a.value().shape());
            RowLoops.logSoftmax(a.value(), length, result);
            return Tensor.resultOf("logSoftmax", result, a, (g, y) -> {
                if (Recording.current().isEnabled()) {
                    return belowLogarithm(g, y, along);
                }
                DenseArray gradient =
                        DenseArray.uninitialized(g.dataType(), y.value().shape());
                RowLoops.logSoftmaxGradient(g.value(), y.value(), length, gradient);
                return Tensor.constant(gradient);
            });
        }
        Tensor value = Tensor.noGrad(() -> {
            Tensor below = shifted(a, along);
            return below.sub(below.exp().sum(true, along).log());
        });
        return Tensor.resultOf("logSoftmax", value.value(), a, (g, y) -> belowLogarithm(g, y, along));
    }

    private static Tensor belowLogarithm(Tensor g, Tensor y, int along) {
        return g.sub(y.exp().mul(g.sum(true, along)));
    }

    static Tensor logSumExp(Tensor a, boolean keepDims, int dimension) {
        int along = Shapes.dimension("logSumExp", dimension, a.rank());
        long[] kept = Shapes.kept(a.value().shape(), new int[] {along});
        Tensor value = Tensor.noGrad(() -> {
            Tensor maximum = a.max(true, along);
            return a.sub(maximum).exp().sum(true, along).log().add(maximum);
        });
        Tensor[] inputs = {a};
        Tensor result =
                Tensor.result("logSumExp", value.value(), inputs, inputs, g -> new Tensor[] {g.mul(softmax(a, along))});
        return keepDims ? result : result.reshape(Shapes.dropped(kept, new int[] {along}));
    }
}
