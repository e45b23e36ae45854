package d2j.engine.operations;

import d2j.engine.onednn.RecentlyUsed;
import d2j.engine.onednn.RowNormalization;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What layer normalization and its gradient share. */
final class RowNormalizations {

    /** ND4J adds nothing to the variance and maps 0 / 0 to 0; this does the same for rows of equal numbers. */
    private static final double EPSILON = 1e-30;

    private static final ThreadLocal<RecentlyUsed<List<Long>, RowNormalization>> PREPARED = RecentlyUsed.perThread(32);

    private RowNormalizations() {}

    /** Whether the settings ask for the last dimension alone. */
    static boolean areCovered(Arguments arguments) {
        if (arguments.inputs().length == 0 || arguments.integers().size() != 1) {
            return false;
        }
        int last = arguments.input(0).rank() - 1;
        long dimension = arguments.integers().get(0);
        // By default ND4J applies gain and shift along dimension 1.
        boolean channelsFirst = arguments.flags().isEmpty() || arguments.flags().get(0);
        return (dimension == last || dimension == -1) && (last == 1 || !channelsFirst);
    }

    /** For arrays of this shape. */
    static RowNormalization of(INDArray input) {
        long columns = input.size(-1);
        long rows = input.length() / columns;
        return PREPARED.get().get(List.of(rows, columns), () -> new RowNormalization(rows, columns, EPSILON));
    }
}
