package d2j.nn.recurrent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Where the parameters of a {@link GRU} are in the network's one long row, and what they are at first. */
public final class GruParameters implements ParamInitializer {

    public static final GruParameters INSTANCE = new GruParameters();
    /** {@code [nIn, 3 · nOut]}. */
    public static final String WEIGHTS = "W";
    /** {@code [nOut, 3 · nOut]}. */
    public static final String RECURRENT_WEIGHTS = "RW";
    /** {@code [3 · nOut]}, or {@code [4 · nOut]} with the reset after the product. */
    public static final String BIAS = "b";

    private GruParameters() {}

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        GRU gru = (GRU) layer;
        return 3 * gru.getNOut() * (gru.getNIn() + gru.getNOut()) + biases(gru);
    }

    private static long biases(GRU gru) {
        return (gru.isResetAfter() ? 4 : 3) * gru.getNOut();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return List.of(WEIGHTS, RECURRENT_WEIGHTS, BIAS);
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return List.of(WEIGHTS, RECURRENT_WEIGHTS);
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return List.of(BIAS);
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return weightKeys(layer).contains(key);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return biasKeys(layer).contains(key);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray row, boolean initialize) {
        GRU gru = (GRU) conf.getLayer();
        for (String key : paramKeys(gru)) {
            conf.addVariable(key);
        }
        Map<String, INDArray> parameters = split(gru, row);
        if (initialize) {
            IWeightInit recurrent =
                    gru.getWeightInitFnRecurrent() == null ? gru.getWeightInitFn() : gru.getWeightInitFnRecurrent();
            gru.getWeightInitFn()
                    .init(
                            gru.getNIn(),
                            gru.getNOut(),
                            new long[] {gru.getNIn(), 3 * gru.getNOut()},
                            IWeightInit.DEFAULT_WEIGHT_INIT_ORDER,
                            flat(parameters.get(WEIGHTS)));
            recurrent.init(
                    gru.getNOut(),
                    gru.getNOut(),
                    new long[] {gru.getNOut(), 3 * gru.getNOut()},
                    IWeightInit.DEFAULT_WEIGHT_INIT_ORDER,
                    flat(parameters.get(RECURRENT_WEIGHTS)));
            parameters.get(BIAS).assign(gru.getBiasInit());
        }
        return parameters;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray row) {
        return split((GRU) conf.getLayer(), row);
    }

    private Map<String, INDArray> split(GRU gru, INDArray row) {
        if (row.length() != numParams(gru)) {
            throw new IllegalStateException("a GRU of " + gru.getNIn() + " inputs and " + gru.getNOut()
                    + " outputs has " + numParams(gru) + " parameters, not " + row.length());
        }
        INDArray flat = row.reshape(row.length());
        long weights = 3 * gru.getNIn() * gru.getNOut();
        long recurrent = 3 * gru.getNOut() * gru.getNOut();
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        parameters.put(
                WEIGHTS, flat.get(NDArrayIndex.interval(0, weights)).reshape('f', gru.getNIn(), 3 * gru.getNOut()));
        parameters.put(
                RECURRENT_WEIGHTS,
                flat.get(NDArrayIndex.interval(weights, weights + recurrent))
                        .reshape('f', gru.getNOut(), 3 * gru.getNOut()));
        parameters.put(BIAS, flat.get(NDArrayIndex.interval(weights + recurrent, row.length())));
        return parameters;
    }

    private static INDArray flat(INDArray matrix) {
        return matrix.reshape('f', new long[] {matrix.length()});
    }
}
