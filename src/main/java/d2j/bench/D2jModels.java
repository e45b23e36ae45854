package d2j.bench;

import d2j.text.Bert;
import d2j.text.RecurrentTagger;
import d2j.text.TransformerTagger;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
                yield training(
                        RecurrentTagger.gru(builder(35), 28, 256, 28),
                        oneHotSequences(32, 28, 35),
                        oneHotSequences(32, 28, 35));
            }
            case TRANSFORMER_2X128 -> transformer(2, 128, 64, 32, 4, 28);
            case TRANSFORMER_4X256 -> transformer(4, 256, 128, 16, 4, 28);
            case BERT -> bert();
            case TRANSLATION -> LanguageModels.translation();
            case DECODING -> LanguageModels.decoding();
            case SKIP_GRAM -> LanguageModels.skipGram();
            case SUPPRESSION, AVERAGE_PRECISION -> DetectionWork.create(workload);
            default -> workload.isEager() ? tensors(workload) : super.create(workload);
        };
    }

    private static Training tensors(Workload workload) {
        seed();
        return TensorModels.create(workload);
    }

    private static Training transformer(int blocks, int width, int length, int batch, int heads, int classes) {
        seed();
        // Tokens one after another in memory, as all contenders have them.
        INDArray features = Nd4j.rand(DataType.FLOAT, batch, length, width).permute(0, 2, 1);
        INDArray labels =
                oneHot(batch * length, classes).reshape(batch, length, classes).permute(0, 2, 1);
        return training(
                TransformerTagger.configuration(builder(length), blocks, width, heads, length, classes),
                features,
                labels);
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
        return training(
                Bert.pretraining(builder(masked), Bert.Size.small(VOCABULARY, BERT_LENGTH), masked),
                new INDArray[] {tokens, positions},
                new INDArray[] {oneHot(batch * masked, VOCABULARY), oneHot(batch, 2)});
    }
}
