package d2j.engine.recurrent;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * From which state a layer's last forward pass of a training went on. DL4J's networks of layers in a row do not say so
 * when they ask for the gradient of a piece of a longer sequence, as if it had begun with zeros.
 */
public final class Beginning {

    private List<INDArray> arrays = List.of();

    /**
     * Notes a forward pass.
     *
     * @param training whether a backward pass may follow; otherwise everything noted is forgotten
     * @param mask     or null
     * @param state    one array or several, null for zeros
     */
    public void note(boolean training, INDArray input, INDArray mask, INDArray... state) {
        arrays = List.of();
        if (training) {
            INDArray[] all = new INDArray[2 + state.length];
            all[0] = input;
            all[1] = mask;
            System.arraycopy(state, 0, all, 2, state.length);
            arrays = Arrays.asList(all);
        }
    }

    /**
     * The state that the last forward pass went on from, or null: for zeros, or if that pass was another one. The very
     * arrays are compared, since their contents would cost.
     *
     * @param number of the state's arrays, from 0
     */
    public INDArray state(INDArray input, INDArray mask, int number) {
        boolean same = !arrays.isEmpty() && arrays.get(0) == input && arrays.get(1) == mask;
        return same ? arrays.get(2 + number) : null;
    }
}
