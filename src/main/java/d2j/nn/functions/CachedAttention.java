package d2j.nn.functions;

import static d2j.engine.onednn.OneDnn.address;

import d2j.engine.onednn.Floats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Scaled dot-product attention of one new token of each sequence to all tokens so far, whose keys and values are kept:
 * the key-value cache of a decoder. It computes what {@link Attention} does, one row at a time.
 */
public final class CachedAttention {

    private final int heads;
    private final Attention plain;
    private final List<Sequence> sequences = new ArrayList<>();
    private INDArray kept;
    private INDArray padding;

    /**
     * @param heads       attention heads
     * @param accelerated whether all arrays are floats in the processor's memory, and loops over them are compiled ones
     */
    public CachedAttention(int heads, boolean accelerated) {
        this.heads = heads;
        plain = accelerated ? null : new Attention(heads, false, false);
    }

    /** Forgets all keys and values. */
    public void clear() {
        sequences.clear();
        kept = null;
        padding = null;
    }

    /**
     * Adds keys and values.
     *
     * @param memory  {@code [batch * time, ...]}; the last features are the value, those before them the key
     * @param batch   sequences, as many as in earlier calls since {@link #clear}
     * @param visible {@code [batch, time]}, 0 for padding; null where there is none
     * @throws IllegalArgumentException if the number of sequences differs from that of earlier calls
     */
    public void append(INDArray memory, long batch, long features, INDArray visible) {
        int time = (int) (memory.size(0) / batch);
        long before = plain == null ? sequences.size() : kept == null ? 0 : kept.size(0);
        if (before > 0 && before != batch) {
            throw new IllegalArgumentException(
                    "the cache holds " + before + " sequences, so " + batch + " cannot be continued");
        }
        if (plain != null) {
            keep(memory, batch, features, visible);
            return;
        }
        int size = (int) features;
        float[] row = new float[2 * size];
        float[] mask = visible == null ? null : visible.dup('c').data().asFloat();
        for (int i = 0; i < batch; i++) {
            if (before == 0) {
                sequences.add(new Sequence(size, time));
            }
            for (int t = 0; t < time; t++) {
                long number = (long) i * time + t;
                Floats.read(
                        address(memory) + ((number + 1) * memory.size(1) - row.length) * Float.BYTES, row, row.length);
                sequences.get(i).append(row, mask == null || mask[i * time + t] != 0);
            }
        }
    }

    /**
     * The attention of one query of each sequence to what is kept of its own.
     *
     * @param queries {@code [batch, ...]}; the first features are the query
     * @param result  receives {@code [batch, features]}
     */
    public void attend(INDArray queries, INDArray result) {
        int features = (int) result.size(1);
        if (plain != null) {
            INDArray rows = kept.reshape('c', kept.size(0) * kept.size(1), kept.size(2));
            INDArray weights = Nd4j.createUninitialized(queries.dataType(), kept.size(0), heads, 1, kept.size(1));
            plain.forward(queries, rows, padding, weights, result);
            return;
        }
        float[] query = new float[features];
        float[] mixed = new float[features];
        for (int i = 0; i < sequences.size(); i++) {
            Floats.read(address(queries) + i * queries.size(1) * Float.BYTES, query, features);
            sequences.get(i).attend(query, heads, mixed);
            Floats.write(address(result) + (long) i * features * Float.BYTES, mixed, features);
        }
    }

    private void keep(INDArray memory, long batch, long features, INDArray visible) {
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            INDArray added = memory.get(
                            NDArrayIndex.all(), NDArrayIndex.interval(memory.size(1) - 2 * features, memory.size(1)))
                    .dup('c')
                    .reshape('c', batch, memory.size(0) / batch, 2 * features);
            kept = kept == null ? added : Nd4j.concat(1, kept, added);
            if (visible != null) {
                padding = visible.dup('c');
            }
        }
    }

    /** The keys and values of one sequence. Keys lie feature by feature, so that both loops run over neighbours. */
    private static final class Sequence {

        private final int features;
        private int capacity;
        private int length;
        private float[] keys;
        private float[] values;
        private boolean[] visible;
        private float[] scores;

        Sequence(int features, int expected) {
            this.features = features;
            capacity = Math.max(32, expected);
            keys = new float[features * capacity];
            values = new float[features * capacity];
            visible = new boolean[capacity];
            scores = new float[capacity];
        }

        /** @param row a key and a value */
        void append(float[] row, boolean isVisible) {
            if (length == capacity) {
                grow();
            }
            for (int f = 0; f < features; f++) {
                keys[f * capacity + length] = row[f];
            }
            System.arraycopy(row, features, values, length * features, features);
            visible[length] = isVisible;
            length++;
        }

        private void grow() {
            float[] more = new float[2 * keys.length];
            for (int f = 0; f < features; f++) {
                System.arraycopy(keys, f * capacity, more, f * 2 * capacity, length);
            }
            keys = more;
            capacity *= 2;
            values = Arrays.copyOf(values, features * capacity);
            visible = Arrays.copyOf(visible, capacity);
            scores = new float[capacity];
        }

        void attend(float[] query, int heads, float[] result) {
            int headSize = features / heads;
            float scale = (float) (1 / Math.sqrt(headSize));
            Arrays.fill(result, 0);
            for (int head = 0; head < heads; head++) {
                int from = head * headSize;
                Arrays.fill(scores, 0, length, 0);
                for (int f = from; f < from + headSize; f++) {
                    float factor = scale * query[f];
                    int start = f * capacity;
                    for (int t = 0; t < length; t++) {
                        scores[t] += factor * keys[start + t];
                    }
                }
                softmax();
                for (int t = 0; t < length; t++) {
                    float weight = scores[t];
                    int start = t * features;
                    for (int f = from; f < from + headSize; f++) {
                        result[f] += weight * values[start + f];
                    }
                }
            }
        }

        private void softmax() {
            for (int t = 0; t < length; t++) {
                scores[t] += visible[t] ? 0 : (float) Attention.HIDDEN;
            }
            float largest = Float.NEGATIVE_INFINITY;
            for (int t = 0; t < length; t++) {
                largest = Math.max(largest, scores[t]);
            }
            float sum = 0;
            for (int t = 0; t < length; t++) {
                scores[t] = (float) Math.exp(scores[t] - largest);
                sum += scores[t];
            }
            for (int t = 0; t < length; t++) {
                scores[t] /= sum;
            }
        }
    }
}
