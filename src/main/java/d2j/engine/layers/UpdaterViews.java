package d2j.engine.layers;

import d2j.engine.onednn.Acceleration;
import d2j.engine.onednn.OneDnn;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Lets DL4J's updaters recognise their own network's gradients. They keep views of them for every parameter, but tell
 * whether these are the gradients at hand by comparing with what {@link Gradient#gradient()} returns, which is a new
 * view each time: so they take each gradient for a foreign one and make all views anew in each step, which takes as
 * long as a step of a small network.
 */
public final class UpdaterViews {

    private UpdaterViews() {}

    /** Called by DL4J in the place of {@link Gradient#gradient()}: the updater's own array if it is the same memory. */
    public static INDArray gradient(Gradient gradient, BaseMultiLayerUpdater<?> updater) {
        INDArray given = gradient.gradient();
        if (!Acceleration.isOn() || given == null) {
            return given;
        }
        List<UpdaterBlock> blocks = updater.getUpdaterBlocks();
        INDArray own = updater.getFlattenedGradientsView();
        if (blocks.isEmpty() || given.length() != own.length()) {
            return given;
        }
        UpdaterBlock first = blocks.get(0);
        INDArray parameters = ((Model) updater.getNetwork()).params();
        // The views are those of the time when the updater was made; a network may have been given other memory since.
        return isSameMemory(given, own)
                        && isSameMemory(own, first.getGradientView())
                        && isSameMemory(
                                parameters,
                                first.getLayersAndVariablesInBlock().get(0).getParamView())
                ? own
                : given;
    }

    private static boolean isSameMemory(INDArray a, INDArray b) {
        return a != null && b != null && a.dataType() == b.dataType() && OneDnn.address(a) == OneDnn.address(b);
    }
}
