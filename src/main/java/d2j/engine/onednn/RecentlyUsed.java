package d2j.engine.onednn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A small cache of things that are expensive to make. The least recently used goes first; what holds native memory is
 * then closed, so it must not be in use in another thread: a cache belongs to a layer or to a thread.
 */
public final class RecentlyUsed<K, V> {

    private final Map<K, V> entries;

    /** @param capacity how many to keep */
    public RecentlyUsed(int capacity) {
        entries = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                boolean leaves = size() > capacity;
                if (leaves && eldest.getValue() instanceof NativeMemory memory) {
                    memory.close();
                }
                return leaves;
            }
        };
    }

    /** One for each thread, for what no layer owns. */
    public static <K, V> ThreadLocal<RecentlyUsed<K, V>> perThread(int capacity) {
        return ThreadLocal.withInitial(() -> new RecentlyUsed<>(capacity));
    }

    /** The entry of a key, made first if it is not there. */
    public synchronized V get(K key, Supplier<V> maker) {
        V value = entries.get(key);
        if (value == null) {
            value = maker.get();
            entries.put(key, value);
        }
        return value;
    }
}
