package d2j.engine.operations;

import static d2j.engine.onednn.OneDnn.address;

import d2j.engine.onednn.Placement;
import d2j.engine.onednn.RecentlyUsed;
import d2j.engine.onednn.RowNormalization;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;

/** Layer normalization along the last dimension (Ba et al., 2016), and its gradients. */
final class LayerNormalization {

    /** ND4J adds nothing to the variance and maps 0 / 0 to 0; this does the same for rows of equal numbers. */
    private static final double EPSILON = 1e-30;

    private static final ThreadLocal<RecentlyUsed<List<Long>, RowNormalization>> NORMALIZATIONS =
            RecentlyUsed.perThread(32);

    private LayerNormalization() {}

    /** {@code layer_norm}: input, gain and perhaps shift. */
    static boolean forward(OpContext context) {
        int inputs = context.numInputArguments();
        if (inputs < 2 || inputs > 3 || context.numOutputArguments() != 1 || !isCovered(context, inputs - 1)) {
            return false;
        }
        INDArray input = context.getInputArray(0);
        normalization(input)
                .forward(
                        address(input),
                        address(context.getInputArray(1)),
                        inputs == 3 ? address(context.getInputArray(2)) : 0,
                        address(context.getOutputArray(0)));
        return true;
    }

    /** {@code layer_norm_bp}: input, gain, perhaps shift, and the gradient of the result; gives theirs. */
    static boolean backward(OpContext context) {
        int inputs = context.numInputArguments();
        if (inputs < 3 || inputs > 4 || context.numOutputArguments() != inputs - 1 || !isCovered(context, inputs - 2)) {
            return false;
        }
        INDArray input = context.getInputArray(0);
        INDArray gradient = context.getInputArray(inputs - 1);
        if (!gradient.equalShapes(input) || !Placement.isInRowOrder(gradient)) {
            return false;
        }
        normalization(input)
                .backward(
                        address(input),
                        address(context.getInputArray(1)),
                        address(gradient),
                        address(context.getOutputArray(0)),
                        address(context.getOutputArray(1)),
                        inputs == 4 ? address(context.getOutputArray(2)) : 0);
        return true;
    }

    /** @param vectors how many arrays of one number per column follow the input: the gain, and perhaps the shift */
    private static boolean isCovered(OpContext context, int vectors) {
        INDArray input = context.getInputArray(0);
        int last = input.rank() - 1;
        // By default ND4J applies gain and shift along dimension 1.
        boolean channelsFirst =
                context.numBArguments() == 0 || context.getBArguments().get(0);
        if (last < 1 || channelsFirst && last != 1 || !Placement.isInRowOrder(input) || context.numIArguments() != 1) {
            return false;
        }
        long dimension = context.getIArguments().get(0);
        if (dimension != last && dimension != -1) {
            return false;
        }
        for (int i = 1; i <= vectors; i++) {
            INDArray vector = context.getInputArray(i);
            if (vector.length() != input.size(last) || !Placement.isInRowOrder(vector)) {
                return false;
            }
        }
        return true;
    }

    private static RowNormalization normalization(INDArray input) {
        long columns = input.size(input.rank() - 1);
        long rows = input.length() / columns;
        return NORMALIZATIONS.get().get(List.of(rows, columns), () -> new RowNormalization(rows, columns, EPSILON));
    }
}
