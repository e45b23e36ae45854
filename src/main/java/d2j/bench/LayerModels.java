package d2j.bench;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Single layers where they stand in a network: between two convolutions of 64 channels, or a few of them in a row. A
 * layer alone would be charged for bringing its input into the order that the layer before it would have left it in.
 */
final class LayerModels {

    private static final int BATCH = 32;
    private static final int CHANNELS = 64;
    private static final int CLASSES = 10;

    private LayerModels() {}

    static Training create(Workload workload, NeuralNetConfiguration.Builder settings) {
        return switch (workload) {
            case LAYER_NONE -> between(settings);
            case LAYER_BATCH_NORM ->
                between(settings, new BatchNormalization.Builder().build(), new ActivationLayer(Activation.RELU));
            case LAYER_PRELU ->
                between(
                        settings,
                        new PReLULayer.Builder()
                                .inputShape(CHANNELS, 16, 16)
                                .sharedAxes(2, 3)
                                .build());
            case LAYER_LRN -> between(settings, new LocalResponseNormalization.Builder().build());
            case LAYER_UPSAMPLING ->
                between(
                        settings,
                        new Upsampling2D.Builder(2).build(),
                        new SubsamplingLayer.Builder(
                                        SubsamplingLayer.PoolingType.MAX, new int[] {2, 2}, new int[] {2, 2})
                                .build());
            case LAYER_MEAN ->
                of(
                        settings,
                        InputType.convolutional(56, 56, CHANNELS),
                        Nd4j.rand(DataType.FLOAT, BATCH, CHANNELS, 56, 56),
                        convolution(1),
                        new GlobalPoolingLayer.Builder(PoolingType.AVG).build());
            case LAYER_DENSE_ELU ->
                of(
                        settings,
                        InputType.feedForward(512),
                        Nd4j.rand(DataType.FLOAT, 256, 512),
                        dense(),
                        dense(),
                        dense(),
                        dense());
            case LAYER_OVER_TIME ->
                of(
                        settings,
                        InputType.recurrent(100, 200),
                        Nd4j.rand(DataType.FLOAT, BATCH, 100, 200),
                        overTime(),
                        overTime(),
                        overTime(),
                        new GlobalPoolingLayer.Builder(PoolingType.MAX).build());
            default -> throw new IllegalArgumentException(workload + " is no layer");
        };
    }

    private static Training between(NeuralNetConfiguration.Builder settings, Layer... layers) {
        Layer[] all = new Layer[layers.length + 3];
        all[0] = convolution(3);
        System.arraycopy(layers, 0, all, 1, layers.length);
        all[layers.length + 1] = convolution(3);
        all[layers.length + 2] = new GlobalPoolingLayer.Builder(PoolingType.MAX).build();
        return of(
                settings,
                InputType.convolutional(16, 16, CHANNELS),
                Nd4j.rand(DataType.FLOAT, BATCH, CHANNELS, 16, 16),
                all);
    }

    private static Training of(
            NeuralNetConfiguration.Builder settings, InputType input, INDArray features, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = settings.list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        list.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build());
        return Dl4jModels.training(
                list.setInputType(input).build(), features, Dl4jModels.oneHot((int) features.size(0), CLASSES));
    }

    private static Layer convolution(int kernel) {
        return new ConvolutionLayer.Builder(kernel, kernel)
                .nOut(CHANNELS)
                .convolutionMode(ConvolutionMode.Same)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static Layer dense() {
        return new DenseLayer.Builder().nOut(512).activation(Activation.ELU).build();
    }

    private static Layer overTime() {
        return new Convolution1DLayer.Builder()
                .kernelSize(3)
                .nOut(100)
                .convolutionMode(ConvolutionMode.Same)
                .activation(Activation.IDENTITY)
                .build();
    }
}
