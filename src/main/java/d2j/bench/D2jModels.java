package d2j.bench;

import d2j.nn.GRU;
import d2j.nn.LayerNormalization;
import d2j.nn.TokenEmbedding;
import d2j.nn.TokenSelection;
import d2j.nn.TransformerEncoderBlock;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
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

    private static final int VOCABULARY = 10_000;
    private static final int BERT_LENGTH = 64;

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
        return builder(35)
                .list()
                .layer(new GRU.Builder().nIn(28).nOut(256).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(256)
                        .nOut(28)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    private static Training transformer(int blocks, int width, int length, int batch, int heads, int classes) {
        seed();
        // Tokens one after another in memory, as all contenders have them.
        INDArray features = Nd4j.rand(DataType.FLOAT, batch, length, width).permute(0, 2, 1);
        INDArray labels =
                oneHot(batch * length, classes).reshape(batch, length, classes).permute(0, 2, 1);
        return training(transformer(blocks, width, length, heads, classes), features, labels);
    }

    private static Training bert() {
        int batch = 32;
        int masked = 10;
        seed();
        INDArray tokens = Nd4j.create(DataType.FLOAT, batch, BERT_LENGTH, 2).permute(0, 2, 1);
        INDArray positions = Nd4j.create(DataType.FLOAT, batch, masked);
        for (int i = 0; i < batch; i++) {
            for (int t = 0; t < BERT_LENGTH; t++) {
                tokens.putScalar(i, 0, t, Nd4j.getRandom().nextInt(VOCABULARY));
                tokens.putScalar(i, 1, t, Nd4j.getRandom().nextInt(2));
            }
            for (int k = 0; k < masked; k++) {
                positions.putScalar(i, k, Nd4j.getRandom().nextInt(BERT_LENGTH));
            }
        }
        return training(bert(masked), new INDArray[] {tokens, positions}, new INDArray[] {
            oneHot(batch * masked, VOCABULARY), oneHot(batch, 2)
        });
    }

    /**
     * Masked words are predicted from their tokens, whether sentences follow each other from the first token. DL4J
     * divides the sum of the words' losses by the number of sequences, hence the smaller learning rate.
     */
    static ComputationGraphConfiguration bert(int masked) {
        int width = 128;
        ComputationGraphConfiguration.GraphBuilder graph = builder(masked)
                .graphBuilder()
                .addInputs("tokens", "positions")
                .setInputTypes(InputType.recurrent(2, BERT_LENGTH), InputType.feedForward(masked))
                .addLayer(
                        "embedding",
                        new TokenEmbedding.Builder()
                                .vocabulary(VOCABULARY)
                                .segments(2)
                                .positions(BERT_LENGTH)
                                .nOut(width)
                                .build(),
                        "tokens");
        String last = "embedding";
        for (int i = 0; i < 2; i++) {
            String block = "block" + i;
            graph.addLayer(
                    block,
                    new TransformerEncoderBlock.Builder()
                            .heads(2)
                            .hiddenSize(2 * width)
                            .build(),
                    last);
            last = block;
        }
        return graph.addVertex("masked", new TokenSelection(), last, "positions")
                .addLayer("masked-hidden", dense(width, Activation.RELU), "masked")
                .addLayer("masked-norm", new LayerNormalization.Builder().build(), "masked-hidden")
                .addLayer("words", softmax(VOCABULARY).build(), "masked-norm")
                .addVertex("first", new TokenSelection(), last)
                .addLayer("first-hidden", dense(width, Activation.TANH), "first")
                .addLayer("following", softmax(2).build(), "first-hidden")
                .setOutputs("words", "following")
                .build();
    }

    private static DenseLayer dense(int units, Activation activation) {
        return new DenseLayer.Builder().nOut(units).activation(activation).build();
    }

    static MultiLayerConfiguration transformer(int blocks, int width, int length, int heads, int classes) {
        NeuralNetConfiguration.ListBuilder list = builder(length).list();
        for (int i = 0; i < blocks; i++) {
            list.layer(new TransformerEncoderBlock.Builder().heads(heads).build());
        }
        return list.layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(classes)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(width, length))
                .build();
    }
}
