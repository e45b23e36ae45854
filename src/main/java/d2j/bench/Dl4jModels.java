package d2j.bench;

import d2j.nn.Mlp;
import d2j.vision.Dcgan;
import d2j.vision.DenseNet;
import d2j.vision.Fcn;
import d2j.vision.LeNet;
import d2j.vision.MobileNet;
import d2j.vision.ResNet;
import d2j.vision.UNet;
import d2j.vision.Vgg;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The workloads as a user of DL4J writes them: ordinary configurations, and SameDiff where DL4J has no layer. */
class Dl4jModels implements Models {

    static final double LEARNING_RATE = 0.01;

    private static final int SEED = 1;

    private static final InputType SMALL_IMAGE = InputType.convolutional(32, 32, 3);

    private static final InputType STREET = InputType.convolutional(64, 64, 3);

    /** Batch normalisation keeps its running statistics among its parameters; nothing trains them. */
    private static final Set<String> STATISTICS = Set.of("mean", "var", "log10stdev");

    @Override
    public Training create(Workload workload) {
        seed();
        return switch (workload) {
            case MATRIX_PRODUCT -> new MatrixProduct(1024);
            case MLP -> training(Mlp.configuration(builder(), 784, 10, 256), Nd4j.rand(256, 784), oneHot(256, 10));
            case LENET ->
                training(
                        LeNet.configuration(builder(), InputType.convolutional(28, 28, 1), 10),
                        Nd4j.rand(256, 1, 28, 28),
                        oneHot(256, 10));
            case VGG ->
                training(
                        Vgg.vgg11(builder().weightInit(WeightInit.RELU), SMALL_IMAGE, 10, 4),
                        Nd4j.rand(64, 3, 32, 32),
                        oneHot(64, 10));
            case RESNET ->
                training(
                        ResNet.resNet18(builder().weightInit(WeightInit.RELU), SMALL_IMAGE, 10),
                        Nd4j.rand(64, 3, 32, 32),
                        oneHot(64, 10));
            case MOBILENET ->
                training(
                        MobileNet.forSmallImages(builder().weightInit(WeightInit.RELU), SMALL_IMAGE, 10, 0.5),
                        Nd4j.rand(64, 3, 32, 32),
                        oneHot(64, 10));
            case DENSENET ->
                training(
                        DenseNet.denseNet(
                                builder().weightInit(WeightInit.RELU), InputType.convolutional(96, 96, 1), 10),
                        Nd4j.rand(64, 1, 96, 96),
                        oneHot(64, 10));
            case FCN ->
                training(
                        Fcn.configuration(
                                builder(64 * 64).weightInit(WeightInit.RELU), STREET, 11, List.of(32, 64, 128), 2),
                        Nd4j.rand(8, 3, 64, 64),
                        oneHotPixels());
            case U_NET ->
                training(
                        UNet.configuration(builder(64 * 64).weightInit(WeightInit.RELU), STREET, 11),
                        Nd4j.rand(8, 3, 64, 64),
                        oneHotPixels());
            case DCGAN_GENERATOR ->
                training(
                        Dcgan.generator(builder(32 * 32).weightInit(WeightInit.RELU), 100, 64, 3),
                        Nd4j.randn(DataType.FLOAT, 64, 100, 1, 1),
                        Nd4j.rand(DataType.FLOAT, 64, 3, 32, 32));
            case DCGAN_DISCRIMINATOR ->
                training(
                        Dcgan.discriminator(builder().weightInit(WeightInit.RELU), 64, 3),
                        Nd4j.rand(DataType.FLOAT, 64, 3, 32, 32),
                        Nd4j.rand(DataType.FLOAT, 64, 1).gt(0.5).castTo(DataType.FLOAT));
            case LAYER_NONE,
                    LAYER_BATCH_NORM,
                    LAYER_PRELU,
                    LAYER_LRN,
                    LAYER_UPSAMPLING,
                    LAYER_MEAN,
                    LAYER_DENSE_ELU,
                    LAYER_OVER_TIME -> LayerModels.create(workload, builder().weightInit(WeightInit.RELU));
            case TEXT_CNN ->
                training(textCnn(builder(), 100, 60, 2), Nd4j.rand(DataType.FLOAT, 64, 100, 60), oneHot(64, 2));
            case LSTM -> training(lstm(builder(35), 28, 256), oneHotSequences(32, 28, 35), oneHotSequences(32, 28, 35));
            case GRU -> SameDiffModels.gru(32, 35, 28, 256);
            case BILSTM ->
                training(
                        bidirectional(builder(35), 100, 128, 13),
                        Nd4j.rand(DataType.FLOAT, 32, 100, 35),
                        oneHotSequences(32, 13, 35));
            case TRANSFORMER_2X128 -> SameDiffModels.transformer(2, 128, 64, 32, 4, 28);
            case TRANSFORMER_4X256 -> SameDiffModels.transformer(4, 256, 128, 16, 4, 28);
            case BERT -> SameDiffModels.bert();
            case TRANSLATION, DECODING ->
                throw new NotAvailableException("DL4J has no attention to what came before alone");
            case SKIP_GRAM -> throw new NotAvailableException("DL4J's Word2Vec takes whole texts");
            case TENSOR_MLP,
                    TENSOR_LENET,
                    TENSOR_RNN,
                    TENSOR_ENCODER,
                    TENSOR_BAHDANAU,
                    TENSOR_SSD,
                    ADDITION,
                    RECORDED_ADDITION ->
                throw new NotAvailableException("DL4J has no tensors that record what was computed");
            case SUPPRESSION, AVERAGE_PRECISION -> throw new NotAvailableException("DL4J leaves that to its users");
            case COLD_START -> throw new NotAvailableException("no worker does this");
        };
    }

    /**
     * {@code RecurrentTagger.lstm}, which stands in one class with a layer of this project: Java would look for that
     * layer, which the worker of DL4J as it comes does not have.
     */
    private static MultiLayerConfiguration lstm(NeuralNetConfiguration.Builder settings, int characters, int hidden) {
        return settings.list()
                .layer(new LSTM.Builder()
                        .nIn(characters)
                        .nOut(hidden)
                        .activation(Activation.TANH)
                        .build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(hidden)
                        .nOut(characters)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    private static MultiLayerConfiguration bidirectional(
            NeuralNetConfiguration.Builder settings, int features, int hidden, int tags) {
        return settings.list()
                .layer(new Bidirectional(
                        Bidirectional.Mode.CONCAT,
                        new LSTM.Builder()
                                .nIn(features)
                                .nOut(hidden)
                                .activation(Activation.TANH)
                                .build()))
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(2 * hidden)
                        .nOut(tags)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    /** Filters of three widths beside each other, and the largest answer of each: TextCNN behind its embedding. */
    private static ComputationGraphConfiguration textCnn(
            NeuralNetConfiguration.Builder settings, int features, int length, int classes) {
        ComputationGraphConfiguration.GraphBuilder graph = settings.graphBuilder()
                .addInputs("vectors")
                .setInputTypes(InputType.recurrent(features, length))
                .setOutputs("output")
                .addVertex("joined", new MergeVertex(), "max3", "max4", "max5");
        for (int width = 3; width <= 5; width++) {
            graph.addLayer(
                            "filters" + width,
                            new Convolution1DLayer.Builder(width)
                                    .nOut(100)
                                    .convolutionMode(ConvolutionMode.Truncate)
                                    .activation(Activation.RELU)
                                    .build(),
                            "vectors")
                    .addLayer(
                            "max" + width, new GlobalPoolingLayer.Builder(PoolingType.MAX).build(), "filters" + width);
        }
        return graph.addLayer(
                        "output",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(classes)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "joined")
                .build();
    }

    static void seed() {
        Nd4j.getRandom().setSeed(SEED);
    }

    /** One class in each row: {@code [rows, classes]}. */
    static INDArray oneHot(int rows, int classes) {
        INDArray result = Nd4j.zeros(DataType.FLOAT, rows, classes);
        for (int i = 0; i < rows; i++) {
            result.putScalar(i, Nd4j.getRandom().nextInt(classes), 1);
        }
        return result;
    }

    /** One class at each time step: {@code [batch, classes, time]}, DL4J's layout of sequences. */
    static INDArray oneHotSequences(int batch, int classes, int time) {
        INDArray result = Nd4j.zeros(DataType.FLOAT, batch, classes, time);
        for (int i = 0; i < batch; i++) {
            for (int t = 0; t < time; t++) {
                result.putScalar(i, Nd4j.getRandom().nextInt(classes), t, 1);
            }
        }
        return result;
    }

    /** One of 11 classes for each pixel: {@code [8, 11, 64, 64]}. */
    private static INDArray oneHotPixels() {
        return oneHot(8 * 64 * 64, 11)
                .reshape(8, 64, 64, 11)
                .permute(0, 3, 1, 2)
                .dup('c');
    }

    static NeuralNetConfiguration.Builder builder() {
        return builder(1);
    }

    /** DL4J adds the losses of a sequence's steps, or of an image's pixels, where other libraries take their mean. */
    static NeuralNetConfiguration.Builder builder(int steps) {
        return new NeuralNetConfiguration.Builder()
                .seed(SEED)
                .dataType(DataType.FLOAT)
                .updater(new Sgd(LEARNING_RATE / steps));
    }

    static Training training(MultiLayerConfiguration configuration, INDArray features, INDArray labels) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return new NetworkTraining(network, trainable(network.getLayers()), () -> network.fit(features, labels));
    }

    static Training training(ComputationGraphConfiguration configuration, INDArray features, INDArray labels) {
        return training(configuration, new INDArray[] {features}, new INDArray[] {labels});
    }

    static Training training(ComputationGraphConfiguration configuration, INDArray[] inputs, INDArray[] outputs) {
        ComputationGraph network = new ComputationGraph(configuration);
        network.init();
        return new NetworkTraining(network, trainable(network.getLayers()), () -> network.fit(inputs, outputs));
    }

    private static long trainable(Layer[] layers) {
        long count = 0;
        for (Layer layer : layers) {
            for (Map.Entry<String, INDArray> parameter : layer.paramTable().entrySet()) {
                if (!STATISTICS.contains(parameter.getKey())) {
                    count += parameter.getValue().length();
                }
            }
        }
        return count;
    }

    /** Two square matrices, multiplied into a new one each time. */
    private static final class MatrixProduct implements Training {
        private final INDArray left;
        private final INDArray right;

        MatrixProduct(int size) {
            left = Nd4j.rand(DataType.FLOAT, size, size);
            right = Nd4j.rand(DataType.FLOAT, size, size);
        }

        @Override
        public long parameters() {
            return 0;
        }

        @Override
        public void step() {
            left.mmul(right).close();
        }

        @Override
        public double loss() {
            return Double.NaN;
        }
    }

    private record NetworkTraining(Model network, long parameters, Runnable oneStep) implements Training {

        @Override
        public void step() {
            oneStep.run();
        }

        @Override
        public double loss() {
            return network.score();
        }

        @Override
        public void close() {
            network.close();
        }
    }
}
