package d2j.engine.operations;

import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.RecentlyUsed;
import d2j.engine.onednn.Softmax;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code softmax} along the last dimension. */
final class SoftmaxOperation implements Operation {

    private static final Signature SIGNATURE =
            new Signature().reads("... rows columns").writes("... rows columns");
    private static final ThreadLocal<RecentlyUsed<List<Long>, Softmax>> SOFTMAXES = RecentlyUsed.perThread(32);

    @Override
    public Signature signature(Arguments arguments) {
        if (arguments.inputs().length == 0 || arguments.integers().size() > 1) {
            return null;
        }
        long dimension =
                arguments.integers().isEmpty() ? -1 : arguments.integers().get(0);
        return dimension == -1 || dimension == arguments.input(0).rank() - 1 ? SIGNATURE : null;
    }

    @Override
    public boolean run(Arguments arguments) {
        INDArray input = arguments.input(0);
        long columns = input.size(-1);
        long rows = input.length() / columns;
        SOFTMAXES
                .get()
                .get(List.of(rows, columns), () -> new Softmax(rows, columns))
                .run(OneDnn.address(input), OneDnn.address(arguments.output(0)));
        return true;
    }
}
