package d2j.bench;

import d2j.nn.GRU;
import d2j.nn.TransformerEncoderBlock;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
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

    @Override
    public Training create(Workload workload) {
        return switch (workload) {
            case GRU -> {
                seed();
                yield training(gru(), oneHotSequences(32, 28, 35), oneHotSequences(32, 28, 35));
            }
            case TRANSFORMER_2X128 -> transformer(2, 128, 64, 32, 4, 28);
            case TRANSFORMER_4X256 -> transformer(4, 256, 128, 16, 4, 28);
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
}
