package d2j.engine.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's loss without weights of its own, which leaves its input alone: the layer below needs its output again for its
 * backward pass. (DL4J overwrites it, and then computes the score of training from what it wrote.)
 */
public final class LossLayer extends org.deeplearning4j.nn.layers.LossLayer {

    /** For {@link AcceleratedNetworks}, which copies the state of the layer that this one replaces. */
    public LossLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        INDArray given = input;
        input = workspaceMgr.dup(ArrayType.BP_WORKING_MEM, given);
        try {
            return super.backpropGradient(epsilon, workspaceMgr);
        } finally {
            input = given;
        }
    }
}
