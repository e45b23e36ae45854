package d2j.engine.operations;

import d2j.engine.onednn.ColumnSums;
import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.Reorder;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code add_bp}: two summands and the gradient of their sum; gives theirs. The second summand is of the same shape as
 * the first, or a row that was added to each row.
 */
final class AdditionGradient implements Operation {

    private static final Signature EQUAL =
            new Signature().reads("...").reads("...").reads("...").writes("...").writes("...");
    private static final List<Signature> ROWS = List.of(
            new Signature()
                    .reads("... rows columns")
                    .reads("columns")
                    .reads("... rows columns")
                    .writes("... rows columns")
                    .writes("columns"),
            new Signature()
                    .reads("... rows columns")
                    .reads("1 columns")
                    .reads("... rows columns")
                    .writes("... rows columns")
                    .writes("1 columns"));

    @Override
    public Signature signature(Arguments arguments) {
        if (arguments.inputs().length != 3) {
            return null;
        }
        INDArray second = arguments.input(1);
        if (second.equalShapes(arguments.input(0))) {
            return EQUAL;
        }
        return second.rank() == 1 || second.rank() == 2 ? ROWS.get(second.rank() - 1) : null;
    }

    @Override
    public boolean run(Arguments arguments) {
        INDArray gradient = arguments.input(2);
        copy(gradient, arguments.output(0));
        INDArray second = arguments.output(1);
        if (second.equalShapes(gradient)) {
            copy(gradient, second);
        } else {
            long columns = second.length();
            ColumnSums.of(gradient.length() / columns, columns, OneDnn.address(gradient), OneDnn.address(second));
        }
        return true;
    }

    /** Between arrays in row order. */
    private static void copy(INDArray from, INDArray to) {
        long[] one = {1};
        Reorder.copy(new long[] {from.length()}, OneDnn.address(from), one, OneDnn.address(to), one);
    }
}
