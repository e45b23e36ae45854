package d2j.bench;

import d2j.nn.GRU;
import d2j.nn.LayerNormalization;
import d2j.nn.TransformerEncoderBlock;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The workloads as a chapter of this project writes them, with the engine on: DL4J's own configurations, and the
 * project's layers where DL4J has none.
 */
final class D2jModels extends Dl4jModels {

    @Override
    public Training create(Workload workload) {
        return switch (workload) {
            case GRU -> {
                seed();
                yield training(gru(), oneHotSequences(32, 28, 35), oneHotSequences(32, 28, 35));
            }
            case TRANSFORMER_2X128 -> transformer(2, 128, 64, 32, 4, 28);
            case TRANSFORMER_4X256 -> transformer(4, 256, 128, 16, 4, 28);
            case BERT -> bert();
            default -> super.create(workload);
        };
    }

    static MultiLayerConfiguration gru() {
        return builder(35).list()
                .layer(new GRU.Builder().nIn(28).nOut(256).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT).nIn(256).nOut(28)
                        .activation(Activation.SOFTMAX).build())
                .build();
    }

    private static Training transformer(int blocks, int width, int length, int batch, int heads, int classes) {
        seed();
        // Tokens one after another in memory, as all contenders have them.
        INDArray features = Nd4j.rand(DataType.FLOAT, batch, length, width).permute(0, 2, 1);
        INDArray labels = oneHot(batch * length, classes).reshape(batch, length, classes).permute(0, 2, 1);
        return training(transformer(blocks, width, length, heads, classes), features, labels);
    }

    static MultiLayerConfiguration transformer(int blocks, int width, int length, int heads, int classes) {
        NeuralNetConfiguration.ListBuilder list = builder(length).list();
        for (int i = 0; i < blocks; i++) {
            list.layer(new TransformerEncoderBlock.Builder().heads(heads).build());
        }
        return list
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT).nOut(classes).activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(width, length))
                .build();
    }

    private static Training bert() {
        seed();
        int batch = 32;
        int length = 64;
        int masked = 10;
        int vocabulary = 10_000;
        INDArray positions = Nd4j.arange(length).castTo(DataType.FLOAT).reshape(1, length)
                .broadcast(batch, length).dup();
        INDArray[] inputs = {numbers(batch, length, vocabulary), numbers(batch, length, 2), positions,
            numbers(batch, masked, length), Nd4j.zeros(DataType.FLOAT, batch, 1)};
        INDArray[] labels = {oneHot(batch * masked, vocabulary), oneHot(batch, 2)};
        return training(bert(vocabulary, length, 128), inputs, labels);
    }

    private static INDArray numbers(int rows, int columns, int bound) {
        INDArray result = Nd4j.create(DataType.FLOAT, rows, columns);
        for (int i = 0; i < result.length(); i++) {
            result.putScalar(i, Nd4j.getRandom().nextInt(bound));
        }
        return result;
    }

    /** Inputs: tokens, segments and positions {@code [batch, length]}, masked positions, and the first position. */
    static ComputationGraphConfiguration bert(int vocabulary, int length, int width) {
        return builder().graphBuilder()
                .addInputs("tokens", "segments", "positions", "masked", "first")
                .addLayer("token-vectors", embedding(vocabulary, width), "tokens")
                .addLayer("segment-vectors", embedding(2, width), "segments")
                .addLayer("position-vectors", embedding(length, width), "positions")
                .addVertex("embedded", new ElementWiseVertex(ElementWiseVertex.Op.Add), "token-vectors",
                        "segment-vectors", "position-vectors")
                .addLayer("block1", block(width), "embedded")
                .addLayer("block2", block(width), "block1")
                .addVertex("masked-rows", new TokenRows(), "block2", "masked")
                .addLayer("masked-hidden", dense(width, Activation.RELU), "masked-rows")
                .addLayer("masked-norm", new LayerNormalization.Builder().nOut(width).build(),
                        new FeedForwardToRnnPreProcessor(), "masked-hidden")
                .addLayer("masked-output", output(width, vocabulary), new RnnToFeedForwardPreProcessor(),
                        "masked-norm")
                .addVertex("first-rows", new TokenRows(), "block2", "first")
                .addLayer("next-hidden", dense(width, Activation.TANH), "first-rows")
                .addLayer("next-output", output(width, 2), "next-hidden")
                .setOutputs("masked-output", "next-output").build();
    }

    private static EmbeddingSequenceLayer embedding(int count, int width) {
        return new EmbeddingSequenceLayer.Builder().nIn(count).nOut(width).build();
    }

    private static TransformerEncoderBlock block(int width) {
        return new TransformerEncoderBlock.Builder().nIn(width).nOut(width).heads(2).hiddenSize(2L * width).build();
    }

    private static DenseLayer dense(int width, Activation activation) {
        return new DenseLayer.Builder().nIn(width).nOut(width).activation(activation).build();
    }

    private static OutputLayer output(int width, int classes) {
        return new OutputLayer.Builder(LossFunction.MCXENT).nIn(width).nOut(classes)
                .activation(Activation.SOFTMAX).build();
    }
}
