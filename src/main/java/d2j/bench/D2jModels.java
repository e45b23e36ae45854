package d2j.bench;

import d2j.nn.GRU;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.nd4j.linalg.activations.Activation;
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
}
