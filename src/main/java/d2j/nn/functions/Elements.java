package d2j.nn.functions;

import static d2j.engine.onednn.OneDnn.address;

import d2j.engine.onednn.Combination;
import d2j.engine.onednn.Elementwise;
import d2j.engine.onednn.Primitive;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Sums, activation functions and dropout on dense arrays of equal shapes. Results may overwrite arguments. */
public final class Elements {

    private static final double SQRT_2 = Math.sqrt(2);
    private static final double SQRT_2_PI = Math.sqrt(2 * Math.PI);

    private final PerShape<Primitive> sums;
    private final PerShape<Primitive> products = new PerShape<>();
    private final PerShape<Primitive> relus = new PerShape<>();
    private final PerShape<Primitive> gelus = new PerShape<>();
    private final PerShape<Primitive> geluGradients = new PerShape<>();

    /** @param accelerated whether oneDNN does the work; all arrays are floats then */
    public Elements(boolean accelerated) {
        sums = accelerated ? new PerShape<>() : null;
    }

    private boolean isAccelerated() {
        return sums != null;
    }

    /** {@code result = left + right} */
    public void add(INDArray left, INDArray right, INDArray result) {
        if (isAccelerated()) {
            long length = left.length();
            sums.get(() -> Combination.SUM.of(length), length).run(address(left), address(right), address(result));
        } else {
            left.addi(right, result);
        }
    }

    /** {@code result = left * right} */
    public void multiply(INDArray left, INDArray right, INDArray result) {
        if (isAccelerated()) {
            long length = left.length();
            products.get(() -> Combination.PRODUCT.of(length), length)
                    .run(address(left), address(right), address(result));
        } else {
            left.muli(right, result);
        }
    }

    /** Turns the gradient of a ReLU's output into that of its input, in place. */
    public void reluBackward(INDArray output, INDArray gradient) {
        if (isAccelerated()) {
            long length = output.length();
            relus.get(() -> Elementwise.RELU.backward(length), length)
                    .run(address(output), address(gradient), address(gradient));
        } else {
            gradient.muli(output.gt(0).castTo(gradient.dataType()));
        }
    }

    /** The Gaussian error linear unit x Φ(x) (Hendrycks and Gimpel, 2016), exact. */
    public void gelu(INDArray input, INDArray output) {
        if (isAccelerated()) {
            long length = input.length();
            gelus.get(() -> Elementwise.GELU.forward(length), length).run(address(input), address(output));
        } else {
            output.assign(normal(input).muli(input));
        }
    }

    /** Turns the gradient of a GELU's output into that of its input, in place. */
    public void geluBackward(INDArray input, INDArray gradient) {
        if (isAccelerated()) {
            long length = input.length();
            geluGradients
                    .get(() -> Elementwise.GELU.backward(length), length)
                    .run(address(input), address(gradient), address(gradient));
        } else {
            INDArray density =
                    Transforms.exp(input.mul(input).muli(-0.5), false).divi(SQRT_2_PI);
            gradient.muli(normal(input).addi(density.muli(input)));
        }
    }

    /** Φ(x), the probability that a standard normal number is below x. */
    private static INDArray normal(INDArray x) {
        return Nd4j.math().erf(x.div(SQRT_2)).addi(1).muli(0.5);
    }

    /**
     * Fills a mask for inverted dropout (Srivastava et al., 2014): 0 with the given probability, otherwise the factor
     * that keeps the mean.
     */
    public void drawDropoutMask(INDArray mask, double probability) {
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            Nd4j.getExecutioner()
                    .exec(new org.nd4j.linalg.api.ops.random.impl.BernoulliDistribution(mask, 1 - probability));
        }
        mask.divi(1 - probability);
    }
}
