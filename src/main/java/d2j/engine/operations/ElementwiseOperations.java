package d2j.engine.operations;

import static d2j.engine.onednn.OneDnn.address;

import d2j.engine.onednn.ColumnSums;
import d2j.engine.onednn.Elementwise;
import d2j.engine.onednn.Placement;
import d2j.engine.onednn.Primitive;
import d2j.engine.onednn.RecentlyUsed;
import d2j.engine.onednn.Reorder;
import d2j.engine.onednn.Softmax;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;

/** Operations that move more numbers than they compute. */
final class ElementwiseOperations {

    private static final ThreadLocal<RecentlyUsed<Long, Primitive>> RELU_GRADIENTS = RecentlyUsed.perThread(32);
    private static final ThreadLocal<RecentlyUsed<List<Long>, Primitive>> SOFTMAXES = RecentlyUsed.perThread(32);

    private ElementwiseOperations() {}

    /**
     * {@code add_bp}: two summands and the gradient of their sum; gives theirs. The second summand is of the same shape
     * as the first, or a row that was added to each row.
     */
    static boolean additionGradient(OpContext context) {
        if (context.numInputArguments() != 3 || context.numOutputArguments() != 2) {
            return false;
        }
        INDArray first = context.getInputArray(0);
        INDArray second = context.getInputArray(1);
        INDArray gradient = context.getInputArray(2);
        if (!first.equalShapes(gradient) || !Placement.isInRowOrder(gradient)) {
            return false;
        }
        if (second.equalShapes(gradient)) {
            copy(gradient, context.getOutputArray(0));
            copy(gradient, context.getOutputArray(1));
            return true;
        }
        long columns = gradient.rank() == 0 ? 1 : gradient.size(gradient.rank() - 1);
        if (gradient.rank() < 2
                || second.rank() < 1
                || second.length() != columns
                || second.size(second.rank() - 1) != columns) {
            return false;
        }
        copy(gradient, context.getOutputArray(0));
        ColumnSums.of(gradient.length() / columns, columns, address(gradient), address(context.getOutputArray(1)));
        return true;
    }

    /** {@code thresholdedrelu_bp}: input and gradient of the result; gives the gradient of the input. */
    static boolean reluGradient(OpContext context) {
        if (context.numInputArguments() != 2 || context.numOutputArguments() != 1) {
            return false;
        }
        INDArray input = context.getInputArray(0);
        INDArray gradient = context.getInputArray(1);
        List<Double> threshold = context.getTArguments();
        if (!threshold.isEmpty() && threshold.get(0) != 0
                || !input.equalShapes(gradient)
                || !Placement.isInRowOrder(input)
                || !Placement.isInRowOrder(gradient)) {
            return false;
        }
        // The primitive asks which outputs are positive; that is where inputs are.
        RELU_GRADIENTS
                .get()
                .get(input.length(), () -> Elementwise.RELU.backward(input.length()))
                .run(address(input), address(gradient), address(context.getOutputArray(0)));
        return true;
    }

    /** {@code softmax} along the last dimension. */
    static boolean softmax(OpContext context) {
        INDArray input = context.getInputArray(0);
        int last = input.rank() - 1;
        long dimension =
                context.numIArguments() == 0 ? -1 : context.getIArguments().get(0);
        if (context.numInputArguments() != 1
                || context.numOutputArguments() != 1
                || last < 1
                || dimension != last && dimension != -1
                || !Placement.isInRowOrder(input)) {
            return false;
        }
        long columns = input.size(last);
        long rows = input.length() / columns;
        SOFTMAXES
                .get()
                .get(List.of(rows, columns), () -> Softmax.ofRows(rows, columns))
                .run(address(input), address(context.getOutputArray(0)));
        return true;
    }

    /** {@code permute} into row order. */
    static boolean permute(OpContext context) {
        INDArray input = context.getInputArray(0);
        INDArray output = context.getOutputArray(0);
        int rank = input.rank();
        if (context.numInputArguments() != 1 || context.numIArguments() != rank || rank == 0) {
            return false;
        }
        long[] strides = new long[rank];
        for (int i = 0; i < rank; i++) {
            int dimension = context.getIArguments().get(i).intValue();
            if (dimension < 0 || dimension >= rank) {
                return false;
            }
            strides[i] = input.stride(dimension);
            if (input.size(dimension) != output.size(i) || strides[i] <= 0) {
                return false;
            }
        }
        Reorder.copy(output.shape(), address(input), strides, address(output), output.stride());
        return true;
    }

    /** Between arrays in row order. */
    private static void copy(INDArray from, INDArray to) {
        long[] one = {1};
        Reorder.copy(new long[] {from.length()}, address(from), one, address(to), one);
    }
}
