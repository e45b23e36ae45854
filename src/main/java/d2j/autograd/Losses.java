package d2j.autograd;

import d2j.engine.arrays.DenseArray;
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
        long classes = shape[shape.length - 1];
        Tensor distributions = Tensor.internal(distributions(scores, targets, classes));
        if (smoothing > 0) {
            distributions = distributions.mul(1 - smoothing).add(smoothing / classes);
        }
        Tensor losses =
                Softmax.logSoftmax(scores, -1).mul(distributions).sum(-1).neg();
        if (mask == null) {
            return losses.mean();
        }
        if (mask.length() != losses.length()) {
            throw new IllegalArgumentException("crossEntropy: the mask has the shape " + Shapes.text(mask.shape())
                    + ", and the losses " + Shapes.text(losses.shape()));
        }
        Tensor weights = Tensor.of(mask.castTo(scores.dataType())).reshape(losses.shape());
        // Where everything is masked the loss is 0, not 0 / 0.
        return losses.mul(weights).sum().div(Math.max(weights.sum().item(), Double.MIN_NORMAL));
    }

    private static DenseArray distributions(Tensor scores, INDArray targets, long classes) {
        long[] shape = scores.value().shape();
        if (Arrays.equals(targets.shape(), shape)) {
            return DenseArray.of(targets.castTo(scores.dataType())).copy();
        }
        if (targets.length() * classes != scores.length()) {
            throw new IllegalArgumentException("crossEntropy: scores of shape " + Shapes.text(shape)
                    + " need one class number for each row, or a distribution of the same shape; the targets are "
                    + Shapes.text(targets.shape()));
        }
        DenseArray result = DenseArray.filled(scores.dataType(), 0, shape);
        int[] numbers = Indices.of("crossEntropy", targets, classes);
        for (int i = 0; i < numbers.length; i++) {
            result.put(i * classes + numbers[i], 1);
        }
        return result;
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
