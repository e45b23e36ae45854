package d2j.train;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Trains a DL4J network that is a graph. */
final class GraphTraining implements Trainable {

    private final ComputationGraph network;

    GraphTraining(ComputationGraph network) {
        this.network = network;
    }

    @Override
    public Step step(INDArray x, INDArray y) {
        StepOutputs outputs = new StepOutputs();
        outputs.during(network, () -> network.fit(new DataSet(x, y)));
        return new Step(network.score(), outputs.arrays());
    }

    @Override
    public INDArray predict(INDArray x) {
        return network.outputSingle(x);
    }

    @Override
    public double testLoss(INDArray x, INDArray y) {
        return network.score(new DataSet(x, y));
    }

    @Override
    public void setLearningRate(double rate) {
        network.setLearningRate(rate);
    }

    @Override
    public void nextEpoch() {
        network.incrementEpochCount();
    }
}
