package d2j.autograd;

import d2j.engine.arrays.DenseArray;
import d2j.engine.arrays.RowLoops;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Losses, each the mean over a batch. */
final class Losses {

    private Losses() {}

    static Tensor crossEntropy(Tensor scores, INDArray targets, INDArray mask, double smoothing) {
        long[] shape = scores.value().shape();
        if (shape.length < 2) {
            throw new IllegalArgumentException(
                    "crossEntropy: scores should be [batch, classes], and are " + Shapes.text(shape));
        }
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("crossEntropy: label smoothing is from 0 to below 1, not " + smoothing);
        }
        int classes = (int) shape[shape.length - 1];
        RowLoops.Targets wanted = wanted(scores, targets, mask, smoothing, classes);
        boolean records = Recording.current().isEnabled() && scores.requiresGrad();
        // The gradient is computed with the loss, from the same exponentials.
        Tensor gradient = records ? Tensor.internal(DenseArray.uninitialized(scores.dataType(), shape)) : null;
        double loss =
                RowLoops.crossEntropy(scores.value(), classes, wanted, gradient == null ? null : gradient.value());
        return Tensor.result(
                "crossEntropy",
                DenseArray.filled(scores.dataType(), loss),
                new Tensor[] {scores},
                gradient == null ? new Tensor[0] : new Tensor[] {scores, gradient},
                g -> new Tensor[] {
                    Recording.current().isEnabled() ? recordedGradient(scores, wanted, classes, g) : gradient.mul(g)
                });
    }

    private static RowLoops.Targets wanted(
            Tensor scores, INDArray targets, INDArray mask, double smoothing, int classes) {
        long[] shape = scores.value().shape();
        long rows = scores.length() / classes;
        DenseArray weights = null;
        double divisor = rows;
        if (mask != null) {
            if (mask.length() != rows) {
                throw new IllegalArgumentException("crossEntropy: the mask has the shape " + Shapes.text(mask.shape())
                        + ", and the losses " + Shapes.text(Arrays.copyOf(shape, shape.length - 1)));
            }
            weights = DenseArray.of(mask.castTo(scores.dataType())).copy();
            divisor = 0;
            for (long i = 0; i < rows; i++) {
                divisor += weights.get(i);
            }
            // Where everything is masked the loss is 0, not 0 / 0.
            divisor = divisor == 0 ? 1 : divisor;
        }
        if (Arrays.equals(targets.shape(), shape)) {
            DenseArray distributions =
                    DenseArray.of(targets.castTo(scores.dataType())).copy();
            return new RowLoops.Targets(null, distributions, smoothing, weights, divisor);
        }
        if (targets.length() != rows) {
            throw new IllegalArgumentException("crossEntropy: scores of shape " + Shapes.text(shape)
                    + " need one class number for each row, or a distribution of the same shape; the targets are "
                    + Shapes.text(targets.shape()));
        }
        return new RowLoops.Targets(Indices.of("crossEntropy", targets, classes), null, smoothing, weights, divisor);
    }

    /** The gradient made of operations: softmax minus target, times weights. */
    private static Tensor recordedGradient(Tensor scores, RowLoops.Targets wanted, int classes, Tensor g) {
        DenseArray distributions = wanted.distributions();
        if (distributions == null) {
            distributions =
                    DenseArray.filled(scores.dataType(), 0, scores.value().shape());
            for (int i = 0; i < wanted.classes().length; i++) {
                distributions.put((long) i * classes + wanted.classes()[i], 1);
            }
        }
        Tensor targets =
                Tensor.constant(distributions).mul(1 - wanted.smoothing()).add(wanted.smoothing() / classes);
        long[] perRow = scores.shape();
        perRow[perRow.length - 1] = 1;
        Tensor weights = wanted.weights() == null
                ? scores.like(1)
                : Tensor.constant(wanted.weights().reshape(perRow));
        return Softmax.softmax(scores, -1)
                .mul(targets.sum(true, -1))
                .sub(targets)
                .mul(weights.div(wanted.divisor()))
                .mul(g);
    }

    static Tensor meanSquaredError(Tensor predictions, Tensor targets) {
        requireOneShape("mse", predictions, targets);
        return predictions.sub(targets).square().mean();
    }

    static Tensor binaryCrossEntropy(Tensor scores, Tensor targets) {
        requireOneShape("binaryCrossEntropy", scores, targets);
        // softplus(s) - s t: the logarithms of sigmoid(s) and 1 - sigmoid(s), without computing either.
        return Arithmetic.softplus(scores).sub(scores.mul(targets)).mean();
    }

    private static void requireOneShape(String name, Tensor a, Tensor b) {
        if (!Arrays.equals(a.value().shape(), b.value().shape())) {
            throw new IllegalArgumentException(name + ": predictions of shape " + Shapes.text(a.shape())
                    + " and targets of shape " + Shapes.text(b.shape())
                    + " would be compared by broadcasting; reshape one to the other's shape");
        }
    }
}
