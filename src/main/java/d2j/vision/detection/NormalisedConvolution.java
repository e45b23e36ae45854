package d2j.vision.detection;

import static d2j.autograd.Functions.batchNorm;
import static d2j.autograd.Functions.conv2d;

import d2j.autograd.RunningStatistics;
import d2j.autograd.Tensor;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** A convolution without bias and batch normalisation, what the stages of detectors begin with. */
final class NormalisedConvolution {

    private static final double MOMENTUM = 0.9;

    private final Tensor weights;
    private final Tensor gain;
    private final Tensor bias;
    private final RunningStatistics statistics;
    private final int stride;

    /**
     * With random weights.
     *
     * @param in     channels of what it reads
     * @param out    channels of what it gives
     * @param kernel height and width of the kernel, odd; the border is padded by half of it
     */
    NormalisedConvolution(int in, int out, int kernel, int stride) {
        weights = Tensor.parameter(
                Nd4j.randn(DataType.FLOAT, out, in, kernel, kernel).muli(Math.sqrt(2.0 / (kernel * kernel * in))));
        gain = Tensor.parameter(Nd4j.ones(DataType.FLOAT, out));
        bias = Tensor.parameter(Nd4j.zeros(DataType.FLOAT, out));
        statistics = new RunningStatistics(DataType.FLOAT, out, MOMENTUM);
        this.stride = stride;
    }

    /** The features of features or images {@code [n, in, height, width]}, before an activation. */
    Tensor of(Tensor x, boolean training) {
        Tensor y = conv2d(x, weights, null, stride, (int) weights.size(2) / 2);
        return batchNorm(y, gain, bias, statistics, training);
    }

    /** What is learned: the weights {@code [out, in, kernel, kernel]}, then gain and bias {@code [out]}. */
    List<Tensor> parameters() {
        return List.of(weights, gain, bias);
    }
}
