package d2j.train;

import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Trains a DL4J network of layers in a row. */
final class NetworkTraining extends Dl4jTraining {

    private final MultiLayerNetwork network;

    NetworkTraining(MultiLayerNetwork network) {
        super(network);
        this.network = network;
    }

    @Override
    public Step step(MultiDataSet batch) {
        DataSet examples = examples(batch);
        return StepOutputs.of(network, outputDimension(), outputsWanted(), () -> network.fit(examples));
    }

    @Override
    public INDArray[] predict(MultiDataSet batch) {
        INDArray[] masks = batch.getFeaturesMaskArrays();
        INDArray mask = masks == null ? null : masks[0];
        return new INDArray[] {network.output(batch.getFeatures(0), false, mask, null)};
    }

    @Override
    double score(MultiDataSet batch) {
        return network.score(examples(batch));
    }

    private static DataSet examples(MultiDataSet batch) {
        INDArray[] ofFeatures = batch.getFeaturesMaskArrays();
        INDArray[] ofLabels = batch.getLabelsMaskArrays();
        return new DataSet(
                batch.getFeatures(0),
                batch.getLabels(0),
                ofFeatures == null ? null : ofFeatures[0],
                ofLabels == null ? null : ofLabels[0]);
    }

    @Override
    double penalty() {
        return network.calcRegularizationScore(true);
    }

    @Override
    BaseMultiLayerUpdater<?> updater() {
        return (BaseMultiLayerUpdater<?>) network.getUpdater();
    }

    @Override
    Layer outputLayer() {
        return network.getOutputLayer().conf().getLayer();
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
        network.getLayerWiseConfigurations().setIterationCount(iteration);
        network.getLayerWiseConfigurations().setEpochCount(epoch);
    }
}
