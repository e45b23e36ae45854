package d2j.vision;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Adds to a graph what compact networks are made of: convolutions without biases, each with batch normalisation behind
 * it, and mostly an activation.
 *
 * @param graph      to which the layers are added
 * @param activation behind the normalisation, a layer of its own, since DL4J's batch normalisation would ignore it
 */
record NormalisedConvolutions(GraphBuilder graph, Activation activation) {

    /**
     * Adds the layers {@code name-conv}, {@code name-norm} and {@code name}, the activation.
     *
     * @return the name of the last one
     */
    String activated(String name, String input, Layer convolution) {
        graph.addLayer(name, new ActivationLayer(activation), linear(name, input, convolution));
        return name;
    }

    /**
     * Adds the layers {@code name-conv} and {@code name-norm}.
     *
     * @return the name of the last one
     */
    String linear(String name, String input, Layer convolution) {
        graph.addLayer(name + "-conv", convolution, input)
                .addLayer(name + "-norm", new BatchNormalization(), name + "-conv");
        return name + "-norm";
    }

    /** Adds the mean of each channel and a softmax of the classes, as outputs. */
    GraphBuilder classifier(String input, int classes) {
        return graph.addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), input)
                .addLayer(
                        "output",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(classes)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "pool")
                .setOutputs("output");
    }

    /** A 1 x 1 convolution. */
    static Layer pointwise(int channels) {
        return ResNet.convolution(channels, 1, 1, false);
    }

    /** A 3 x 3 convolution of each channel by itself. */
    static Layer depthwise(int stride) {
        return new DepthwiseConvolution2D.Builder(3, 3)
                .stride(stride, stride)
                .padding(1, 1)
                .convolutionMode(ConvolutionMode.Truncate)
                .hasBias(false)
                .activation(Activation.IDENTITY)
                .build();
    }
}
