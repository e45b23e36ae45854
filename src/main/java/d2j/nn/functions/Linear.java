package d2j.nn.functions;

import static d2j.engine.onednn.OneDnn.address;

import d2j.engine.onednn.Elementwise;
import d2j.engine.onednn.InnerProduct;
import java.lang.ref.Reference;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A linear map of rows, {@code y = x W + b}. Weights are {@code [in, out]}, column-major as in all DL4J layers.
 */
public final class Linear {

    private final long in;
    private final long out;
    private final boolean relu;
    private final PerShape<InnerProduct> products;

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
        products = accelerated ? new PerShape<>() : null;
    }

    /** Writes {@code [rows, in] W + b} to {@code y}, {@code [rows, out]}. */
    public void forward(INDArray x, INDArray weights, INDArray bias, INDArray y) {
        if (products != null) {
            INDArray columns = columnMajor(weights);
            product(x.size(0)).forward(address(x), address(columns), address(bias), address(y));
            // It may be a copy that nobody else refers to.
            Reference.reachabilityFence(columns);
        } else {
            y.assign(x.mmul(weights).addiRowVector(bias));
            if (relu) {
                Transforms.relu(y, false);
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
        if (products != null) {
            InnerProduct product = product(dy.size(0));
            INDArray columns = columnMajor(weights);
            if (accumulate) {
                product.addBackwardInput(address(dy), address(columns), address(dx));
            } else {
                product.backwardInput(address(dy), address(columns), address(dx));
            }
            Reference.reachabilityFence(columns);
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
        if (products != null) {
            product(x.size(0)).backwardWeights(address(x), address(dy), address(weightGradient), address(biasGradient));
        } else {
            weightGradient.assign(x.transpose().mmul(dy));
            biasGradient.assign(dy.sum(0));
        }
    }

    private InnerProduct product(long rows) {
        return products.get(() -> new InnerProduct(rows, in, out, true, relu ? Elementwise.RELU : null), rows);
    }

    /** Weights with noise may come in another order. */
    private static INDArray columnMajor(INDArray weights) {
        return weights.size(0) == 1 || weights.stride(0) == 1 && weights.stride(1) == weights.size(0)
                ? weights
                : weights.dup('f');
    }
}
