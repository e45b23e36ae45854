package d2j.vision;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * SqueezeNet 1.0 (F. N. Iandola and others, "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB
 * model size", 2016): a 7 x 7 convolution, eight <i>fire modules</i> with poolings in between, and a 1 x 1 convolution
 * to the classes, whose means are the scores. A fire module squeezes its input into few channels by a 1 x 1
 * convolution, and expands these by a 1 x 1 and a 3 x 3 convolution side by side.
 *
 * <p>Images {@code [n, channels, height, width]}, classes {@code [n, classes]}; 1,248,424 parameters for RGB images of
 * 1,000 classes, whatever their size. Of an image of 227 x 227 the modules see 55 x 55, 27 x 27 and 13 x 13. The
 * settings should have {@code weightInit(WeightInit.RELU)}.
 *
 * <p>Layers are called {@code stem}; {@code fire2-squeeze}, {@code fire2-expand1}, {@code fire2-expand3} and {@code
 * fire2}, which joins them, and so on to {@code fire9}; {@code classes}.
 */
public final class SqueezeNet {

    /** The modules of the paper, fire2 to fire9. */
    public static final List<Fire> FIRES = List.of(
            new Fire(16, 64, false),
            new Fire(16, 64, false),
            new Fire(32, 128, true),
            new Fire(32, 128, false),
            new Fire(48, 192, false),
            new Fire(48, 192, false),
            new Fire(64, 256, true),
            new Fire(64, 256, false));

    private SqueezeNet() {}

    /**
     * A fire module, which gives twice as many channels as each of its expanding convolutions.
     *
     * @param squeezed channels of the first convolution
     * @param expanded channels of each of the two others, four times as many in the paper
     * @param pooled   whether a 3 x 3 maximum pooling of stride 2 follows
     */
    public record Fire(int squeezed, int expanded, boolean pooled) {}

    /**
     * The network of the paper.
     *
     * @param settings what all layers share: seed, updater, initial weights and so on
     * @param input the shape of an image, such as {@code InputType.convolutional(227, 227, 3)}
     * @param classes the number of classes
     */
    public static ComputationGraphConfiguration configuration(
            NeuralNetConfiguration.Builder settings, InputType input, int classes) {
        GraphBuilder graph = settings.graphBuilder().addInputs("input").setInputTypes(input);
        graph.addLayer(
                        "stem",
                        new ConvolutionLayer.Builder(7, 7)
                                .stride(2, 2)
                                .nOut(96)
                                .activation(Activation.RELU)
                                .build(),
                        "input")
                .addLayer("stem-pool", pooling(), "stem");
        String last = "stem-pool";
        for (int i = 0; i < FIRES.size(); i++) {
            String name = "fire" + (i + 2);
            last = addTo(graph, name, last, FIRES.get(i));
        }
        return graph.addLayer("dropout", new DropoutLayer(0.5), last)
                .addLayer("classes", convolution(classes, 1), "dropout")
                .addLayer("means", new GlobalPoolingLayer(PoolingType.AVG), "classes")
                .addLayer(
                        "output",
                        new LossLayer.Builder(LossFunction.MCXENT)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "means")
                .setOutputs("output")
                .build();
    }

    /**
     * Adds a fire module to a graph of one's own.
     *
     * @param graph to which it is added
     * @param name  of the vertex that joins its two convolutions; {@code name + "-pool"} is the pooling
     * @param input the layer or vertex before it
     * @param fire  what is added
     * @return the name of its last layer
     */
    public static String addTo(GraphBuilder graph, String name, String input, Fire fire) {
        graph.addLayer(name + "-squeeze", convolution(fire.squeezed(), 1), input)
                .addLayer(name + "-expand1", convolution(fire.expanded(), 1), name + "-squeeze")
                .addLayer(name + "-expand3", convolution(fire.expanded(), 3), name + "-squeeze")
                .addVertex(name, new MergeVertex(), name + "-expand1", name + "-expand3");
        if (!fire.pooled()) {
            return name;
        }
        graph.addLayer(name + "-pool", pooling(), name);
        return name + "-pool";
    }

    private static ConvolutionLayer convolution(int channels, int kernel) {
        return new ConvolutionLayer.Builder(kernel, kernel)
                .padding(kernel / 2, kernel / 2)
                .nOut(channels)
                .activation(Activation.RELU)
                .build();
    }

    private static SubsamplingLayer pooling() {
        return new SubsamplingLayer.Builder(PoolingType.MAX)
                .kernelSize(3, 3)
                .stride(2, 2)
                .build();
    }
}
