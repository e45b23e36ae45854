package d2j.train;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.IUpdater;

/** What DL4J's two kinds of networks have in common. */
abstract class Dl4jTraining implements Resumable {

    private final Model model;
    private boolean outputsWanted = true;

    Dl4jTraining(Model model) {
        this.model = model;
    }

    @Override
    public final void setOutputsWanted(boolean wanted) {
        outputsWanted = wanted;
    }

    final boolean outputsWanted() {
        return outputsWanted;
    }

    abstract BaseMultiLayerUpdater<?> updater();

    /** The configuration of the first output's layer. */
    abstract Layer outputLayer();

    abstract double score(org.nd4j.linalg.dataset.api.MultiDataSet batch);

    abstract double penalty();

    @Override
    public final Step step(INDArray x, INDArray y) {
        return step(new MultiDataSet(x, y));
    }

    @Override
    public final INDArray predict(INDArray x) {
        return predict(new MultiDataSet(x, null))[0];
    }

    @Override
    public final double testLoss(org.nd4j.linalg.dataset.api.MultiDataSet batch) {
        double count = Rows.count(batch.getLabels(0), Measurements.mask(batch, 0), outputDimension());
        double examples = batch.getLabels(0).size(0);
        double score = score(batch);
        if (batch.numLabelsArrays() > 1 || count == examples) {
            return score;
        }
        return count == 0 ? 0 : (score - penalty()) * examples / count + penalty();
    }

    /** In place, since making the updater anew at every step would copy its state. */
    @Override
    public final void setLearningRate(double rate) {
        for (UpdaterBlock block : updater().getUpdaterBlocks()) {
            for (UpdaterBlock.ParamState parameter : block.getLayersAndVariablesInBlock()) {
                IUpdater settings = parameter.getLayer().getConfig().getUpdaterByParam(parameter.getParamName());
                if (settings != null && settings.hasLearningRate()) {
                    settings.setLrAndSchedule(rate, null);
                }
            }
        }
    }

    @Override
    public final List<INDArray> state() {
        List<INDArray> state = new ArrayList<>(List.of(model.params()));
        INDArray ofUpdater = updater().getStateViewArray();
        if (ofUpdater != null) {
            state.add(ofUpdater);
        }
        return state;
    }

    @Override
    public final int outputDimension() {
        Layer layer = outputLayer();
        boolean last = layer instanceof RnnOutputLayer output && output.getRnnDataFormat() == RNNFormat.NWC
                || layer instanceof RnnLossLayer loss && loss.getRnnDataFormat() == RNNFormat.NWC
                || layer instanceof CnnLossLayer image && image.getFormat() == CNN2DFormat.NHWC;
        return last ? -1 : 1;
    }
}
