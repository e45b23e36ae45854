package d2j.nn;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossL2;

/**
 * Half the squared error, summed over the outputs of an example: ½ Σ (ŷ − y)², the squared loss of the textbooks
 * (Zhang, Lipton, Li and Smola, <i>Dive into Deep Learning</i>, section 3.1). Its gradient is the error itself, ŷ − y.
 * DL4J's {@code LossL2} is twice as large, and its {@code LossMSE} besides divided by the number of outputs.
 *
 * <pre>{@code
 * new OutputLayer.Builder(new HalfSquaredError()).nIn(5).nOut(1).activation(Activation.IDENTITY).build()
 * }</pre>
 */
public final class HalfSquaredError extends LossL2 {
    private static final long serialVersionUID = 1L;

    @Override
    protected INDArray scoreArray(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        return super.scoreArray(labels, preOutput, activation, mask).muli(0.5);
    }

    @Override
    public INDArray computeGradient(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        return super.computeGradient(labels, preOutput, activation, mask).muli(0.5);
    }

    @Override
    public String name() {
        return toString();
    }

    @Override
    public String toString() {
        return "HalfSquaredError()";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HalfSquaredError;
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof HalfSquaredError;
    }

    @Override
    public int hashCode() {
        return HalfSquaredError.class.hashCode();
    }
}
