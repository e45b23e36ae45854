package d2j.engine.layers;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's element-wise vertex, where the sum of two arrays that lie in memory in the same order, such as the two ways
 * through a residual block, keeps that order. All else is DL4J's.
 */
public final class ElementWiseVertex extends org.deeplearning4j.nn.graph.vertex.impl.ElementWiseVertex {

    private final transient boolean adds;
    private transient boolean fast;

    /** For {@link AcceleratedNetworks}, which copies the state of the vertex that this one replaces. */
    ElementWiseVertex(ComputationGraph graph, String name, int index, Op operation) {
        super(graph, name, index, operation, DataType.FLOAT);
        adds = operation == Op.Add;
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceMgr) {
        fast = adds && inputs.length == 2 && canDoForward() && DenseMemory.isAlike(inputs[0], inputs[1]);
        if (!fast) {
            return super.doForward(training, workspaceMgr);
        }
        INDArray sum = DenseMemory.uninitialisedLike(inputs[0], ArrayType.ACTIVATIONS, workspaceMgr);
        DenseMemory.add(inputs[0], inputs[1], sum);
        return sum;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceMgr) {
        if (!fast || !canDoBackward()) {
            return super.doBackward(tbptt, workspaceMgr);
        }
        OutputGradient.check(epsilon, inputs[0].shape(), "(vertex name: " + getVertexName() + ")");
        // Each input gets a copy of its own, since DL4J adds up in place where ways part.
        INDArray[] gradients = new INDArray[2];
        for (int i = 0; i < gradients.length; i++) {
            if (DenseMemory.hasNoGaps(epsilon)) {
                gradients[i] = DenseMemory.uninitialisedLike(epsilon, ArrayType.ACTIVATION_GRAD, workspaceMgr);
                DenseMemory.copy(epsilon, gradients[i]);
            } else {
                gradients[i] = workspaceMgr.dup(ArrayType.ACTIVATION_GRAD, epsilon);
            }
        }
        return new Pair<>(null, gradients);
    }
}
