package d2j.engine.layers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** A small cache of things that are expensive to make; the least recently used goes first. */
final class RecentlyUsed<K, V> {

    private final Map<K, V> entries;

    RecentlyUsed(int capacity) {
        entries = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > capacity;
            }
        };
    }

    synchronized V get(K key, Supplier<V> maker) {
        V value = entries.get(key);
        if (value == null) {
            value = maker.get();
            entries.put(key, value);
        }
        return value;
    }
}
