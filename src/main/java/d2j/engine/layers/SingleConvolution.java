package d2j.engine.layers;

import d2j.engine.onednn.Elementwise;
import d2j.engine.onednn.Kernels;
import d2j.engine.onednn.Magnitude;
import d2j.engine.onednn.OneDnn;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a layer of one convolution does on oneDNN: ordinary, depthwise or grouped. The layer asks whether its input
 * {@linkplain #covers is covered} and goes another way where it is not, or where a result is null.
 */
public final class SingleConvolution {

    private final ConvolutionStep step = new ConvolutionStep();
    private INDArray lastSeen;
    private boolean activates;

    /** Whether images, settings and activation are of those that oneDNN computes. */
    public static boolean covers(INDArray images, ConvolutionLayer settings) {
        return images != null
                && images.rank() == 4
                && OneDnn.isFloat(images)
                && settings.getWeightNoise() == null
                && ConvolutionGeometry.knows(settings.getConvolutionMode())
                && Activations.isSupported(settings.getActivationFn());
    }

    /**
     * Forward pass, dropout done.
     *
     * @param images   what the layer was given
     * @param kernels  the groups of the weights and how they lie
     * @param outputs  the number of output channels
     * @param weights  as {@code kernels} says
     * @param bias     or null
     * @param training whether gradients may be wanted
     * @return the output in DL4J's shape, or null where numbers are lost that DL4J would show not to be any
     */
    public INDArray forward(
            INDArray images,
            ConvolutionLayer settings,
            Kernels kernels,
            long outputs,
            INDArray weights,
            INDArray bias,
            boolean training,
            LayerWorkspaceMgr workspaces) {
        return forward(
                images,
                settings,
                settings.getCnn2dDataFormat(),
                () -> ConvolutionGeometry.of(images, settings),
                kernels,
                outputs,
                weights,
                bias,
                training,
                workspaces);
    }

    /** The same where the layout of the images and the way of the window are not those of the layer's settings. */
    INDArray forward(
            INDArray images,
            ConvolutionLayer settings,
            CNN2DFormat format,
            Supplier<ConvolutionGeometry> geometry,
            Kernels kernels,
            long outputs,
            INDArray weights,
            INDArray bias,
            boolean training,
            LayerWorkspaceMgr workspaces) {
        long[] shape = ChannelsLast.shape(images, format);
        ArrayType kept = KeptInput.type(training, workspaces);
        INDArray dense = ChannelsLast.of(images, format, kept, workspaces);
        Elementwise activation = Activations.of(settings.getActivationFn()).orElse(null);
        if (wouldHide(dense, activation, weights, bias)) {
            forget();
            return null;
        }
        lastSeen = images;
        activates = activation != null;
        INDArray output = step.forward(
                dense,
                shape,
                function -> geometry.get().convolution(shape, outputs, kernels, bias != null, function),
                weights,
                bias,
                activation,
                ArrayType.ACTIVATIONS,
                workspaces);
        if (!KeptInput.lasts(kept)) {
            forget();
        }
        return ChannelsLast.present(output, format);
    }

    /** Whether a gradient can follow the last forward pass, which was one of this input. */
    public boolean follows(INDArray images, INDArray gradient) {
        return step.hasRun() && lastSeen == images && OneDnn.isFloat(gradient);
    }

    /**
     * Backward pass after one that this {@linkplain #follows follows}.
     *
     * @param gradient       of the output, in DL4J's shape
     * @param groups         of the convolution
     * @param weightGradient receives the weights' gradient
     * @param biasGradient   receives the biases', or null
     * @param wanted         whether anybody looks at the result
     * @param layer          names the layer in messages
     * @return the gradient of the input in DL4J's shape, or null where something is not a number and DL4J has to say
     *         where it shows
     */
    public INDArray backward(
            INDArray gradient,
            CNN2DFormat format,
            long groups,
            INDArray weights,
            INDArray weightGradient,
            INDArray biasGradient,
            boolean wanted,
            String layer,
            LayerWorkspaceMgr workspaces) {
        OutputGradient.check(gradient, ChannelsLast.presented(step.outputShape(), format), layer);
        INDArray delta = step.beforeActivation(
                ChannelsLast.of(gradient, format, ArrayType.BP_WORKING_MEM, workspaces), workspaces);
        step.parameterGradients(delta, weightGradient, biasGradient);
        // The weights of one output tell of all inputs, unless they are of one group.
        long telling = groups == 1 ? weightGradient.length() / weightGradient.size(0) : weightGradient.length();
        if (activates && !Finite.areGradients(weightGradient, telling, biasGradient)) {
            return null;
        }
        return ChannelsLast.present(
                step.inputGradient(delta, weights, wanted, ArrayType.ACTIVATION_GRAD, workspaces), format);
    }

    /**
     * Both gradients under the names that DL4J gives to the parameters of a convolution.
     *
     * @param biases or null
     */
    public static Gradient gradient(INDArray weights, INDArray biases) {
        Gradient gradient = new DefaultGradient();
        if (biases != null) {
            gradient.setGradientFor(ConvolutionParamInitializer.BIAS_KEY, biases);
        }
        gradient.setGradientFor(ConvolutionParamInitializer.WEIGHT_KEY, weights, 'c');
        return gradient;
    }

    /** Lets go of what the last forward pass left. */
    public void forget() {
        lastSeen = null;
        step.forget();
    }

    /**
     * True where DL4J's way may show NaN and oneDNN's none: infinite weights times the zeros around an image, which
     * oneDNN leaves out, and whatever an activation turns into a number on its way.
     *
     * @param weights those of the convolution, or null where they were looked at
     */
    static boolean wouldHide(INDArray images, Elementwise activation, INDArray weights, INDArray bias) {
        return weights != null && !isOrdinary(weights)
                || bias != null && !isOrdinary(bias)
                || activation != null && activation.hidesNumbersThatAreNone() && !isOrdinary(images);
    }

    private static boolean isOrdinary(INDArray dense) {
        return Magnitude.isOrdinary(OneDnn.address(dense), dense.length());
    }
}
