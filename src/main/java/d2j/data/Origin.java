package d2j.data;

import d2j.data.store.Catalog;
import d2j.data.store.DatasetStore;

/** The sentence that every loader prints: what the data is, real or generated, where it is from, and why. */
final class Origin {
    private Origin() {}

    /** Real data; {@code what} says how much. */
    static String real(DatasetStore.Found found, String what) {
        return found.entry().title() + ": " + what + " from " + found.place().words()
                + found.variant()
                        .map(variant -> " (" + variant.name() + ", a subset)")
                        .orElse("");
    }

    /** Generated data; {@code reason} says why the real one cannot be had. */
    static String generated(Catalog.Entry entry, String what, String reason) {
        return entry.title() + ": " + what + " in place of the real data, because " + reason + " (./d2j data fetch "
                + entry.name() + " gets it)";
    }
}
