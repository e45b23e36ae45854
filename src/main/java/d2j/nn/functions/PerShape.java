package d2j.nn.functions;

import d2j.engine.onednn.NativeMemory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What was built for the shapes that were used last; building takes milliseconds, so a few are kept. */
final class PerShape<T> {

    private static final int KEPT = 16;

    private final Map<String, T> built = new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
            boolean leaves = size() > KEPT;
            if (leaves && eldest.getValue() instanceof NativeMemory memory) {
                memory.close();
            }
            return leaves;
        }
    };
    private long[] lastShape;
    private T last;

    T get(Supplier<T> builder, long... shape) {
        if (!Arrays.equals(shape, lastShape)) {
            last = built.computeIfAbsent(Arrays.toString(shape), key -> builder.get());
            lastShape = shape;
        }
        return last;
    }
}
