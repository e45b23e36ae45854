package d2j.nn.functions;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Named arrays that are allocated once and used again at every step. Each grows to the largest size asked for, so
 * memory stays flat however many steps are run. What an array held before is undefined.
 */
public final class Scratch {

    private static final ThreadLocal<Scratch> SHARED = ThreadLocal.withInitial(Scratch::new);

    private final Map<String, Slot> slots = new HashMap<>();

    /** Memory for the time of one call, which all layers that run in this thread share and which stays in the cache. */
    public static Scratch shared() {
        return SHARED.get();
    }

    /** A dense, row-major array outside of all workspaces. The same name gives the same memory. */
    public INDArray get(String name, DataType type, long... shape) {
        return slots.computeIfAbsent(name + type, key -> new Slot()).get(type, shape);
    }

    private static final class Slot {
        private INDArray memory;
        private INDArray current;

        INDArray get(DataType type, long... shape) {
            if (current != null && Arrays.equals(current.shape(), shape)) {
                return current;
            }
            long length = 1;
            for (long size : shape) {
                length *= size;
            }
            try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                if (memory == null || memory.length() < length) {
                    if (memory != null) {
                        memory.close();
                    }
                    memory = Nd4j.createUninitialized(type, length);
                }
                current = memory.get(NDArrayIndex.interval(0, length)).reshape('c', shape);
            }
            return current;
        }
    }
}
