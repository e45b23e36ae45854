package d2j.jupyter.display;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The plain text of any other object: its {@code toString()}, but with the values of arrays, also of those inside
 * collections, maps, optional values and records, where Java itself writes {@code [I@5573636b}.
 */
final class ObjectText {
    /** Arrays up to this length are shown whole. */
    private static final int ALL_SHOWN = 60;

    private static final int EDGE = 10;

    /** The same for arrays of arrays. */
    private static final int TABLE_SHOWN = 16;

    private static final int TABLE_EDGE = 4;
    private static final int LINE_WIDTH = 80;
    private static final int DEEPEST = 5;
    private static final int MOST_SEARCHED = 10_000;

    /** What the notebook file and the browser bear. */
    private static final int LONGEST = 200_000;

    private static final Pattern IDENTITY = Pattern.compile("\\[+(?:[ZBCSIJFD]|L[\\w.$/]+;)@[0-9a-f]+");

    private final Map<String, Object> arrays = new HashMap<>();
    private final Map<Object, Boolean> searched = new IdentityHashMap<>();

    private ObjectText() {}

    static String of(Object object) {
        String text = object != null && object.getClass().isArray()
                ? array(object, 0)
                : withArrays(object, String.valueOf(String.valueOf(object)));
        return text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST) + "\n… and " + (text.length() - LONGEST) + " characters more";
    }

    private static String array(Object array, int deep) {
        int length = Array.getLength(array);
        if (deep > DEEPEST) {
            return "[…]";
        }
        boolean table = deep > 0 || array.getClass().getComponentType().isArray();
        int edge = table ? TABLE_EDGE : EDGE;
        boolean shortened = length > (table ? TABLE_SHOWN : ALL_SHOWN);
        StringJoiner flat = new StringJoiner(", ", "[", "]");
        StringJoiner rows = new StringJoiner(",\n" + " ".repeat(deep + 1), "[", "]");
        boolean nested = false;
        for (int i = 0; i < length; i++) {
            if (shortened && i == edge) {
                flat.add("…");
                rows.add("…");
                i = length - edge;
            }
            Object element = Array.get(array, i);
            boolean row = element != null && element.getClass().isArray();
            nested |= row;
            String text = row ? array(element, deep + 1) : withArrays(element, String.valueOf(String.valueOf(element)));
            flat.add(text);
            rows.add(text);
        }
        String line = flat.toString();
        return nested && (line.length() > LINE_WIDTH || line.contains("\n")) ? rows.toString() : line;
    }

    /** The text of an object with the values of the arrays in it. */
    private static String withArrays(Object object, String text) {
        Matcher identities = IDENTITY.matcher(text);
        if (!identities.find()) {
            return text;
        }
        ObjectText inside = new ObjectText();
        inside.search(object, 0);
        return identities.replaceAll(match -> {
            // A bracket before it may be that of a list.
            String identity = match.group();
            int outer = 0;
            while (outer < identity.length() && !inside.arrays.containsKey(identity.substring(outer))) {
                outer++;
            }
            Object array = inside.arrays.get(identity.substring(outer));
            return Matcher.quoteReplacement(array == null ? identity : identity.substring(0, outer) + array(array, 1));
        });
    }

    private void search(Object object, int deep) {
        if (object == null || deep > DEEPEST || searched.size() > MOST_SEARCHED || searched.put(object, true) != null) {
            return;
        }
        if (object.getClass().isArray()) {
            arrays.put(
                    object.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(object)), object);
        } else if (object instanceof Collection<?> elements) {
            elements.forEach(element -> search(element, deep + 1));
        } else if (object instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                search(key, deep + 1);
                search(value, deep + 1);
            });
        } else if (object instanceof Map.Entry<?, ?> entry) {
            search(entry.getKey(), deep + 1);
            search(entry.getValue(), deep + 1);
        } else if (object instanceof Optional<?> optional) {
            optional.ifPresent(value -> search(value, deep + 1));
        } else if (object instanceof Record) {
            searchRecord(object, deep);
        }
    }

    private void searchRecord(Object object, int deep) {
        for (RecordComponent component : object.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                search(component.getAccessor().invoke(object), deep + 1);
            } catch (ReflectiveOperationException | RuntimeException e) {
                // What cannot be read is shown as its toString() has it.
                continue;
            }
        }
    }
}
