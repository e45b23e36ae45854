package d2j.engine.layers;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;

/** Where a copy of a layer's input goes that the backward pass will read. */
final class KeptInput {

    private KeptInput() {}

    /**
     * DL4J's type for inputs, unless that means the memory for the time of one layer: so it is in a graph that is fed
     * forward by hand, for a backward pass from errors that are given. Outputs last longer there.
     */
    static ArrayType type(LayerWorkspaceMgr workspaces) {
        String workspace = workspaces.getWorkspaceName(ArrayType.INPUT);
        boolean passing = workspace != null && workspace.equals(workspaces.getWorkspaceName(ArrayType.FF_WORKING_MEM));
        return passing ? ArrayType.ACTIVATIONS : ArrayType.INPUT;
    }
}
