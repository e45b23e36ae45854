package d2j.train;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads a DL4J network's outputs during a training step. DL4J leaves out the last layer in the forward pass of a step,
 * since its backward pass computes scores and loss in one; so the last layer, and no other, is asked for its outputs
 * while its input is still there.
 */
final class StepOutputs extends BaseTrainingListener {

    private final List<INDArray> arrays = new ArrayList<>();

    /** Runs one step of {@code fit}. */
    void during(MultiLayerNetwork network, Runnable step) {
        Collection<TrainingListener> before = List.copyOf(network.getListeners());
        network.addListeners(this);
        try {
            step.run();
        } finally {
            network.setListeners(before);
        }
    }

    /** Runs one step of {@code fit}. */
    void during(ComputationGraph network, Runnable step) {
        Collection<TrainingListener> before = List.copyOf(network.getListeners());
        network.addListeners(this);
        try {
            step.run();
        } finally {
            network.setListeners(before);
        }
    }

    /** One for each output of the network. */
    INDArray[] arrays() {
        return arrays.toArray(INDArray[]::new);
    }

    @Override
    public void onBackwardPass(Model model) {
        if (model instanceof MultiLayerNetwork network) {
            arrays.add(activations(network.getOutputLayer()));
        } else {
            ComputationGraph graph = (ComputationGraph) model;
            for (String name : graph.getConfiguration().getNetworkOutputs()) {
                arrays.add(activations(graph.getVertex(name).getLayer()));
            }
        }
    }

    private static INDArray activations(Layer layer) {
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            INDArray outputs = layer.activate(true, LayerWorkspaceMgr.noWorkspaces());
            return outputs.isAttached() ? outputs.detach() : outputs;
        }
    }
}
