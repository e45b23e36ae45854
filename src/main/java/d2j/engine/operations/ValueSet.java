package d2j.engine.operations;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.config.SDValue;

/**
 * Values of a SameDiff graph, told apart by which arrays they are. SameDiff keeps in sets which values it still needs,
 * and which it can reuse the memory of. Its own sets go by content (1.0.0-M2.1): they read every number of an array to
 * find its place, and forget an array that equals another, whose memory is then not reused.
 */
public final class ValueSet extends AbstractSet<SDValue> {

    /** By the identifiers at the time of adding; an array gets a new one when its memory is reused. */
    private final Map<List<Long>, SDValue> values = new LinkedHashMap<>();

    @Override
    public boolean add(SDValue value) {
        return values.putIfAbsent(key(value), value) == null;
    }

    @Override
    public boolean contains(Object value) {
        return value instanceof SDValue wanted && values.containsKey(key(wanted));
    }

    @Override
    public boolean remove(Object value) {
        return value instanceof SDValue unwanted && values.remove(key(unwanted)) != null;
    }

    @Override
    public void clear() {
        values.clear();
    }

    @Override
    public Iterator<SDValue> iterator() {
        return values.values().iterator();
    }

    @Override
    public int size() {
        return values.size();
    }

    private static List<Long> key(SDValue value) {
        return value.getListValue() == null
                ? List.of(-1L, value.getId())
                : value.getListValue().stream()
                        .map(array -> array == null ? -1L : array.getId())
                        .toList();
    }
}
