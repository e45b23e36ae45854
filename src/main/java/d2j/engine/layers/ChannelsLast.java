package d2j.engine.layers;

import d2j.engine.onednn.Placement;
import d2j.engine.onednn.Reorder;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Images in the memory order that oneDNN likes, {@code [batch, height, width, channels]}, under whatever shape DL4J
 * gives them. Such an image of the shape {@code [batch, channels, height, width]} is an ordinary array with unusual
 * strides: any other layer can read it.
 */
final class ChannelsLast {

    private ChannelsLast() {}

    /** The shape {@code [batch, channels, height, width]} of an image array. */
    static long[] shape(INDArray images, CNN2DFormat format) {
        long[] shape = images.shape();
        return format == CNN2DFormat.NCHW ? shape : new long[] {shape[0], shape[3], shape[1], shape[2]};
    }

    /**
     * The images as a dense {@code [batch, height, width, channels]} array: a view where they lie so already, a copy
     * otherwise.
     */
    static INDArray of(INDArray images, CNN2DFormat format, ArrayType type, LayerWorkspaceMgr workspaces) {
        INDArray view = format == CNN2DFormat.NCHW ? images.permute(0, 2, 3, 1) : images;
        if (Placement.isInRowOrder(view)) {
            return view;
        }
        INDArray copy = workspaces.createUninitialized(type, DataType.FLOAT, view.shape(), 'c');
        Reorder.copy(view, copy);
        return copy;
    }

    /** Uninitialised images, dense {@code [batch, height, width, channels]}, for a {@code [batch, channels, ...]}. */
    static INDArray create(long[] shape, ArrayType type, LayerWorkspaceMgr workspaces) {
        return workspaces.createUninitialized(
                type, DataType.FLOAT, new long[] {shape[0], shape[2], shape[3], shape[1]}, 'c');
    }

    /** A dense {@code [batch, height, width, channels]} array as DL4J expects it in the given format. */
    static INDArray present(INDArray dense, CNN2DFormat format) {
        return format == CNN2DFormat.NCHW ? dense.permute(0, 3, 1, 2) : dense;
    }

    /** The shape {@code [batch, channels, height, width]} in DL4J's order of the given format. */
    static long[] presented(long[] shape, CNN2DFormat format) {
        return format == CNN2DFormat.NCHW ? shape : new long[] {shape[0], shape[2], shape[3], shape[1]};
    }

    /** A key for what depends on a shape only. */
    static List<Long> key(long[] shape) {
        return Arrays.stream(shape).boxed().toList();
    }
}
