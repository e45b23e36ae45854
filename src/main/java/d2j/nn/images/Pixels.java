package d2j.nn.images;

import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Placement;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Images {@code [n, channels, height, width]} in whose memory the channels of a pixel lie side by side. */
final class Pixels {

    private Pixels() {}

    /** As many uninitialised images of the same size, with the channels of a pixel side by side. */
    static INDArray like(INDArray images, long channels, ArrayType type, LayerWorkspaceMgr workspaceMgr) {
        long[] shape = {images.size(0), images.size(2), images.size(3), channels};
        return workspaceMgr
                .createUninitialized(type, images.dataType(), shape, 'c')
                .permute(0, 3, 1, 2);
    }

    /** Whether these are floats of the CPU that lie so. */
    static boolean areSideBySide(INDArray images) {
        return OneDnn.available() && OneDnn.isFloat(images) && Placement.isInRowOrder(images.permute(0, 2, 3, 1));
    }

    /** The address of an example, of which each has so many floats. */
    static long address(INDArray array, long example, long length) {
        return OneDnn.address(array) + example * length * Float.BYTES;
    }
}
