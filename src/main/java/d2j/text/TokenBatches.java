package d2j.text;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Cuts a long text into mini-batches of short sequences, in one of two ways; each pass leaves out a random number of
 * tokens at the beginning, from none to one less than a sequence has, so that it cuts elsewhere.
 *
 * <p>All passes have the same number of batches; what is left at the end and fills no batch is not used in that pass.
 * The static methods bring numbers of tokens into the shapes that networks take.
 */
public final class TokenBatches implements Iterable<TokenBatch> {

    private final int[] corpus;
    private final int batch;
    private final int steps;
    private final boolean sequential;
    private final SplittableRandom random;
    private final int batches;

    private TokenBatches(int[] corpus, int batch, int steps, long seed, boolean sequential) {
        if (batch < 1 || steps < 1) {
            throw new IllegalArgumentException("batch size and steps must be positive, not " + batch + " and " + steps);
        }
        this.corpus = corpus.clone();
        this.batch = batch;
        this.steps = steps;
        this.sequential = sequential;
        this.random = new SplittableRandom(seed);
        // The largest offset is steps - 1, and the last target is one token further.
        int tokens = Math.max(0, corpus.length - steps);
        this.batches = sequential ? tokens / batch / steps : tokens / steps / batch;
        if (batches == 0) {
            throw new IllegalArgumentException(corpus.length + " tokens are too few for a batch of " + batch
                    + " sequences of " + steps + ": it takes " + ((long) batch * steps + steps));
        }
    }

    /**
     * Sequences in random order: those of a batch come from anywhere, and none goes on where the one before it ended.
     *
     * @param corpus the numbers of the text's tokens
     * @param batch sequences in a batch
     * @param steps tokens in a sequence
     * @param seed decides offsets and order of all passes
     * @throws IllegalArgumentException if the text is too short for one batch
     */
    public static TokenBatches random(int[] corpus, int batch, int steps, long seed) {
        return new TokenBatches(corpus, batch, steps, seed, false);
    }

    /**
     * Sequences in the text's order: sequence i of a batch goes on in sequence i of the next batch, so that a recurrent
     * network may keep its state.
     *
     * @param corpus the numbers of the text's tokens
     * @param batch sequences in a batch
     * @param steps tokens in a sequence
     * @param seed decides the offsets of all passes
     * @throws IllegalArgumentException if the text is too short for one batch
     */
    public static TokenBatches sequential(int[] corpus, int batch, int steps, long seed) {
        return new TokenBatches(corpus, batch, steps, seed, true);
    }

    /** How many batches a pass has. */
    public int size() {
        return batches;
    }

    /** Whether each batch goes on where the one before it ended. */
    boolean isSequential() {
        return sequential;
    }

    /** A new pass with another offset. */
    @Override
    public Iterator<TokenBatch> iterator() {
        int offset = random.nextInt(steps);
        int[] starts = sequential ? starts(offset) : shuffled(starts(offset));
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < batches;
            }

            @Override
            public TokenBatch next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("the pass is over");
                }
                int from = batch * next++;
                return new TokenBatch(cut(starts, from, 0), cut(starts, from, 1));
            }
        };
    }

    /** Where each sequence begins, batch by batch. */
    private int[] starts(int offset) {
        int[] starts = new int[batches * batch];
        int row = (corpus.length - steps) / batch;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = offset + (sequential ? i % batch * row + i / batch * steps : i * steps);
        }
        return starts;
    }

    private int[] shuffled(int[] starts) {
        // What does not fill a batch is a random choice, too.
        int[] all = new int[(corpus.length - steps) / steps];
        for (int i = 0; i < all.length; i++) {
            all[i] = starts[0] + i * steps;
        }
        for (int i = all.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = all[i];
            all[i] = all[other];
            all[other] = kept;
        }
        return all;
    }

    private INDArray cut(int[] starts, int from, int shift) {
        int[] values = new int[batch * steps];
        for (int i = 0; i < batch; i++) {
            System.arraycopy(corpus, starts[from + i] + shift, values, i * steps, steps);
        }
        return Nd4j.createFromArray(values).reshape(batch, steps);
    }

    /**
     * One-hot vectors in DL4J's recurrent format.
     *
     * @param indices numbers of tokens, {@code [batch, steps]}
     * @param size of the vocabulary
     * @return FLOAT {@code [batch, size, steps]}
     * @throws IllegalArgumentException if a number is not one of the vocabulary's
     */
    public static INDArray oneHot(INDArray indices, int size) {
        if (indices.rank() != 2) {
            throw new IllegalArgumentException(
                    "numbers of tokens must be [batch, steps], not " + Arrays.toString(indices.shape()));
        }
        int rows = (int) indices.size(0);
        int columns = (int) indices.size(1);
        int[] tokens = indices.dup('c').data().asInt();
        float[] values = new float[rows * size * columns];
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] < 0 || tokens[i] >= size) {
                throw new IllegalArgumentException("token " + tokens[i] + " of a vocabulary with " + size);
            }
            values[(i / columns * size + tokens[i]) * columns + i % columns] = 1;
        }
        return Nd4j.create(values, new long[] {rows, size, columns}, DataType.FLOAT);
    }

    /**
     * Sequences brought to one length: longer ones are cut, shorter ones filled up at their end.
     *
     * @param sequences numbers of tokens
     * @param length tokens of each row
     * @param padding the number that fills up
     * @return INT {@code [sequences, length]}
     */
    public static INDArray padded(List<int[]> sequences, int length, int padding) {
        int[] values = new int[checked(sequences, length) * length];
        Arrays.fill(values, padding);
        for (int i = 0; i < sequences.size(); i++) {
            int[] sequence = sequences.get(i);
            System.arraycopy(sequence, 0, values, i * length, Math.min(length, sequence.length));
        }
        return Nd4j.createFromArray(values).reshape(sequences.size(), length);
    }

    /**
     * Which of {@link #padded}'s numbers are tokens: 1 where one is, 0 where it was filled up.
     *
     * @param sequences numbers of tokens
     * @param length tokens of each row
     * @return FLOAT {@code [sequences, length]}
     */
    public static INDArray mask(List<int[]> sequences, int length) {
        float[] values = new float[checked(sequences, length) * length];
        for (int i = 0; i < sequences.size(); i++) {
            int tokens = Math.min(length, sequences.get(i).length);
            Arrays.fill(values, i * length, i * length + tokens, 1f);
        }
        return Nd4j.createFromArray(values).reshape(sequences.size(), length);
    }

    private static int checked(List<int[]> sequences, int length) {
        if (sequences.isEmpty() || length < 1) {
            throw new IllegalArgumentException("no array for " + sequences.size() + " sequences of length " + length);
        }
        return sequences.size();
    }
}
