package d2j.engine.operations;

import d2j.engine.onednn.OneDnn;
import d2j.engine.onednn.RecentlyUsed;
import d2j.engine.onednn.Reorder;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code permute} into row order. */
final class Permutation implements Operation {

    private static final ThreadLocal<RecentlyUsed<List<Long>, Signature>> SIGNATURES = RecentlyUsed.perThread(32);

    @Override
    public Signature signature(Arguments arguments) {
        List<Long> order = arguments.integers();
        // ND4J reads the order of dimensions from a second operand as well.
        boolean isPermutation = order.stream()
                .sorted()
                .toList()
                .equals(IntStream.range(0, order.size()).mapToObj(Long::valueOf).toList());
        return order.isEmpty() || !isPermutation
                ? null
                : SIGNATURES.get().get(List.copyOf(order), () -> signature(order));
    }

    private static Signature signature(List<Long> order) {
        return new Signature()
                .readsStrided(
                        IntStream.range(0, order.size()).mapToObj(i -> "d" + i).collect(Collectors.joining(" ")))
                .writes(order.stream().map(i -> "d" + i).collect(Collectors.joining(" ")));
    }

    @Override
    public boolean run(Arguments arguments) {
        INDArray input = arguments.input(0);
        INDArray output = arguments.output(0);
        long[] strides = arguments.integers().stream()
                .mapToLong(dimension -> input.stride(dimension.intValue()))
                .toArray();
        Reorder.copy(output.shape(), OneDnn.address(input), strides, OneDnn.address(output), output.stride());
        return true;
    }
}
