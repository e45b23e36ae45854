package d2j.vision.detection;

import static d2j.autograd.Functions.conv2d;

import d2j.autograd.Tensor;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution that says some numbers of each anchor of a feature map, for example a score for every class, or four
 * offsets. The rows of its answer are in the order of {@link Anchors#grid}: cell by cell, row by row, and within a cell
 * anchor by anchor.
 */
public final class AnchorHead {

    private static final double DEVIATION = 0.01;

    private final Tensor weights;
    private final Tensor bias;
    private final int numbers;
    private final int padding;

    /**
     * A head with small random weights.
     *
     * @param channels of the map
     * @param kernel   height and width of the convolution, an odd number
     * @param anchors  of a cell
     * @param numbers  for each anchor
     */
    public AnchorHead(int channels, int kernel, int anchors, int numbers) {
        if (kernel % 2 == 0) {
            throw new IllegalArgumentException("an even kernel has no middle: " + kernel);
        }
        int out = anchors * numbers;
        weights = Tensor.parameter(
                Nd4j.randn(DataType.FLOAT, out, channels, kernel, kernel).muli(DEVIATION));
        bias = Tensor.parameter(Nd4j.zeros(DataType.FLOAT, out));
        this.numbers = numbers;
        padding = kernel / 2;
    }

    /**
     * The answers for a map.
     *
     * @param map {@code [n, channels, height, width]}
     * @return {@code [n, height * width * anchors of a cell, numbers]}
     */
    public Tensor of(Tensor map) {
        Tensor y = conv2d(map, weights, bias, 1, padding);
        long rows = y.length() / y.size(0) / numbers;
        return y.permute(0, 2, 3, 1).reshape(y.size(0), rows, numbers);
    }

    /** What is learned: the weights {@code [anchors * numbers, channels, kernel, kernel]} and the bias. */
    public List<Tensor> parameters() {
        return List.of(weights, bias);
    }
}
