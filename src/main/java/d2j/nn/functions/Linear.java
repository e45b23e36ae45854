package d2j.nn.functions;

import static d2j.engine.onednn.OneDnn.address;

import d2j.engine.onednn.Projection;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A linear map of rows, {@code y = x W + b}. Weights are {@code [in, out]}, column-major as in all DL4J layers.
 */
public final class Linear {

    private final long in;
    private final long out;
    private final boolean relu;
    private final PerShape<Projection> projections;

    /**
     * @param in          the length of a row
     * @param out         the length of a result
     * @param relu        whether negative results become zero
     * @param accelerated whether oneDNN does the work; all arrays are floats then
     */
    public Linear(long in, long out, boolean relu, boolean accelerated) {
        this.in = in;
        this.out = out;
        this.relu = relu;
        projections = accelerated ? new PerShape<>() : null;
    }

    /** Writes {@code [rows, in] W + b} to {@code y}, {@code [rows, out]}. */
    public void forward(INDArray x, INDArray weights, INDArray bias, INDArray y) {
        if (projections != null) {
            projection(x.size(0)).forward(address(x), address(columnMajor(weights)), address(bias), address(y));
        } else {
            y.assign(x.mmul(weights).addiRowVector(bias));
            if (relu) {
                y.muli(y.gt(0).castTo(y.dataType()));
            }
        }
    }

    /**
     * The gradient with respect to {@code x}.
     *
     * @param dy         gradient before the ReLU, {@code [rows, out]}
     * @param dx         receives it, {@code [rows, in]}
     * @param accumulate whether it is added to what {@code dx} holds
     */
    public void backwardInput(INDArray dy, INDArray weights, INDArray dx, boolean accumulate) {
        if (projections != null) {
            projection(dy.size(0)).backwardInput(address(dy), address(columnMajor(weights)), address(dx), accumulate);
        } else {
            INDArray gradient = dy.mmul(weights.transpose());
            if (accumulate) {
                dx.addi(gradient);
            } else {
                dx.assign(gradient);
            }
        }
    }

    /** Overwrites the gradients of weights and bias, given the gradient before the ReLU. */
    public void backwardWeights(INDArray x, INDArray dy, INDArray weightGradient, INDArray biasGradient) {
        if (projections != null) {
            projection(x.size(0))
                    .backwardWeights(address(x), address(dy), address(weightGradient), address(biasGradient));
        } else {
            weightGradient.assign(x.transpose().mmul(dy));
            biasGradient.assign(dy.sum(0));
        }
    }

    private Projection projection(long rows) {
        return projections.get(() -> new Projection(rows, in, out, relu), rows);
    }

    /** Weights with noise may come in another order. */
    private static INDArray columnMajor(INDArray weights) {
        return weights.size(0) == 1 || weights.stride(0) == 1 && weights.stride(1) == weights.size(0)
                ? weights
                : weights.dup('f');
    }
}
