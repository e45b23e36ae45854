package d2j.train;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The softmax and the cross-entropy, computed from scores so that nothing overflows and no logarithm of zero occurs;
 * see Goodfellow, Bengio and Courville, <i>Deep Learning</i> (2016), sections 4.1 and 6.2.2.3.
 *
 * <p>Scores and targets are {@code [batch, classes]}; the rows of the targets are one-hot or any other distributions.
 */
public final class SoftmaxCrossEntropy {

    private SoftmaxCrossEntropy() {}

    /** The softmax of each row. */
    public static INDArray softmax(INDArray scores) {
        INDArray exponentials = Transforms.exp(scores.subColumnVector(scores.max(true, 1)), false);
        return exponentials.diviColumnVector(exponentials.sum(true, 1));
    }

    /** The logarithm of the softmax of each row. */
    public static INDArray logSoftmax(INDArray scores) {
        INDArray shifted = scores.subColumnVector(scores.max(true, 1));
        return shifted.subiColumnVector(Transforms.log(Transforms.exp(shifted).sum(true, 1), false));
    }

    /** The mean cross-entropy of a batch. */
    public static double loss(INDArray scores, INDArray targets) {
        return -logSoftmax(scores).muli(targets).sumNumber().doubleValue() / scores.size(0);
    }

    /** The gradient of the mean cross-entropy with respect to the scores: (softmax - targets) / batch. */
    public static INDArray gradient(INDArray scores, INDArray targets) {
        return softmax(scores).subi(targets).divi(scores.size(0));
    }
}
