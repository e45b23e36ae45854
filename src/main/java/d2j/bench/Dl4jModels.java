package d2j.bench;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
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

    /** Batch normalisation keeps its running statistics among its parameters; nothing trains them. */
    private static final Set<String> STATISTICS = Set.of("mean", "var", "log10stdev");

    @Override
    public Training create(Workload workload) {
        seed();
        return switch (workload) {
            case MATRIX_PRODUCT -> new MatrixProduct(1024);
            case MLP -> training(mlp(), Nd4j.rand(256, 784), oneHot(256, 10));
            case LENET -> training(lenet(), Nd4j.rand(256, 1, 28, 28), oneHot(256, 10));
            case VGG -> training(vgg(), Nd4j.rand(64, 3, 32, 32), oneHot(64, 10));
            case RESNET -> training(resnet(), Nd4j.rand(64, 3, 32, 32), oneHot(64, 10));
            case LSTM -> training(lstm(), oneHotSequences(32, 28, 35), oneHotSequences(32, 28, 35));
            case GRU -> SameDiffModels.gru(32, 35, 28, 256);
            case TRANSFORMER_2X128 -> SameDiffModels.transformer(2, 128, 64, 32, 4, 28);
            case TRANSFORMER_4X256 -> SameDiffModels.transformer(4, 256, 128, 16, 4, 28);
            case BERT -> SameDiffModels.bert();
            case COLD_START -> throw new NotAvailableException("no worker does this");
        };
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

    static NeuralNetConfiguration.Builder builder() {
        return builder(1);
    }

    /** DL4J adds up the losses of a sequence's steps where other libraries take their mean. */
    static NeuralNetConfiguration.Builder builder(int steps) {
        return new NeuralNetConfiguration.Builder()
                .seed(SEED)
                .dataType(DataType.FLOAT)
                .updater(new Sgd(LEARNING_RATE / steps));
    }

    static MultiLayerConfiguration mlp() {
        return builder()
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(784)
                        .nOut(256)
                        .activation(Activation.RELU)
                        .build())
                .layer(softmax(10).nIn(256).build())
                .build();
    }

    static OutputLayer.Builder softmax(int classes) {
        return new OutputLayer.Builder(LossFunction.MCXENT).nOut(classes).activation(Activation.SOFTMAX);
    }

    static MultiLayerConfiguration lenet() {
        return builder()
                .list()
                .layer(new ConvolutionLayer.Builder(5, 5)
                        .padding(2, 2)
                        .nOut(6)
                        .activation(Activation.SIGMOID)
                        .build())
                .layer(pool(PoolingType.AVG))
                .layer(new ConvolutionLayer.Builder(5, 5)
                        .nOut(16)
                        .activation(Activation.SIGMOID)
                        .build())
                .layer(pool(PoolingType.AVG))
                .layer(new DenseLayer.Builder()
                        .nOut(120)
                        .activation(Activation.SIGMOID)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nOut(84)
                        .activation(Activation.SIGMOID)
                        .build())
                .layer(softmax(10).build())
                .setInputType(InputType.convolutional(28, 28, 1))
                .build();
    }

    private static SubsamplingLayer pool(PoolingType type) {
        return new SubsamplingLayer.Builder(type).kernelSize(2, 2).stride(2, 2).build();
    }

    static MultiLayerConfiguration vgg() {
        NeuralNetConfiguration.ListBuilder list =
                builder().weightInit(WeightInit.RELU).list();
        for (int[] block : List.of(
                new int[] {1, 16}, new int[] {1, 32}, new int[] {2, 64}, new int[] {2, 128}, new int[] {2, 128})) {
            for (int i = 0; i < block[0]; i++) {
                list.layer(new ConvolutionLayer.Builder(3, 3)
                        .padding(1, 1)
                        .nOut(block[1])
                        .activation(Activation.RELU)
                        .build());
            }
            list.layer(pool(PoolingType.MAX));
        }
        // DL4J drops a layer's inputs: the outputs of the layer before.
        return list.layer(new DenseLayer.Builder()
                        .nOut(1024)
                        .activation(Activation.RELU)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nOut(1024)
                        .activation(Activation.RELU)
                        .dropOut(0.5)
                        .build())
                .layer(softmax(10).dropOut(0.5).build())
                .setInputType(InputType.convolutional(32, 32, 3))
                .build();
    }

    static ComputationGraphConfiguration resnet() {
        ComputationGraphConfiguration.GraphBuilder graph = builder()
                .weightInit(WeightInit.RELU)
                .convolutionMode(ConvolutionMode.Truncate)
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(32, 32, 3))
                .addLayer("stem", convolution(64, 3, 1), "input")
                .addLayer("stem-norm", norm(Activation.RELU), "stem");
        String last = "stem-norm";
        int[] widths = {64, 128, 256, 512};
        for (int stage = 0; stage < widths.length; stage++) {
            for (int block = 0; block < 2; block++) {
                boolean narrower = stage > 0 && block == 0;
                last = residual(graph, "block" + stage + block, last, widths[stage], narrower);
            }
        }
        return graph.addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last)
                .addLayer("output", softmax(10).build(), "pool")
                .setOutputs("output")
                .build();
    }

    private static String residual(
            ComputationGraphConfiguration.GraphBuilder graph,
            String name,
            String input,
            int channels,
            boolean narrower) {
        int stride = narrower ? 2 : 1;
        graph.addLayer(name + "-conv1", convolution(channels, 3, stride), input)
                .addLayer(name + "-norm1", norm(Activation.RELU), name + "-conv1")
                .addLayer(name + "-conv2", convolution(channels, 3, 1), name + "-norm1")
                .addLayer(name + "-norm2", norm(Activation.IDENTITY), name + "-conv2");
        String shortcut = input;
        if (narrower) {
            shortcut = name + "-shortcut";
            graph.addLayer(shortcut, convolution(channels, 1, stride), input);
        }
        graph.addVertex(name + "-sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), name + "-norm2", shortcut)
                .addLayer(name, new ActivationLayer(Activation.RELU), name + "-sum");
        return name;
    }

    private static ConvolutionLayer convolution(int channels, int kernel, int stride) {
        return new ConvolutionLayer.Builder(kernel, kernel)
                .stride(stride, stride)
                .padding(kernel / 2, kernel / 2)
                .nOut(channels)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static BatchNormalization norm(Activation activation) {
        return new BatchNormalization.Builder().activation(activation).build();
    }

    static MultiLayerConfiguration lstm() {
        return builder(35)
                .list()
                .layer(new LSTM.Builder()
                        .nIn(28)
                        .nOut(256)
                        .activation(Activation.TANH)
                        .build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(256)
                        .nOut(28)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
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
