package d2j.engine.layers;

import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Placement;
import d2j.engine.onednn.Reorder;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's vertex that joins images {@code [batch, channels, height, width]} along their channels; the result lies
 * channels-last in memory, as its inputs do.
 */
public final class MergeVertex extends org.deeplearning4j.nn.graph.vertex.impl.MergeVertex {

    private static final int CHANNELS = 1;

    private final transient int axis;
    /** What the last forward pass joined; null when DL4J's own path was taken. */
    private transient long[][] joined;

    /** For {@link AcceleratedNetworks}, which copies the state of the vertex that this one replaces. */
    MergeVertex(ComputationGraph graph, String name, int index, int axis) {
        super(graph, name, index, DataType.FLOAT, axis);
        this.axis = axis;
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceMgr) {
        joined = null;
        if (!canDoForward() || !isCovered()) {
            return super.doForward(training, workspaceMgr);
        }
        long[][] shapes = new long[inputs.length][];
        long channels = 0;
        for (int i = 0; i < inputs.length; i++) {
            shapes[i] = inputs[i].shape().clone();
            channels += shapes[i][CHANNELS];
        }
        long[] first = pixelsFirst(inputs[0]).shape();
        INDArray result = workspaceMgr.createUninitialized(
                ArrayType.ACTIVATIONS, DataType.FLOAT, new long[] {first[0], first[1], first[2], channels}, 'c');
        long done = 0;
        for (INDArray input : inputs) {
            INDArray images = pixelsFirst(input);
            long to = OneDnn.address(result) + done * Float.BYTES;
            copy(images.shape(), OneDnn.address(images), images.stride(), to, result.stride());
            done += images.size(3);
        }
        joined = shapes;
        return present(result);
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceMgr) {
        if (joined == null || !canDoBackward()) {
            return super.doBackward(tbptt, workspaceMgr);
        }
        long[] shape = joined[0].clone();
        for (int i = 1; i < joined.length; i++) {
            shape[CHANNELS] += joined[i][CHANNELS];
        }
        OutputGradient.check(epsilon, shape, "(vertex name: " + getVertexName() + ")");
        INDArray delta = epsilon;
        if (!OneDnn.isFloat(delta) || !Placement.hasPositiveStrides(delta)) {
            delta = workspaceMgr.dup(ArrayType.ACTIVATION_GRAD, delta.castTo(DataType.FLOAT), 'c');
        }
        INDArray images = pixelsFirst(delta);
        INDArray[] gradients = new INDArray[joined.length];
        long done = 0;
        for (int i = 0; i < gradients.length; i++) {
            long[] part = images.shape().clone();
            part[3] = joined[i][CHANNELS];
            INDArray gradient = workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, part, 'c');
            long from = OneDnn.address(images) + done * images.stride(3) * Float.BYTES;
            copy(part, from, images.stride(), OneDnn.address(gradient), gradient.stride());
            gradients[i] = present(gradient);
            done += part[3];
        }
        return new Pair<>(null, gradients);
    }

    /** Copies images {@code [batch, height, width, channels]}; where pixels lie in a row on both sides, as a matrix. */
    private static void copy(long[] shape, long from, long[] fromStrides, long to, long[] toStrides) {
        if (isMatrix(shape, fromStrides) && isMatrix(shape, toStrides)) {
            Reorder.copy(
                    new long[] {shape[0] * shape[1] * shape[2], shape[3]},
                    from,
                    new long[] {fromStrides[2], 1},
                    to,
                    new long[] {toStrides[2], 1});
        } else {
            Reorder.copy(shape, from, fromStrides, to, toStrides);
        }
    }

    private static boolean isMatrix(long[] shape, long[] strides) {
        return strides[3] == 1 && strides[1] == shape[2] * strides[2] && strides[0] == shape[1] * strides[1];
    }

    private static INDArray pixelsFirst(INDArray images) {
        return images.permute(0, 2, 3, 1);
    }

    private static INDArray present(INDArray pixelsFirst) {
        return pixelsFirst.permute(0, 3, 1, 2);
    }

    private boolean isCovered() {
        if (axis != CHANNELS || inputs.length < 2) {
            return false;
        }
        for (INDArray input : inputs) {
            if (input.rank() != 4 || !OneDnn.isFloat(input) || !Placement.hasPositiveStrides(input)) {
                return false;
            }
            for (int i = 0; i < 4; i++) {
                if (i != CHANNELS && input.size(i) != inputs[0].size(i)) {
                    return false;
                }
            }
        }
        return true;
    }
}
