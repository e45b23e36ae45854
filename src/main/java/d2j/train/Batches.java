package d2j.train;

import d2j.data.MiniBatches;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** What an epoch goes through, wherever it comes from. */
interface Batches {

    /** A new pass. */
    Iterator<MultiDataSet> pass();

    /** How many batches a pass has; 0 where nobody knows before it ends. */
    int size();

    /** How many passes were begun; what shuffles goes on from there. */
    int passes();

    /** Goes on as if this many passes were over. */
    void skipTo(int passes);

    static Batches of(MiniBatches batches) {
        return new Batches() {
            @Override
            public Iterator<MultiDataSet> pass() {
                return mapped(batches.iterator(), DataSet::toMultiDataSet);
            }

            @Override
            public int size() {
                return batches.batches();
            }

            @Override
            public int passes() {
                return batches.passes();
            }

            @Override
            public void skipTo(int passes) {
                batches.skipTo(passes);
            }
        };
    }

    static Batches of(DataSetIterator iterator) {
        return new Resetting(iterator::reset, () -> mapped(iterator, it -> ((DataSet) it).toMultiDataSet()));
    }

    static Batches of(MultiDataSetIterator iterator) {
        return new Resetting(iterator::reset, () -> iterator);
    }

    static Batches of(Iterable<MultiDataSet> batches) {
        AtomicReference<Iterator<MultiDataSet>> pass = new AtomicReference<>();
        return new Resetting(() -> pass.set(batches.iterator()), pass::get);
    }

    private static <T> Iterator<MultiDataSet> mapped(Iterator<T> iterator, Function<T, MultiDataSet> mapping) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public MultiDataSet next() {
                return mapping.apply(iterator.next());
            }
        };
    }

    /** An iterator of DL4J: those that shuffle do so when they are reset. */
    final class Resetting implements Batches {

        private final Runnable reset;
        private final java.util.function.Supplier<Iterator<MultiDataSet>> iterator;
        private int passes;
        private int size;

        Resetting(Runnable reset, java.util.function.Supplier<Iterator<MultiDataSet>> iterator) {
            this.reset = reset;
            this.iterator = iterator;
        }

        @Override
        public Iterator<MultiDataSet> pass() {
            reset.run();
            passes++;
            Iterator<MultiDataSet> all = iterator.get();
            return new Iterator<>() {
                private int taken;

                @Override
                public boolean hasNext() {
                    boolean more = all.hasNext();
                    size = more ? size : taken;
                    return more;
                }

                @Override
                public MultiDataSet next() {
                    taken++;
                    return all.next();
                }
            };
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public int passes() {
            return passes;
        }

        @Override
        public void skipTo(int total) {
            for (; passes < total; passes++) {
                reset.run();
            }
        }
    }
}
