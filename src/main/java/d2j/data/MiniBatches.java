package d2j.data;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.shape.Gather;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Examples in mini-batches: {@code for (DataSet batch : batches)} is one pass over them, and {@link #iterator()} is
 * what DL4J's {@code fit} and {@code evaluate} take.
 *
 * <p>The examples come in their order, or with {@link #shuffled} in another one on every pass. The last mini-batch is
 * smaller where the number of examples is no multiple of the batch size; {@link #dropLast} leaves it out. Each batch
 * holds arrays of its own: what is done to them leaves the examples as they are.
 */
public final class MiniBatches implements Iterable<DataSet> {
    /** Where the examples are from. */
    private interface Source {
        int size();

        INDArray features(int[] order, int start, int end);

        INDArray labels(int[] order, int start, int end);

        int inputs();

        int outputs();

        /** The names of the classes, or null. */
        List<String> classes();
    }

    private final Source source;
    private final int batchSize;
    private final boolean shuffled;
    private final long seed;
    private final boolean dropLast;
    /** The passes begun so far; the order of a pass depends on the seed and its number alone. */
    private final AtomicInteger passes = new AtomicInteger();

    private MiniBatches(Source source, int batchSize, boolean shuffled, long seed, boolean dropLast) {
        if (batchSize <= 0) {
            throw new IllegalArgumentException("the batch size must be positive, not " + batchSize);
        }
        this.source = source;
        this.batchSize = batchSize;
        this.shuffled = shuffled;
        this.seed = seed;
        this.dropLast = dropLast;
    }

    /**
     * Mini-batches of arrays.
     *
     * @param features {@code [examples, ...]}
     * @param labels   {@code [examples, ...]}
     * @throws IllegalArgumentException if the arrays differ in their number of examples, or have none
     */
    public static MiniBatches of(INDArray features, INDArray labels, int batchSize) {
        if (features.rank() < 1 || labels.rank() < 1 || features.size(0) != labels.size(0)) {
            throw new IllegalArgumentException("features and labels need the same number of examples, but are "
                    + shape(features) + " and " + shape(labels));
        }
        return new MiniBatches(new Arrays(features, labels), batchSize, false, 0, false);
    }

    static MiniBatches of(LabelledImages images, boolean keepShape, int batchSize) {
        return new MiniBatches(new Images(images, keepShape), batchSize, false, 0, false);
    }

    private static String shape(INDArray array) {
        return java.util.Arrays.toString(array.shape());
    }

    /**
     * The same examples in a new order on each pass. The orders are the same for the same seed: pass 1 of one run has
     * the order of pass 1 of the next.
     */
    public MiniBatches shuffled(long seed) {
        return new MiniBatches(source, batchSize, true, seed, dropLast);
    }

    /** The same mini-batches without a last one that is smaller. */
    public MiniBatches dropLast() {
        return new MiniBatches(source, batchSize, shuffled, seed, true);
    }

    /** The number of examples, those of a dropped last mini-batch included. */
    public int examples() {
        return source.size();
    }

    /** The number of examples of every mini-batch but the last. */
    public int batchSize() {
        return batchSize;
    }

    /** The number of mini-batches of one pass. */
    public int batches() {
        return dropLast ? source.size() / batchSize : (source.size() + batchSize - 1) / batchSize;
    }

    /** How many passes were begun; the next one is shuffled as its number and the seed say. */
    public int passes() {
        return passes.get();
    }

    /** Goes on as if this many passes were over, where a training is resumed. */
    public void skipTo(int passesOver) {
        passes.set(passesOver);
    }

    /**
     * A new pass over the examples. The iterator can be reset, which begins a new pass, so
     * {@code network.fit(batches.iterator(), epochs)} works.
     */
    @Override
    public DataSetIterator iterator() {
        return new Pass(this);
    }

    private int[] nextOrder() {
        int pass = passes.getAndIncrement();
        if (!shuffled) {
            return null;
        }
        // Two mixing steps keep neighbouring seeds and passes apart.
        return Orders.random(source.size(), new SplittableRandom(new SplittableRandom(seed).nextLong() + pass));
    }

    /** DL4J's view of the passes. */
    private static final class Pass implements DataSetIterator {
        private static final long serialVersionUID = 1L;

        private final transient MiniBatches batches;
        private transient int[] order;
        private DataSetPreProcessor preProcessor;
        private boolean begun;
        private int next;

        Pass(MiniBatches batches) {
            this.batches = batches;
        }

        @Override
        public boolean hasNext() {
            int left = batches.source.size() - next;
            return batches.dropLast ? left >= batches.batchSize : left > 0;
        }

        @Override
        public DataSet next() {
            return next(batches.batchSize);
        }

        @Override
        public DataSet next(int examples) {
            if (!hasNext()) {
                throw new NoSuchElementException("the pass over the examples has ended");
            }
            if (examples <= 0) {
                throw new IllegalArgumentException("cannot take " + examples + " examples");
            }
            if (!begun) {
                // Only now: fit resets an iterator before its first use, and that is no pass.
                order = batches.nextOrder();
                begun = true;
            }
            int end = (int) Math.min(batches.source.size(), (long) next + examples);
            DataSet batch =
                    new DataSet(batches.source.features(order, next, end), batches.source.labels(order, next, end));
            next = end;
            if (batches.source.classes() != null) {
                batch.setLabelNames(batches.source.classes());
            }
            if (preProcessor != null) {
                preProcessor.preProcess(batch);
            }
            return batch;
        }

        @Override
        public void reset() {
            begun = false;
            next = 0;
        }

        @Override
        public boolean resetSupported() {
            return true;
        }

        @Override
        public boolean asyncSupported() {
            return true;
        }

        @Override
        public int batch() {
            return batches.batchSize;
        }

        @Override
        public int inputColumns() {
            return batches.source.inputs();
        }

        @Override
        public int totalOutcomes() {
            return batches.source.outputs();
        }

        @Override
        public List<String> getLabels() {
            return batches.source.classes();
        }

        @Override
        public DataSetPreProcessor getPreProcessor() {
            return preProcessor;
        }

        @Override
        public void setPreProcessor(DataSetPreProcessor preProcessor) {
            this.preProcessor = preProcessor;
        }
    }

    private record Arrays(INDArray features, INDArray labels) implements Source {
        @Override
        public int size() {
            return Math.toIntExact(features.size(0));
        }

        @Override
        public INDArray features(int[] order, int start, int end) {
            return rows(features, order, start, end);
        }

        @Override
        public INDArray labels(int[] order, int start, int end) {
            return rows(labels, order, start, end);
        }

        @Override
        public int inputs() {
            return perExample(features);
        }

        @Override
        public int outputs() {
            return perExample(labels);
        }

        @Override
        public List<String> classes() {
            return null;
        }

        private static int perExample(INDArray array) {
            return Math.toIntExact(array.length() / Math.max(1, array.size(0)));
        }

        private static INDArray rows(INDArray array, int[] order, int start, int end) {
            // Gather and intervals both drop the first dimension where a batch is a single example.
            long[] shape = array.shape().clone();
            shape[0] = end - start;
            if (order == null) {
                INDArrayIndex[] index = new INDArrayIndex[array.rank()];
                java.util.Arrays.fill(index, NDArrayIndex.all());
                index[0] = NDArrayIndex.interval(start, end);
                return array.get(index).dup('c').reshape(shape);
            }
            return Nd4j.exec(new Gather(array, java.util.Arrays.copyOfRange(order, start, end), 0))[0].reshape(shape);
        }
    }

    private record Images(LabelledImages images, boolean keepShape) implements Source {
        @Override
        public int size() {
            return images.size();
        }

        @Override
        public INDArray features(int[] order, int start, int end) {
            return keepShape
                    ? images.pixels(order, start, end, end - start, images.channels(), images.height(), images.width())
                    : images.pixels(order, start, end, end - start, inputs());
        }

        @Override
        public INDArray labels(int[] order, int start, int end) {
            return images.oneHot(order, start, end);
        }

        @Override
        public int inputs() {
            return images.channels() * images.height() * images.width();
        }

        @Override
        public int outputs() {
            return images.classes().size();
        }

        @Override
        public List<String> classes() {
            return images.classes();
        }
    }
}
