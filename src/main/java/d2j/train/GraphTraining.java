package d2j.train;

import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Trains a DL4J network that is a graph. */
final class GraphTraining extends Dl4jTraining {

    private final ComputationGraph network;

    GraphTraining(ComputationGraph network) {
        super(network);
        this.network = network;
    }

    @Override
    public Step step(MultiDataSet batch) {
        return StepOutputs.of(network, outputDimension(), outputsWanted(), () -> network.fit(batch));
    }

    @Override
    public INDArray[] predict(MultiDataSet batch) {
        return network.output(false, batch.getFeatures(), batch.getFeaturesMaskArrays());
    }

    @Override
    double score(MultiDataSet batch) {
        return network.score(batch);
    }

    @Override
    double penalty() {
        return network.calcRegularizationScore(true);
    }

    @Override
    BaseMultiLayerUpdater<?> updater() {
        return network.getUpdater();
    }

    @Override
    Layer outputLayer() {
        return network.getOutputLayer(0).conf().getLayer();
    }

    @Override
    public void nextEpoch() {
        network.incrementEpochCount();
    }

    @Override
    public int[] counters() {
        return new int[] {network.getIterationCount(), network.getEpochCount()};
    }

    @Override
    public void setCounters(int iteration, int epoch) {
        network.getConfiguration().setIterationCount(iteration);
        network.getConfiguration().setEpochCount(epoch);
    }
}
