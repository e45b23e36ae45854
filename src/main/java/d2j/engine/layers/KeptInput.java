package d2j.engine.layers;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;

/** Where a copy of a layer's input goes that the backward pass will read. */
final class KeptInput {

    private KeptInput() {}

    /**
     * DL4J's type for inputs, unless that memory is there for the time of one layer only (in a graph that is fed
     * forward by hand, for a backward pass from errors that are given), or is not there (a graph opens none for inputs
     * of a layer that is itself an output). Then the copy goes where outputs go, which lasts longer, or, where nothing
     * is trained, to memory that {@linkplain #lasts does not last}.
     */
    static ArrayType type(boolean training, LayerWorkspaceMgr workspaces) {
        String workspace = workspaces.getWorkspaceName(ArrayType.INPUT);
        boolean passing = workspace != null && workspace.equals(workspaces.getWorkspaceName(ArrayType.FF_WORKING_MEM));
        if (!passing && workspaces.isWorkspaceOpen(ArrayType.INPUT)) {
            return ArrayType.INPUT;
        }
        return training ? ArrayType.ACTIVATIONS : ArrayType.FF_WORKING_MEM;
    }

    /** False where a copy of this type is gone when the layer's forward pass is over. */
    static boolean lasts(ArrayType type) {
        return type != ArrayType.FF_WORKING_MEM;
    }
}
