package d2j.vision.detection;

import static d2j.autograd.Functions.leakyRelu;

import d2j.autograd.Tensor;
import java.util.List;

/**
 * What the YOLO networks are made of: a convolution without bias, batch normalisation, and a leaky ReLU that passes a
 * tenth of what is negative.
 */
public final class ConvolutionBlock {

    private static final double SLOPE = 0.1;

    private final NormalisedConvolution convolution;

    /**
     * A block with random weights.
     *
     * @param in     channels of what it reads
     * @param out    channels of what it gives
     * @param kernel height and width of the kernel, odd; the border is padded by half of it
     */
    public ConvolutionBlock(int in, int out, int kernel, int stride) {
        convolution = new NormalisedConvolution(in, out, kernel, stride);
    }

    /** The features of features or images {@code [n, in, height, width]}. */
    public Tensor of(Tensor x, boolean training) {
        return leakyRelu(convolution.of(x, training), SLOPE);
    }

    /** What is learned: the weights, and the normalisation's gain and bias. */
    public List<Tensor> parameters() {
        return convolution.parameters();
    }
}
