package d2j.autograd;

/** Softmax and its relatives along one dimension, shifted by the maximum so that nothing overflows. */
final class Softmax {

    private Softmax() {}

    private static Tensor shifted(Tensor a, int dimension) {
        return a.sub(a.max(true, dimension));
    }

    static Tensor softmax(Tensor a, int dimension) {
        int along = Shapes.dimension("softmax", dimension, a.rank());
        Tensor value = Tensor.noGrad(() -> {
            Tensor exponentials = shifted(a, along).exp();
            return exponentials.div(exponentials.sum(true, along));
        });
        return Tensor.resultOf(
                "softmax", value.value(), a, (g, y) -> y.mul(g.sub(g.mul(y).sum(true, along))));
    }

    static Tensor logSoftmax(Tensor a, int dimension) {
        int along = Shapes.dimension("logSoftmax", dimension, a.rank());
        Tensor value = Tensor.noGrad(() -> {
            Tensor below = shifted(a, along);
            return below.sub(below.exp().sum(true, along).log());
        });
        return Tensor.resultOf(
                "logSoftmax", value.value(), a, (g, y) -> g.sub(y.exp().mul(g.sum(true, along))));
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
