package d2j.train;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads outputs and loss of a DL4J network during a training step. DL4J leaves out the last layer in the forward pass
 * of a step, since its backward pass computes scores and loss in one; so the last layer, and no other, is asked for its
 * outputs while its input is still there.
 *
 * <p>DL4J's score is a sum over the time steps of a sequence, divided by the number of sequences, masked or not; the
 * loss here is the mean over the time steps that count, as in other libraries. Truncated back-propagation takes several
 * steps on one batch, whose outputs are joined.
 */
final class StepOutputs extends BaseTrainingListener {

    private final int dimension;
    private final boolean wanted;
    private final List<List<INDArray>> pieces = new ArrayList<>();
    private double sum;
    private double count;
    private double penalty;

    private StepOutputs(int dimension, boolean wanted) {
        this.dimension = dimension;
        this.wanted = wanted;
    }

    /**
     * Runs one step of {@code fit}.
     *
     * @param wanted false where the loss is enough, which spares the last layer its second pass
     */
    static Step of(MultiLayerNetwork network, int dimension, boolean wanted, Runnable step) {
        return new StepOutputs(dimension, wanted).during(step, network.getListeners(), network::setListeners);
    }

    /** As for layers in a row. */
    static Step of(ComputationGraph network, int dimension, boolean wanted, Runnable step) {
        return new StepOutputs(dimension, wanted).during(step, network.getListeners(), network::setListeners);
    }

    private Step during(
            Runnable step, Collection<TrainingListener> listeners, Consumer<Collection<TrainingListener>> setter) {
        List<TrainingListener> before = List.copyOf(listeners);
        List<TrainingListener> with = new ArrayList<>(before);
        with.add(this);
        setter.accept(with);
        try {
            step.run();
        } finally {
            setter.accept(before);
        }
        return new Step(count == 0 ? 0 : sum / count + penalty, count, joined());
    }

    private List<INDArray> joined() {
        if (pieces.isEmpty()) {
            return List.of();
        }
        if (pieces.size() == 1) {
            return pieces.get(0);
        }
        return IntStream.range(0, pieces.get(0).size())
                .mapToObj(i -> {
                    INDArray[] parts =
                            pieces.stream().map(piece -> piece.get(i)).toArray(INDArray[]::new);
                    return Nd4j.concat(parts[0].rank() == 3 ? 3 - Math.floorMod(dimension, 3) : 0, parts);
                })
                .toList();
    }

    @Override
    public void onBackwardPass(Model model) {
        if (model instanceof MultiLayerNetwork network) {
            read(network, List.of(network.getOutputLayer()), network.calcRegularizationScore(true));
        } else {
            ComputationGraph graph = (ComputationGraph) model;
            List<Layer> layers = graph.getConfiguration().getNetworkOutputs().stream()
                    .map(name -> graph.getVertex(name).getLayer())
                    .toList();
            read(graph, layers, graph.calcRegularizationScore(true));
        }
    }

    private void read(Model network, List<Layer> outputs, double regularisation) {
        if (wanted) {
            pieces.add(activations(outputs));
        }
        double[] counts = outputs.stream()
                .mapToDouble(layer -> Rows.count(((IOutputLayer) layer).getLabels(), layer.getMaskArray(), dimension))
                .distinct()
                .toArray();
        double examples = ((IOutputLayer) outputs.get(0)).getLabels().size(0);
        double counted = counts.length == 1 ? counts[0] : examples;
        penalty = regularisation;
        sum += (network.score() - regularisation) * examples;
        count += counted;
    }

    private static List<INDArray> activations(List<Layer> outputs) {
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            List<INDArray> activations = new ArrayList<>();
            for (Layer layer : outputs) {
                INDArray values = layer.activate(true, LayerWorkspaceMgr.noWorkspaces());
                activations.add(values.isAttached() ? values.detach() : values);
            }
            return activations;
        }
    }
}
