package d2j.nn.functions;

import d2j.engine.onednn.RecentlyUsed;
import java.util.Arrays;
import java.util.function.Supplier;

/** What was built for the shapes that were used last; building takes milliseconds, so a few are kept. */
final class PerShape<T> {

    private final RecentlyUsed<String, T> built = new RecentlyUsed<>(16);
    private long[] lastShape;
    private T last;

    T get(Supplier<T> builder, long... shape) {
        if (!Arrays.equals(shape, lastShape)) {
            last = built.get(Arrays.toString(shape), builder);
            lastShape = shape;
        }
        return last;
    }
}
