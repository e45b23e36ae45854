package d2j.engine.layers;

import d2j.engine.onednn.Elementwise;
import d2j.engine.onednn.InnerProduct;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Placement;
import d2j.engine.onednn.RecentlyUsed;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The arithmetic of fully connected layers, on matrices in row-major order. */
final class FullyConnected {

    private static final List<String> BIAS_FIRST =
            List.of(DefaultParamInitializer.BIAS_KEY, DefaultParamInitializer.WEIGHT_KEY);
    private static final List<String> WEIGHTS_FIRST =
            List.of(DefaultParamInitializer.WEIGHT_KEY, DefaultParamInitializer.BIAS_KEY);

    private final RecentlyUsed<List<Object>, InnerProduct> products = new RecentlyUsed<>(8);

    /** True when these are the weights and bias of a dense layer, as they lie in DL4J's vector of all parameters. */
    static boolean isCovered(Map<String, INDArray> parameters, boolean hasBias) {
        return isColumnMajor(parameters.get(DefaultParamInitializer.WEIGHT_KEY))
                && (!hasBias || isVector(parameters.get(DefaultParamInitializer.BIAS_KEY)));
    }

    private static boolean isColumnMajor(INDArray weights) {
        return weights != null
                && OneDnn.isFloat(weights)
                && weights.rank() == 2
                && (weights.size(0) == 1 || weights.stride(0) == 1)
                && (weights.size(1) == 1 || weights.stride(1) == weights.size(0));
    }

    private static boolean isVector(INDArray bias) {
        return bias != null && OneDnn.isFloat(bias) && Placement.isInRowOrder(bias);
    }

    /**
     * {@code activation(input * weights + bias)}
     *
     * @param input      {@code [batch, inputs]}, row-major
     * @param activation null for none
     * @param type       where the result goes, {@code [batch, outputs]}, row-major
     * @param layer      names the layer in messages
     * @throws DL4JInvalidInputException if the input has another number of columns than the layer inputs
     */
    INDArray forward(
            INDArray input,
            Map<String, INDArray> parameters,
            boolean hasBias,
            Elementwise activation,
            ArrayType type,
            LayerWorkspaceMgr workspaces,
            String layer) {
        INDArray output = workspaces.createUninitialized(
                type,
                DataType.FLOAT,
                new long[] {
                    input.size(0),
                    parameters.get(DefaultParamInitializer.WEIGHT_KEY).size(1)
                },
                'c');
        forwardInto(output, input, parameters, hasBias, activation, layer);
        return output;
    }

    /** As {@link #forward}, into an existing array. */
    void forwardInto(
            INDArray output,
            INDArray input,
            Map<String, INDArray> parameters,
            boolean hasBias,
            Elementwise activation,
            String layer) {
        INDArray weights = parameters.get(DefaultParamInitializer.WEIGHT_KEY);
        if (input.size(1) != weights.size(0)) {
            throw new DL4JInvalidInputException("Input size (" + input.size(1) + " columns; shape = "
                    + Arrays.toString(input.shape()) + ") is invalid: does not match layer input size "
                    + "(layer # inputs = " + weights.size(0) + ") " + layer);
        }
        product(input, weights, hasBias, activation)
                .forward(
                        OneDnn.address(input),
                        OneDnn.address(weights),
                        hasBias ? OneDnn.address(parameters.get(DefaultParamInitializer.BIAS_KEY)) : 0,
                        OneDnn.address(output));
    }

    /**
     * The gradients of the parameters, written where DL4J wants them.
     *
     * @param input {@code [batch, inputs]}, row-major
     * @param delta the gradient of the output before the activation, {@code [batch, outputs]}, row-major
     * @param views the places of the gradients
     * @param biasFirst whether the bias comes first in what is returned
     */
    Gradient parameterGradients(
            INDArray input,
            INDArray delta,
            Map<String, INDArray> parameters,
            Map<String, INDArray> views,
            boolean hasBias,
            boolean biasFirst) {
        Gradient gradient = new DefaultGradient();
        INDArray weightGradient = views.get(DefaultParamInitializer.WEIGHT_KEY);
        INDArray biasGradient = hasBias ? views.get(DefaultParamInitializer.BIAS_KEY) : null;
        product(input, parameters.get(DefaultParamInitializer.WEIGHT_KEY), hasBias, null)
                .backwardWeights(
                        OneDnn.address(input),
                        OneDnn.address(delta),
                        OneDnn.address(weightGradient),
                        hasBias ? OneDnn.address(biasGradient) : 0);
        // DL4J's order, in which listeners see them.
        for (String key : biasFirst ? BIAS_FIRST : WEIGHTS_FIRST) {
            if (hasBias || key.equals(DefaultParamInitializer.WEIGHT_KEY)) {
                gradient.gradientForVariable().put(key, views.get(key));
            }
        }
        return gradient;
    }

    /**
     * The gradient of the input, {@code [batch, inputs]}, row-major.
     *
     * @param wanted whether anybody looks at it; its content is arbitrary otherwise
     */
    INDArray inputGradient(
            INDArray input,
            INDArray delta,
            Map<String, INDArray> parameters,
            boolean hasBias,
            boolean wanted,
            LayerWorkspaceMgr workspaces) {
        INDArray gradient =
                workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, input.shape(), 'c');
        if (wanted) {
            INDArray weights = parameters.get(DefaultParamInitializer.WEIGHT_KEY);
            product(input, weights, hasBias, null)
                    .backwardInput(OneDnn.address(delta), OneDnn.address(weights), OneDnn.address(gradient));
        }
        return gradient;
    }

    private InnerProduct product(INDArray input, INDArray weights, boolean hasBias, Elementwise activation) {
        long batch = input.size(0);
        return products.get(
                activation == null ? List.of(batch, hasBias) : List.of(batch, hasBias, activation),
                () -> new InnerProduct(batch, weights.size(0), weights.size(1), hasBias, activation));
    }
}
