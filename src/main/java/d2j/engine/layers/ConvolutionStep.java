package d2j.engine.layers;

import d2j.engine.onednn.Convolution;
import d2j.engine.onednn.Elementwise;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Primitive;
import d2j.engine.onednn.RecentlyUsed;
import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution and an activation on dense channels-last images, forward and backward; what the one computes is kept
 * for the other (DL4J runs the forward pass a second time there).
 */
final class ConvolutionStep {

    private final RecentlyUsed<List<Long>, Convolution> convolutions = new RecentlyUsed<>(8);
    private final RecentlyUsed<Long, Primitive> activations = new RecentlyUsed<>(8);
    private final RecentlyUsed<Long, Primitive> activationGradients = new RecentlyUsed<>(8);
    private Convolution convolution;
    private Elementwise function;
    private INDArray input;
    /** The result, or that of the convolution alone where the activation's derivative comes from its input. */
    private INDArray known;

    /**
     * Forward pass.
     *
     * @param images     {@code [batch, height, width, channels]}, dense
     * @param shape      theirs, as {@code [batch, channels, height, width]}
     * @param maker      makes the convolution for that shape, which ends with the given function, or null for none
     * @param bias       or null
     * @param activation or null
     * @param type       where the result goes
     */
    INDArray forward(
            INDArray images,
            long[] shape,
            Function<Elementwise, Convolution> maker,
            INDArray weights,
            INDArray bias,
            Elementwise activation,
            ArrayType type,
            LayerWorkspaceMgr workspaces) {
        boolean atOnce = activation == null || activation.isDerivedFromOutput();
        convolution = convolutions.get(ChannelsLast.key(shape), () -> maker.apply(atOnce ? activation : null));
        function = activation;
        input = images;
        known = ChannelsLast.create(convolution.outputShape(), type, workspaces);
        convolution.forward(
                OneDnn.address(images),
                OneDnn.address(weights),
                bias == null ? 0 : OneDnn.address(bias),
                OneDnn.address(known));
        if (atOnce) {
            return known;
        }
        long length = known.length();
        INDArray output = workspaces.createUninitialized(type, DataType.FLOAT, known.shape(), 'c');
        activations.get(length, () -> activation.forward(length)).run(OneDnn.address(known), OneDnn.address(output));
        return output;
    }

    /** The shape of the last output, {@code [batch, channels, height, width]}. */
    long[] outputShape() {
        return convolution.outputShape();
    }

    /** The gradient before the activation, from that of the output; both dense channels-last images. */
    INDArray beforeActivation(INDArray gradient, LayerWorkspaceMgr workspaces) {
        if (function == null) {
            return gradient;
        }
        long length = known.length();
        INDArray before = workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, DataType.FLOAT, known.shape(), 'c');
        activationGradients
                .get(length, () -> function.backward(length))
                .run(OneDnn.address(known), OneDnn.address(gradient), OneDnn.address(before));
        return before;
    }

    /**
     * Writes the gradients of the parameters.
     *
     * @param delta the gradient before the activation
     * @param biases where the biases' goes, or null
     */
    void parameterGradients(INDArray delta, INDArray weights, INDArray biases) {
        convolution.backwardWeights(
                OneDnn.address(input),
                OneDnn.address(delta),
                OneDnn.address(weights),
                biases == null ? 0 : OneDnn.address(biases));
    }

    /** The gradient of the input, dense channels-last images; of any content where it is not wanted. */
    INDArray inputGradient(
            INDArray delta, INDArray weights, boolean wanted, ArrayType type, LayerWorkspaceMgr workspaces) {
        INDArray gradient = workspaces.createUninitialized(type, DataType.FLOAT, input.shape(), 'c');
        if (wanted) {
            convolution.backwardInput(OneDnn.address(delta), OneDnn.address(weights), OneDnn.address(gradient));
        }
        return gradient;
    }

    boolean hasRun() {
        return known != null;
    }

    void forget() {
        convolution = null;
        function = null;
        input = null;
        known = null;
    }
}
