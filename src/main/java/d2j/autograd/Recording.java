package d2j.autograd;

import java.util.ArrayList;
import java.util.List;

/** What a thread is doing: whether operations are recorded, and which memory belongs to a passing computation. */
final class Recording {

    private static final ThreadLocal<Recording> CURRENT = ThreadLocal.withInitial(Recording::new);

    private boolean enabled = true;
    private List<Storage> passing;
    private List<Storage> lastStep = List.of();

    private Recording() {}

    static Recording current() {
        return CURRENT.get();
    }

    boolean isEnabled() {
        return enabled;
    }

    /** Switches recording; returns how it was. */
    boolean enable(boolean value) {
        boolean before = enabled;
        enabled = value;
        return before;
    }

    /** Memory that a tensor operation has just allocated. */
    void allocated(Storage storage) {
        if (passing != null) {
            storage.passing = true;
            passing.add(storage);
        }
    }

    /** Begins to list what is allocated; returns the list of the enclosing computation. */
    List<Storage> beginPassing(List<Storage> list) {
        List<Storage> before = passing;
        passing = list;
        return before;
    }

    /** The values of a graph that is no longer needed: they stay readable until the next graph is done. */
    void graphDone(List<Storage> values) {
        List<Storage> before = lastStep;
        lastStep = new ArrayList<>(values);
        before.forEach(Storage::release);
    }
}
