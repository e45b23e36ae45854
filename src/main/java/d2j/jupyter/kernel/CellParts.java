package d2j.jupyter.kernel;

import d2j.jupyter.kernel.CellItem.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Cuts the items of a cell into parts that are compiled and run one after the other. Nearly always there is one part.
 * A name that is declared twice begins a new one, and so does a variable that a statement above it refers to: that
 * statement means the variable of an earlier cell.
 */
final class CellParts {
    private CellParts() {}

    static List<List<CellItem>> of(List<CellItem> items) {
        List<List<CellItem>> parts = new ArrayList<>();
        List<CellItem> part = new ArrayList<>();
        Set<String> declared = new HashSet<>();
        Set<String> used = new HashSet<>();
        for (CellItem item : items) {
            String key = item.kind() + " " + item.signature();
            boolean names = item.declares() || item.kind() == Kind.VARIABLE;
            boolean usedBefore = item.kind() == Kind.VARIABLE && used.contains(item.name());
            if (names && !declared.add(key) || usedBefore) {
                parts.add(part);
                part = new ArrayList<>();
                declared.clear();
                used.clear();
                declared.add(key);
            }
            part.add(item);
            if (!item.declares() && item.kind() != Kind.IMPORT) {
                used.addAll(item.words());
            }
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }
}
