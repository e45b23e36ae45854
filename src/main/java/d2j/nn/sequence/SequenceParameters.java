package d2j.nn.sequence;

import d2j.nn.sequence.SequenceLayer.Parameter;
import d2j.nn.sequence.SequenceLayer.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Cuts a layer's part of the flat array of all parameters into its parameters, and gives them their first values:
 * weights by the layer's weight initialisation, biases its bias value, gains 1.
 */
final class SequenceParameters implements ParamInitializer {

    static final SequenceParameters INSTANCE = new SequenceParameters();

    private SequenceParameters() {}

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        return parameters(layer).stream().mapToLong(Parameter::length).sum();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return keys(layer, parameter -> true);
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return keys(layer, parameter -> parameter.role() == Role.WEIGHT);
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return keys(layer, parameter -> parameter.role() != Role.WEIGHT);
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
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray view, boolean initialize) {
        SequenceLayer layer = (SequenceLayer) conf.getLayer();
        Map<String, INDArray> table = cut(layer, view);
        for (Parameter parameter : layer.parameters()) {
            conf.addVariable(parameter.key());
            if (initialize) {
                initialize(layer, parameter, table.get(parameter.key()));
            }
        }
        return table;
    }

    private static void initialize(SequenceLayer layer, Parameter parameter, INDArray values) {
        switch (parameter.role()) {
            case WEIGHT -> {
                long[] shape = parameter.shape();
                INDArray flat = values.reshape('f', new long[] {values.length()});
                layer.getWeightInitFn().init(shape[0], shape[1], shape, IWeightInit.DEFAULT_WEIGHT_INIT_ORDER, flat);
            }
            case BIAS -> values.assign(Double.isNaN(layer.getBiasInit()) ? 0 : layer.getBiasInit());
            default -> values.assign(Double.isNaN(layer.getGainInit()) ? 1 : layer.getGainInit());
        }
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradientView) {
        return cut((SequenceLayer) conf.getLayer(), gradientView);
    }

    private static Map<String, INDArray> cut(SequenceLayer layer, INDArray view) {
        INDArray flat = view.reshape(view.length());
        Map<String, INDArray> table = new LinkedHashMap<>();
        long start = 0;
        for (Parameter parameter : layer.parameters()) {
            long end = start + parameter.length();
            table.put(
                    parameter.key(), flat.get(NDArrayIndex.interval(start, end)).reshape('f', parameter.shape()));
            start = end;
        }
        return table;
    }

    private static List<Parameter> parameters(Layer layer) {
        return ((SequenceLayer) layer).parameters();
    }

    private static List<String> keys(Layer layer, Predicate<Parameter> condition) {
        return parameters(layer).stream().filter(condition).map(Parameter::key).toList();
    }
}
