package d2j.nn.norm;

import d2j.nn.functions.RowNorm;
import d2j.nn.functions.Scratch;
import d2j.nn.sequence.SequenceRunner;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layer normalization with its gain and shift, as a part of a layer. */
public final class NormPart {

    private final SequenceRunner<?> layer;
    private final String gain;
    private final String shift;
    private final RowNorm norm;
    private INDArray mean;
    private INDArray variance;

    /** @param suffix what distinguishes the parameters of several normalizations in one layer */
    public NormPart(SequenceRunner<?> layer, double epsilon, String suffix) {
        this.layer = layer;
        gain = "gain" + suffix;
        shift = "shift" + suffix;
        norm = new RowNorm(epsilon, layer.isAccelerated());
    }

    /** Writes the normal rows to {@code y}. */
    public void forward(INDArray x, boolean training, Scratch memory, INDArray y) {
        INDArray means = memory.get("mean of " + gain, x.dataType(), x.size(0), 1);
        INDArray variances = memory.get("variance of " + gain, x.dataType(), x.size(0), 1);
        norm.forward(x, layer.parameter(gain, training), layer.parameter(shift, training), means, variances, y);
        if (training) {
            mean = means;
            variance = variances;
        }
    }

    /** Overwrites {@code dx}, which may not be {@code dy}. */
    public void backward(INDArray x, INDArray dy, INDArray dx) {
        norm.backward(
                x,
                layer.parameter(gain, true),
                layer.parameter(shift, true),
                mean,
                variance,
                dy,
                dx,
                layer.gradientOf(gain),
                layer.gradientOf(shift));
    }
}
