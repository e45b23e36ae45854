package d2j.vision;

import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Initial weights of a transposed convolution that make it bilinear interpolation: each channel for itself, with a
 * kernel that falls linearly from its middle to its edge. The kernel should have twice the stride, rounded to an even
 * or odd number as one likes.
 */
public final class BilinearWeights implements IWeightInit {

    private static final long serialVersionUID = 1;

    /**
     * The kernel.
     *
     * @param size height and width
     * @return {@code [size, size]}
     */
    public static INDArray kernel(int size) {
        double[] line = new double[size];
        int factor = (size + 1) / 2;
        double middle = size % 2 == 1 ? factor - 1 : factor - 0.5;
        for (int i = 0; i < size; i++) {
            line[i] = 1 - Math.abs(i - middle) / factor;
        }
        INDArray column = Nd4j.create(line, new long[] {size, 1}, DataType.FLOAT);
        return column.mmul(column.transpose());
    }

    @Override
    public INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray paramView) {
        if (shape.length != 4 || shape[2] != shape[3]) {
            throw new IllegalArgumentException("bilinear weights are [channels, channels, size, size]");
        }
        INDArray weights = Nd4j.zeros(DataType.FLOAT, shape);
        INDArray kernel = kernel((int) shape[2]);
        for (int i = 0; i < Math.min(shape[0], shape[1]); i++) {
            weights.slice(i).slice(i).assign(kernel);
        }
        paramView.assign(weights.reshape('c', paramView.shape()));
        return paramView.reshape(order, shape);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BilinearWeights;
    }

    @Override
    public int hashCode() {
        return BilinearWeights.class.hashCode();
    }
}
