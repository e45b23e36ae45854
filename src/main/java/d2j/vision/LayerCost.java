package d2j.vision;

import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a layer of a configuration gives and costs.
 *
 * @param settings the layer with what all layers share
 * @param input    what reaches it, after the preprocessor
 * @param output   what it gives
 */
record LayerCost(NeuralNetConfiguration settings, InputType input, InputType output) {

    /**
     * Of a layer that knows, or is told now, how many inputs it has.
     *
     * @param settings a copy, since the layer may be told its inputs
     * @throws IllegalArgumentException if the layer was built for another number of inputs
     */
    static LayerCost of(String name, NeuralNetConfiguration settings, InputType input) {
        Layer layer = settings.getLayer();
        long known = layer instanceof FeedForwardLayer weighted ? weighted.getNIn() : 0;
        layer.setNIn(input, true);
        if (known > 0 && ((FeedForwardLayer) layer).getNIn() != known) {
            throw new IllegalArgumentException(name + " was built for " + known + " inputs, but " + input + " gives it "
                    + ((FeedForwardLayer) layer).getNIn());
        }
        // DL4J says that a loss without weights gives nothing; it gives what it was given.
        return new LayerCost(settings, input, layer instanceof LossLayer ? input : layer.getOutputType(0, input));
    }

    ModelSummary.Layer layer(String name) {
        long all = numParams();
        // Scale and shift of a batch normalisation may be fixed; mean and variance are always there.
        long statistics = layer() instanceof BatchNormalization norm ? 2 * norm.getNOut() : 0;
        return new ModelSummary.Layer(name, kind(), output, all - statistics, statistics, multiplyAdds());
    }

    private Layer layer() {
        return settings.getLayer();
    }

    private long numParams() {
        ParamInitializer initializer = layer().initializer();
        return initializer == null ? 0 : initializer.numParams(settings);
    }

    private long multiplyAdds() {
        if (numParams() == 0
                || layer() instanceof BatchNormalization
                || layer() instanceof EmbeddingLayer
                || layer() instanceof EmbeddingSequenceLayer) {
            return 0;
        }
        return weights() * places(layer() instanceof Deconvolution2D ? input : output);
    }

    /** How often each weight is used: once for each pixel or time step. */
    private static long places(InputType shape) {
        if (shape instanceof InputType.InputTypeConvolutional image) {
            return image.getHeight() * image.getWidth();
        }
        if (shape instanceof InputType.InputTypeConvolutional3D volume) {
            return volume.getDepth() * volume.getHeight() * volume.getWidth();
        }
        if (shape instanceof InputType.InputTypeRecurrent sequence) {
            return Math.max(1, sequence.getTimeSeriesLength());
        }
        return 1;
    }

    /** The parameters without the biases. */
    private long weights() {
        if (layer() instanceof ConvolutionLayer convolution) {
            return numParams() - (convolution.hasBias() ? convolution.getNOut() : 0);
        }
        if (layer() instanceof DenseLayer dense && !dense.hasLayerNorm()) {
            return numParams() - (dense.hasBias() ? dense.getNOut() : 0);
        }
        if (layer() instanceof OutputLayer last) {
            return numParams() - (last.hasBias() ? last.getNOut() : 0);
        }
        return weightsByName();
    }

    /** Of any layer: an array that is never written is cut as the layer cuts its parameters. */
    private long weightsByName() {
        ParamInitializer initializer = layer().initializer();
        INDArray unwritten = Nd4j.createUninitialized(DataType.FLOAT, 1, numParams());
        long weights = 0;
        Map<String, INDArray> parts = initializer.getGradientsFromFlattened(settings, unwritten);
        for (Map.Entry<String, INDArray> part : parts.entrySet()) {
            if (initializer.isWeightParam(layer(), part.getKey())) {
                weights += part.getValue().length();
            }
        }
        unwritten.close();
        return weights;
    }

    private String kind() {
        String kind = layer().getClass().getSimpleName().replaceFirst("(?<=.)Layer$", "");
        if (layer() instanceof ConvolutionLayer convolution) {
            return kind + window(convolution.getKernelSize(), convolution.getStride());
        }
        if (layer() instanceof SubsamplingLayer pooling) {
            return kind + window(pooling.getKernelSize(), pooling.getStride());
        }
        return kind;
    }

    private static String window(int[] kernel, int[] stride) {
        return " " + sizes(kernel) + (sizes(stride).equals(sizes(1, 1)) ? "" : ", stride " + stride(stride));
    }

    private static String stride(int... stride) {
        return stride.length == 2 && stride[0] != stride[1] ? sizes(stride) : Integer.toString(stride[0]);
    }

    private static String sizes(int... sizes) {
        return sizes.length == 2 ? sizes[0] + " × " + sizes[1] : Integer.toString(sizes[0]);
    }
}
