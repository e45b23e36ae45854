package d2j.text;

import d2j.train.Trainable;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A language model of DL4J's layers. */
final class NetworkLanguageModel extends LanguageModel {

    private final MultiLayerNetwork network;

    NetworkLanguageModel(Vocabulary vocabulary, MultiLayerNetwork network) {
        super(vocabulary);
        this.network = network;
    }

    @Override
    void forget() {
        network.rnnClearPreviousState();
    }

    @Override
    INDArray read(INDArray tokens) {
        return network.rnnTimeStep(TokenBatches.oneHot(tokens, vocabulary().size()))
                .permute(0, 2, 1);
    }

    /** Truncated back-propagation carries the state within one batch only: so a pass in order is one batch. */
    @Override
    List<MultiDataSet> pass(TokenBatches batches) {
        List<INDArray> inputs = new ArrayList<>();
        List<INDArray> targets = new ArrayList<>();
        for (TokenBatch batch : batches) {
            inputs.add(batch.inputs());
            targets.add(batch.targets());
        }
        if (!batches.isSequential()) {
            List<MultiDataSet> pass = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                pass.add(examples(inputs.get(i), targets.get(i)));
            }
            return pass;
        }
        boolean truncated = network.getLayerWiseConfigurations().getBackpropType() == BackpropType.TruncatedBPTT;
        int length = network.getLayerWiseConfigurations().getTbpttFwdLength();
        long steps = inputs.get(0).size(1);
        if (!truncated || length != steps) {
            throw new IllegalArgumentException("the batches go on from one to the next after " + steps
                    + " steps; build the network with .backpropType(BackpropType.TruncatedBPTT).tBPTTLength(" + steps
                    + ")" + (truncated ? ", not " + length : ""));
        }
        return List.of(examples(
                Nd4j.concat(1, inputs.toArray(INDArray[]::new)), Nd4j.concat(1, targets.toArray(INDArray[]::new))));
    }

    private MultiDataSet examples(INDArray inputs, INDArray targets) {
        int size = vocabulary().size();
        return new MultiDataSet(TokenBatches.oneHot(inputs, size), TokenBatches.oneHot(targets, size));
    }

    @Override
    Trainable trainable(boolean carrying) {
        return Trainable.of(network);
    }
}
