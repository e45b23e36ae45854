package d2j.data;

import d2j.data.store.Catalog;
import d2j.data.store.DatasetStore;
import java.util.List;
import java.util.Locale;

/** The sentence that every loader prints: what the data is, real or generated, where it is from, and why. */
final class Origin {
    private Origin() {}

    /**
     * Real data if it was found, generated data otherwise.
     *
     * @param real says how much real data there is
     * @param generated says how much was generated, if it was
     */
    static String of(Catalog.Entry entry, DatasetStore.Answer answer, String real, String generated) {
        return answer.found()
                .map(found -> real(found, real))
                .orElseGet(() -> generated(entry, generated, answer.reason()));
    }

    /** The sizes of a data set's training, validation and test parts, in front of what they are. */
    static String sizes(List<?> train, List<?> validation, List<?> test) {
        return String.format(Locale.ROOT, "%,d + %,d + %,d ", train.size(), validation.size(), test.size());
    }

    /** Real data; {@code what} says how much. */
    static String real(DatasetStore.Found found, String what) {
        return found.entry().title() + ": " + what + " from " + found.place().words()
                + found.variant()
                        .map(variant -> " (" + variant.name() + ", a subset)")
                        .orElse("");
    }

    /** Generated data; {@code reason} says why the real one cannot be had. */
    static String generated(Catalog.Entry entry, String what, String reason) {
        boolean canBeHad = !entry.files().get(0).urls().isEmpty();
        return entry.title() + ": " + what + " in place of the real data, because " + reason
                + (canBeHad ? " (./d2j data fetch " + entry.name() + " gets it)" : "");
    }
}
