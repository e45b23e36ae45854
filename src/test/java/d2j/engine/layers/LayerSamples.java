package d2j.engine.layers;

import d2j.nn.convolution.GroupedConvolution2D;
import d2j.nn.images.ChannelGate;
import d2j.nn.images.ChannelSelection;
import d2j.nn.norm.LayerNormalization;
import d2j.nn.recurrent.GRU;
import d2j.nn.sequence.TwoSequenceLayer;
import d2j.nn.transformer.CrossAttention;
import d2j.nn.transformer.MultiHeadAttention;
import d2j.nn.transformer.PositionWiseFeedForward;
import d2j.nn.transformer.TokenEmbedding;
import d2j.nn.transformer.TokenSelection;
import d2j.nn.transformer.TransformerDecoderBlock;
import d2j.nn.transformer.TransformerEncoderBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A small network around each layer that the engine replaces, and around each of {@code d2j.nn}. */
final class LayerSamples {

    private static final int BATCH = 3;
    private static final int TIME = 4;
    private static final int CLASSES = 2;

    private LayerSamples() {}

    /**
     * A network with the vertices "0", "1", ... of which the last one is its output and has a loss.
     *
     * @param input  the shape of what goes into "in"
     * @param layers what comes before the loss; empty where {@code body} adds more than layers in a row
     * @param body   adds everything but the last layer
     * @param loss   the last layer
     */
    record Sample(String name, InputType input, List<Layer> layers, UnaryOperator<GraphBuilder> body, Layer loss) {

        /** Layers in a row. */
        Sample(String name, InputType input, List<Layer> layers, Layer loss) {
            this(name, input, layers, chain(layers), loss);
        }

        /** @param withLoss false for a network that ends before its last layer, for errors that come from elsewhere */
        ComputationGraphConfiguration configuration(boolean withLoss) {
            GraphBuilder builder = body.apply(new NeuralNetConfiguration.Builder()
                    .seed(1)
                    .updater(new Sgd(0.1))
                    .graphBuilder()
                    .addInputs("in")
                    .setInputTypes(input));
            String end = end(builder);
            if (withLoss) {
                builder.addLayer("loss", loss, end);
                end = "loss";
            }
            return builder.setOutputs(end).build();
        }

        /** True for what has more than layers in a row. */
        boolean isGraph() {
            return layers().isEmpty();
        }

        /** The same layers as a multi-layer network, the loss included. */
        MultiLayerConfiguration inARow() {
            return inARow(layers());
        }

        /** As above, with the layers before the loss frozen, and one before them that learns by what they pass on. */
        MultiLayerConfiguration frozenInARow() {
            List<Layer> frozen = new ArrayList<>();
            frozen.add(first());
            layers().forEach(layer -> frozen.add(new FrozenLayerWithBackprop(layer)));
            return inARow(frozen);
        }

        private Layer first() {
            if (input instanceof InputType.InputTypeFeedForward) {
                return new DenseLayer.Builder()
                        .nOut(4)
                        .activation(Activation.TANH)
                        .build();
            }
            return input instanceof InputType.InputTypeConvolutional ? convolution(Activation.TANH, true) : lstm();
        }

        private MultiLayerConfiguration inARow(List<Layer> layers) {
            NeuralNetConfiguration.ListBuilder builder = new NeuralNetConfiguration.Builder()
                    .seed(1)
                    .updater(new Sgd(0.1))
                    .list();
            layers.forEach(builder::layer);
            return builder.layer(loss).setInputType(input).build();
        }

        private static String end(GraphBuilder builder) {
            String last = null;
            for (String name : builder.getVertices().keySet()) {
                last = name;
            }
            return last;
        }

        /** True where test mode means something else than training. */
        boolean normalisesBatches() {
            return name.contains("normalisation") && !name.startsWith("layer");
        }

        /** True where a network cannot be fed one time step after another. */
        boolean seesWholeSequences() {
            return !List.of("LSTM", "simple", "GRU").contains(name);
        }

        boolean takesNumbersOfTokens() {
            return name.startsWith("token embedding");
        }

        INDArray features() {
            long[] shape = input.getShape(true);
            shape[0] = BATCH;
            INDArray random = Nd4j.rand(DataType.FLOAT, shape);
            return takesNumbersOfTokens() ? Nd4j.math().floor(random.mul(4)) : random;
        }

        INDArray labels(INDArray output) {
            INDArray labels = Nd4j.zeros(DataType.FLOAT, output.shape());
            if (labels.rank() == 2) {
                labels.getColumn(0).assign(1);
            } else {
                labels.slice(0, 1).assign(1);
            }
            return labels;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Sample> all() {
        List<Sample> samples = new ArrayList<>();
        for (Activation activation : List.of(
                Activation.RELU,
                Activation.SIGMOID,
                Activation.TANH,
                Activation.IDENTITY,
                Activation.ELU,
                Activation.LEAKYRELU,
                Activation.GELU,
                Activation.SWISH,
                Activation.MISH,
                Activation.SOFTPLUS)) {
            samples.add(rows("dense " + activation, dense(activation)));
            if (activation != Activation.SOFTPLUS) {
                samples.add(
                        rows("activation " + activation, dense(Activation.IDENTITY), new ActivationLayer(activation)));
            }
            samples.add(images("convolution " + activation, convolution(activation, true)));
        }
        samples.add(rows(
                "dense without bias",
                new DenseLayer.Builder()
                        .nOut(5)
                        .activation(Activation.RELU)
                        .hasBias(false)
                        .build()));
        samples.add(rows("binary loss", LossFunction.XENT, Activation.SIGMOID));
        samples.add(rows("squared loss", LossFunction.MSE, Activation.IDENTITY));
        samples.add(new Sample(
                "loss without weights",
                InputType.feedForward(4),
                List.of(dense(Activation.TANH)),
                new LossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .build()));
        for (LossFunction loss : List.of(LossFunction.MCXENT, LossFunction.MSE)) {
            samples.add(new Sample(
                    "loss of pixels " + loss,
                    InputType.convolutional(5, 5, 2),
                    List.of(convolution(Activation.TANH, true)),
                    new CnnLossLayer.Builder(loss)
                            .activation(loss == LossFunction.MSE ? Activation.IDENTITY : Activation.SOFTMAX)
                            .build()));
        }
        samples.add(images("convolution without bias", convolution(Activation.RELU, false)));
        samples.add(images("global pooling", new GlobalPoolingLayer(PoolingType.AVG)));
        samples.add(images("global maximum", new GlobalPoolingLayer(PoolingType.MAX)));
        samples.add(images("upsampling", new Upsampling2D.Builder(2).build()));
        // DL4J's own cannot have more than 64 numbers to a slope.
        samples.add(images(
                "activation with slopes",
                new ConvolutionLayer.Builder(3, 3)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build(),
                new PReLULayer.Builder().inputShape(2, 3, 3).sharedAxes(2, 3).build()));
        samples.add(images("local response", new LocalResponseNormalization.Builder(2, 3, 1e-4, 0.75).build()));
        for (Activation activation : List.of(Activation.RELU, Activation.SWISH)) {
            samples.add(images(
                    "transposed " + activation,
                    new Deconvolution2D.Builder(3, 3)
                            .nOut(3)
                            .stride(2, 2)
                            .padding(1, 1)
                            .activation(activation)
                            .build()));
        }
        for (Activation activation : List.of(Activation.RELU, Activation.IDENTITY)) {
            samples.add(images(
                    "depthwise " + activation,
                    new DepthwiseConvolution2D.Builder(3, 3)
                            .depthMultiplier(2)
                            .padding(1, 1)
                            .activation(activation)
                            .build()));
            samples.add(images(
                    "separable " + activation,
                    new SeparableConvolution2D.Builder(3, 3)
                            .nOut(3)
                            .padding(1, 1)
                            .activation(activation)
                            .build()));
        }
        samples.add(images(
                "grouped convolution",
                new GroupedConvolution2D.Builder(3, 3)
                        .groups(2)
                        .nOut(4)
                        .padding(1, 1)
                        .activation(Activation.RELU)
                        .build()));
        samples.add(images("two convolutions", convolution(Activation.RELU, true), convolution(Activation.RELU, true)));
        for (SubsamplingLayer.PoolingType type :
                List.of(SubsamplingLayer.PoolingType.MAX, SubsamplingLayer.PoolingType.AVG)) {
            samples.add(images("pooling " + type, pooling(type)));
            samples.add(images("convolution and " + type, convolution(Activation.RELU, true), pooling(type)));
        }
        samples.add(images("batch normalisation", new BatchNormalization()));
        samples.add(images("convolution and normalisation", convolution(Activation.IDENTITY, true), batchNorm()));
        samples.add(rows("batch normalisation of rows", dense(Activation.IDENTITY), new BatchNormalization()));
        samples.add(sequences("LSTM", lstm()));
        for (Activation activation : List.of(Activation.RELU, Activation.SWISH)) {
            samples.add(sequences(
                    "convolution over time " + activation,
                    new Convolution1DLayer.Builder(3)
                            .nOut(4)
                            .convolutionMode(ConvolutionMode.Same)
                            .activation(activation)
                            .build()));
        }
        samples.add(new Sample(
                "maximum over time",
                InputType.recurrent(4, TIME),
                List.of(lstm(), new GlobalPoolingLayer(PoolingType.MAX)),
                loss(LossFunction.MCXENT, Activation.SOFTMAX)));
        samples.add(sequences(
                "simple",
                new SimpleRnn.Builder().nOut(4).activation(Activation.TANH).build()));
        samples.add(sequences("GRU", new GRU.Builder().nOut(4).build()));
        samples.add(
                sequences("attention", new MultiHeadAttention.Builder().heads(2).build()));
        for (boolean gelu : new boolean[] {false, true}) {
            samples.add(sequences(
                    "position-wise " + gelu,
                    new PositionWiseFeedForward.Builder()
                            .hiddenSize(6)
                            .gelu(gelu)
                            .build()));
            samples.add(sequences(
                    "encoder " + gelu,
                    new TransformerEncoderBlock.Builder()
                            .heads(2)
                            .hiddenSize(6)
                            .gelu(gelu)
                            .normFirst(gelu)
                            .build()));
        }
        samples.add(sequences("layer normalisation", new LayerNormalization.Builder().build()));
        samples.add(new Sample(
                "token embedding",
                InputType.recurrent(1, TIME),
                List.of(new TokenEmbedding.Builder()
                        .vocabulary(4)
                        .nOut(4)
                        .positions(TIME)
                        .build()),
                sequenceLoss()));
        samples.add(new Sample(
                "token embedding with sinusoids",
                InputType.recurrent(1, TIME),
                List.of(new TokenEmbedding.Builder()
                        .vocabulary(4)
                        .nOut(4)
                        .sinusoidal(true)
                        .scaled(true)
                        .build()),
                sequenceLoss()));
        samples.add(twoSequences(
                "cross-attention", new CrossAttention.Builder().heads(2).build()));
        for (boolean normFirst : new boolean[] {false, true}) {
            samples.add(twoSequences(
                    "decoder " + normFirst,
                    new TransformerDecoderBlock.Builder()
                            .heads(2)
                            .hiddenSize(6)
                            .normFirst(normFirst)
                            .build()));
        }
        samples.add(new Sample(
                "residual sum",
                InputType.convolutional(5, 5, 2),
                List.of(),
                builder -> builder.addLayer("0", convolution(Activation.RELU, true), "in")
                        .addLayer("1", convolution(Activation.IDENTITY, true), "0")
                        .addVertex("2", new ElementWiseVertex(ElementWiseVertex.Op.Add), "0", "1"),
                loss(LossFunction.MCXENT, Activation.SOFTMAX)));
        samples.add(new Sample(
                "joined channels",
                InputType.convolutional(5, 5, 2),
                List.of(),
                builder -> builder.addLayer("0", convolution(Activation.RELU, true), "in")
                        .addLayer("1", convolution(Activation.IDENTITY, true), "0")
                        .addVertex("2", new MergeVertex(), "0", "1", "in"),
                loss(LossFunction.MCXENT, Activation.SOFTMAX)));
        samples.add(new Sample(
                "channel gate",
                InputType.convolutional(5, 5, 2),
                List.of(),
                builder -> builder.addLayer("0", convolution(Activation.TANH, true), "in")
                        .addLayer("1", new GlobalPoolingLayer(PoolingType.AVG), "0")
                        .addVertex("2", new ChannelGate(), "0", "1"),
                loss(LossFunction.MCXENT, Activation.SOFTMAX)));
        samples.add(new Sample(
                "channel selection",
                InputType.convolutional(5, 5, 2),
                List.of(),
                builder -> builder.addLayer("0", convolution(Activation.TANH, true), "in")
                        .addVertex("1", new ChannelSelection(1, 0, 1), "0"),
                loss(LossFunction.MCXENT, Activation.SOFTMAX)));
        samples.add(new Sample(
                "token selection",
                InputType.recurrent(4, TIME),
                List.of(),
                builder -> builder.addLayer("0", lstm(), "in").addVertex("1", new TokenSelection(), "0"),
                loss(LossFunction.MCXENT, Activation.SOFTMAX)));
        return samples;
    }

    private static UnaryOperator<GraphBuilder> chain(List<Layer> layers) {
        return builder -> {
            for (int i = 0; i < layers.size(); i++) {
                builder.addLayer("" + i, layers.get(i), i == 0 ? "in" : "" + (i - 1));
            }
            return builder;
        };
    }

    private static Sample rows(String name, Layer... layers) {
        return new Sample(
                name, InputType.feedForward(4), List.of(layers), loss(LossFunction.MCXENT, Activation.SOFTMAX));
    }

    private static Sample rows(String name, LossFunction loss, Activation activation) {
        return new Sample(name, InputType.feedForward(4), List.of(dense(Activation.TANH)), loss(loss, activation));
    }

    private static Sample images(String name, Layer... layers) {
        return new Sample(
                name, InputType.convolutional(5, 5, 2), List.of(layers), loss(LossFunction.MCXENT, Activation.SOFTMAX));
    }

    private static Sample sequences(String name, Layer layer) {
        return new Sample(name, InputType.recurrent(4, TIME), List.of(layer), sequenceLoss());
    }

    /** A layer between what a recurrent layer says and what it was told. */
    private static Sample twoSequences(String name, TwoSequenceLayer layer) {
        return new Sample(
                name,
                InputType.recurrent(4, TIME),
                List.of(),
                builder -> builder.addLayer("0", lstm(), "in")
                        .addVertex(
                                "1",
                                layer.vertex(new NeuralNetConfiguration.Builder()
                                        .seed(1)
                                        .updater(new Sgd(0.1))),
                                "0",
                                "in"),
                sequenceLoss());
    }

    private static Layer loss(LossFunction loss, Activation activation) {
        return new OutputLayer.Builder(loss)
                .nOut(CLASSES)
                .activation(activation)
                .build();
    }

    private static Layer sequenceLoss() {
        return new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static Layer lstm() {
        return new LSTM.Builder().nOut(4).activation(Activation.TANH).build();
    }

    private static Layer dense(Activation activation) {
        return new DenseLayer.Builder().nOut(5).activation(activation).build();
    }

    private static Layer convolution(Activation activation, boolean hasBias) {
        return new ConvolutionLayer.Builder(3, 3)
                .nOut(2)
                .padding(1, 1)
                .activation(activation)
                .hasBias(hasBias)
                .build();
    }

    private static Layer pooling(SubsamplingLayer.PoolingType type) {
        return new SubsamplingLayer.Builder(type).kernelSize(2, 2).stride(1, 1).build();
    }

    private static Layer batchNorm() {
        return new BatchNormalization.Builder().build();
    }
}
