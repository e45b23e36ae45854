package d2j.nn.convolution;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.weights.WeightInitUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Where the parameters of a {@link GroupedConvolution2D} are in the network's one long row, biases first as in DL4J's
 * convolution, and what they are at first.
 */
public final class GroupedConvolutionParameters extends ConvolutionParamInitializer {

    public static final GroupedConvolutionParameters INSTANCE = new GroupedConvolutionParameters();

    private GroupedConvolutionParameters() {}

    @Override
    public long numParams(Layer layer) {
        GroupedConvolution2D grouped = (GroupedConvolution2D) layer;
        long weights = 1;
        for (long size : shape(grouped)) {
            weights *= size;
        }
        return weights + biases(grouped);
    }

    private static long biases(GroupedConvolution2D grouped) {
        return grouped.hasBias() ? grouped.getNOut() : 0;
    }

    private static long[] shape(GroupedConvolution2D grouped) {
        return new long[] {
            grouped.getNOut(),
            grouped.getNIn() / grouped.getGroups(),
            grouped.getKernelSize()[0],
            grouped.getKernelSize()[1]
        };
    }

    @Override
    protected INDArray createWeightMatrix(NeuralNetConfiguration conf, INDArray row, boolean initialize) {
        GroupedConvolution2D grouped = (GroupedConvolution2D) conf.getLayer();
        long[] shape = shape(grouped);
        if (!initialize) {
            return WeightInitUtil.reshapeWeights(shape, row, 'c');
        }
        // How many inputs a number is the sum of, and how many outputs an input contributes to.
        double window = (double) shape[2] * shape[3];
        double fanIn = shape[1] * window;
        double fanOut =
                (double) shape[0] / grouped.getGroups() * window / (grouped.getStride()[0] * grouped.getStride()[1]);
        return grouped.getWeightInitFn().init(fanIn, fanOut, shape, 'c', row);
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray row) {
        GroupedConvolution2D grouped = (GroupedConvolution2D) conf.getLayer();
        INDArray flat = row.reshape(row.length());
        long biases = biases(grouped);
        Map<String, INDArray> gradients = new LinkedHashMap<>();
        if (biases > 0) {
            gradients.put(BIAS_KEY, flat.get(NDArrayIndex.interval(0, biases)));
        }
        gradients.put(
                WEIGHT_KEY,
                flat.get(NDArrayIndex.interval(biases, row.length())).reshape('c', shape(grouped)));
        return gradients;
    }
}
