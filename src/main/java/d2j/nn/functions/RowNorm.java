package d2j.nn.functions;

import static d2j.engine.onednn.OneDnn.address;

import d2j.engine.onednn.RowNormalization;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Layer normalization (Ba, Kiros and Hinton, 2016): every row gets mean 0 and variance 1, then a gain and a shift per
 * feature.
 */
public final class RowNorm {

    private final double epsilon;
    private final PerShape<RowNormalization> normalizations;

    /**
     * @param epsilon     what is added to the variance
     * @param accelerated whether oneDNN does the work; all arrays are floats then
     */
    public RowNorm(double epsilon, boolean accelerated) {
        this.epsilon = epsilon;
        normalizations = accelerated ? new PerShape<>() : null;
    }

    /**
     * Writes the normalized rows of {@code x} to {@code y}, both {@code [rows, features]}.
     *
     * @param mean     receives the mean of each row, {@code [rows, 1]}, for the backward pass
     * @param variance receives the variance of each row, {@code [rows, 1]}, for the backward pass
     */
    public void forward(INDArray x, INDArray gain, INDArray shift, INDArray mean, INDArray variance, INDArray y) {
        if (normalizations != null) {
            normalization(x)
                    .forward(address(x), address(gain), address(shift), address(mean), address(variance), address(y));
        } else {
            mean.assign(x.mean(true, 1));
            INDArray centred = x.subColumnVector(mean);
            variance.assign(centred.mul(centred).mean(true, 1));
            y.assign(centred.diviColumnVector(deviation(variance))
                    .muliRowVector(gain)
                    .addiRowVector(shift));
        }
    }

    /**
     * Writes the gradient with respect to {@code x} to {@code dx}, which may not be {@code dy}, and overwrites those of
     * gain and shift.
     */
    public void backward(
            INDArray x,
            INDArray gain,
            INDArray shift,
            INDArray mean,
            INDArray variance,
            INDArray dy,
            INDArray dx,
            INDArray gainGradient,
            INDArray shiftGradient) {
        if (normalizations != null) {
            normalization(x)
                    .backward(
                            address(x),
                            address(gain),
                            address(shift),
                            address(mean),
                            address(variance),
                            address(dy),
                            address(dx),
                            address(gainGradient),
                            address(shiftGradient));
        } else {
            INDArray deviation = deviation(variance);
            INDArray normalized = x.subColumnVector(mean).diviColumnVector(deviation);
            gainGradient.assign(dy.mul(normalized).sum(0));
            shiftGradient.assign(dy.sum(0));
            // d = dy gain; dx = (d - mean(d) - x̂ mean(d x̂)) / σ
            INDArray d = dy.mulRowVector(gain);
            INDArray projection = d.mul(normalized).mean(true, 1);
            dx.assign(d.subColumnVector(d.mean(true, 1))
                    .subi(normalized.muliColumnVector(projection))
                    .diviColumnVector(deviation));
        }
    }

    private INDArray deviation(INDArray variance) {
        return Transforms.sqrt(variance.add(epsilon), false);
    }

    private RowNormalization normalization(INDArray x) {
        return normalizations.get(() -> new RowNormalization(x.size(0), x.size(1), epsilon), x.size(0), x.size(1));
    }
}
