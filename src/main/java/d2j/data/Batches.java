package d2j.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Passes over examples of any kind, for networks whose batches a chapter makes itself. */
public final class Batches {

    private Batches() {}

    /**
     * All examples once in each pass, in order; the last batch may be a smaller one.
     *
     * @param batch makes arrays of examples
     * @throws IllegalArgumentException if the size is below 1
     */
    public static <T> Iterable<MultiDataSet> of(
            List<? extends T> examples, int size, Function<List<T>, MultiDataSet> batch) {
        requirePositive(size);
        List<T> all = List.copyOf(examples);
        return () -> pass(all, size, batch);
    }

    /** As {@link #of}, in another random order in each pass. */
    public static <T> Iterable<MultiDataSet> shuffled(
            List<? extends T> examples, int size, Random random, Function<List<T>, MultiDataSet> batch) {
        requirePositive(size);
        List<T> given = List.copyOf(examples);
        return () -> {
            List<T> all = new ArrayList<>(given);
            Collections.shuffle(all, random);
            return pass(all, size, batch);
        };
    }

    private static void requirePositive(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("a batch has at least 1 example, not " + size);
        }
    }

    private static <T> Iterator<MultiDataSet> pass(List<T> all, int size, Function<List<T>, MultiDataSet> batch) {
        return IntStream.iterate(0, from -> from < all.size(), from -> from + size)
                .mapToObj(from -> batch.apply(all.subList(from, Math.min(all.size(), from + size))))
                .iterator();
    }
}
