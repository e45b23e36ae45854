package d2j.autograd;

import d2j.engine.arrays.DenseArray;
import d2j.engine.arrays.Normalisations;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Layer and batch normalisation: by oneDNN where that can, from operations otherwise. */
final class Normalisation {

    private Normalisation() {}

    static Tensor layer(Tensor x, Tensor gain, Tensor bias, double epsilon) {
        int last = x.rank() - 1;
        if (x.rank() > 0
                && gain.rank() == 1
                && bias.rank() == 1
                && Normalisations.covers(x.value(), gain.value(), bias.value(), x.size(last))) {
            Normalisations forward = Normalisations.ofRows(x.value(), gain.value(), bias.value(), epsilon);
            return result("layerNorm", forward, x, gain, bias, new int[] {last}, epsilon, Normalisations::belowRows);
        }
        return composed(x, gain, bias, new int[] {last}, epsilon);
    }

    /**
     * Of channels, dimension 1, by the batch's own means and variances.
     *
     * @param over all dimensions but 1
     * @return null where oneDNN does not do it
     */
    static Normalisations channels(Tensor x, Tensor gain, Tensor bias, double epsilon) {
        return Normalisations.covers(x.value(), gain.value(), bias.value(), x.size(1))
                ? Normalisations.ofChannels(x.value(), gain.value(), bias.value(), epsilon)
                : null;
    }

    /** The result of {@link #channels}. */
    static Tensor batch(Normalisations forward, Tensor x, Tensor gain, Tensor bias, int[] over, double epsilon) {
        return result("batchNorm", forward, x, gain, bias, over, epsilon, Normalisations::belowChannels);
    }

    private static Tensor result(
            String name,
            Normalisations forward,
            Tensor x,
            Tensor gain,
            Tensor bias,
            int[] over,
            double epsilon,
            BiFunction<DenseArray, Normalisations.Inputs, Normalisations.Gradients> backward) {
        Tensor mean = Tensor.internal(forward.mean());
        Tensor variance = Tensor.internal(forward.variance());
        return Tensor.result(
                name,
                forward.value(),
                new Tensor[] {x, gain, bias},
                new Tensor[] {x, gain, bias, mean, variance},
                g -> {
                    if (Recording.current().isEnabled()) {
                        return gradients(x, gain, bias, over, epsilon, g);
                    }
                    Normalisations.Gradients below = backward.apply(
                            g.value(),
                            new Normalisations.Inputs(
                                    x.value(), gain.value(), bias.value(), mean.value(), variance.value(), epsilon));
                    return new Tensor[] {
                        Tensor.constant(below.input()), Tensor.constant(below.gain()), Tensor.constant(below.bias())
                    };
                });
    }

    /** A gain or a bias in the shape in which it meets the input. */
    private static Tensor shaped(Tensor vector, Tensor x, int[] over) {
        long[] shape = x.shape();
        for (int dimension : over) {
            shape[dimension] = 1;
        }
        return over.length == 1 && over[0] == x.rank() - 1 ? vector : vector.reshape(shape);
    }

    static Tensor composed(Tensor x, Tensor gain, Tensor bias, int[] over, double epsilon) {
        Tensor distances = x.sub(x.mean(true, over));
        Tensor deviation = distances.square().mean(true, over).add(epsilon).sqrt();
        return distances.div(deviation).mul(shaped(gain, x, over)).add(shaped(bias, x, over));
    }

    /** The same gradients, made of operations. */
    private static Tensor[] gradients(Tensor x, Tensor gain, Tensor bias, int[] over, double epsilon, Tensor g) {
        Tensor distances = x.sub(x.mean(true, over));
        Tensor deviation = distances.square().mean(true, over).add(epsilon).sqrt();
        Tensor normal = distances.div(deviation);
        Tensor forNormal = g.mul(shaped(gain, x, over));
        Tensor forX = forNormal
                .sub(forNormal.mean(true, over))
                .sub(normal.mul(forNormal.mul(normal).mean(true, over)))
                .div(deviation);
        return new Tensor[] {forX, perFeature(g.mul(normal), gain, over), perFeature(g, bias, over)};
    }

    private static Tensor perFeature(Tensor g, Tensor like, int[] over) {
        boolean rows = over.length == 1 && over[0] == g.rank() - 1;
        int[] summed = over;
        if (rows) {
            summed = IntStream.range(0, g.rank() - 1).toArray();
            if (summed.length == 0) {
                return g.reshape(like.shape());
            }
        }
        return g.sum(summed).reshape(like.shape());
    }
}
