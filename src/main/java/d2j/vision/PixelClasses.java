package d2j.vision;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** How networks for segmentation end. */
final class PixelClasses {

    private PixelClasses() {}

    /** A 1 x 1 convolution without an activation. */
    static ConvolutionLayer pointwise(int classes) {
        return new ConvolutionLayer.Builder(1, 1)
                .nOut(classes)
                .activation(Activation.IDENTITY)
                .build();
    }

    /** The loss of each pixel: cross-entropy, of a single class that of a yes or no. */
    static ComputationGraphConfiguration end(GraphBuilder graph, String scores, int classes) {
        CnnLossLayer loss = new CnnLossLayer.Builder(classes == 1 ? LossFunction.XENT : LossFunction.MCXENT)
                .activation(classes == 1 ? Activation.SIGMOID : Activation.SOFTMAX)
                .build();
        return graph.addLayer("output", loss, scores).setOutputs("output").build();
    }
}
