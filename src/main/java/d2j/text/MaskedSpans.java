package d2j.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Examples for BERT's pre-training, cut out of a text in new places for each pass: two spans, the second of which is
 * the continuation of the first one every other time, with 15% of their tokens to be guessed. Of those, 80% are
 * replaced by {@code <mask>} and 10% by any token.
 */
final class MaskedSpans {

    private static final double CHOSEN = 0.15;
    private static final int SPECIAL = 3;

    private final Vocabulary vocabulary;
    private final int[] text;
    private final int length;
    private final Random random;
    private final int hidden;
    private final int cls;
    private final int separator;
    private final int mask;

    MaskedSpans(Vocabulary vocabulary, int[] text, int length, Random random) {
        if (text.length < 2 * length) {
            throw new IllegalArgumentException(
                    text.length + " tokens are too few to be cut into examples of " + length);
        }
        this.vocabulary = vocabulary;
        this.text = text.clone();
        this.length = length;
        this.random = random;
        cls = vocabulary.index("<cls>");
        separator = vocabulary.index("<sep>");
        mask = vocabulary.index("<mask>");
        hidden = (int) Math.max(1, Math.round(CHOSEN * (length - SPECIAL)));
    }

    /** How many tokens of an example are to be guessed. */
    int hidden() {
        return hidden;
    }

    /** How many examples a pass has, about. */
    int perPass() {
        return text.length / (length - SPECIAL);
    }

    /** Another pass each time; what fills no batch is left out, unless it is all there is. */
    Iterable<MultiDataSet> batches(int size) {
        return () -> {
            int step = length - SPECIAL;
            List<Integer> starts = IntStream.iterate(
                            random.nextInt(step), start -> start + step < text.length, start -> start + step)
                    .boxed()
                    .collect(Collectors.toCollection(ArrayList::new));
            Collections.shuffle(starts, random);
            int each = Math.min(size, starts.size());
            return IntStream.range(0, starts.size() / each)
                    .mapToObj(i -> batch(starts.subList(i * each, (i + 1) * each)))
                    .iterator();
        };
    }

    private MultiDataSet batch(List<Integer> starts) {
        int n = starts.size();
        List<BertInput> inputs = new ArrayList<>();
        float[][] places = new float[n][hidden];
        INDArray words = Nd4j.zeros(DataType.FLOAT, (long) n * hidden, vocabulary.size());
        INDArray following = Nd4j.zeros(DataType.FLOAT, n, 2);
        for (int i = 0; i < n; i++) {
            int first = length / 3 + random.nextInt(length / 3);
            boolean follows = random.nextBoolean();
            int[] tokens = tokens(starts.get(i), first, follows);
            following.putScalar(i, follows ? 1 : 0, 1);
            int[] chosen = choose(first);
            for (int k = 0; k < hidden; k++) {
                places[i][k] = chosen[k];
                words.putScalar((long) i * hidden + k, tokens[chosen[k]], 1);
                double u = random.nextDouble();
                if (u < 0.9) {
                    tokens[chosen[k]] = u < 0.8 ? mask : random.nextInt(vocabulary.size());
                }
            }
            inputs.add(new BertInput(tokens, first + 2));
        }
        return new org.nd4j.linalg.dataset.MultiDataSet(
                new INDArray[] {BertInput.features(inputs), Nd4j.createFromArray(places)},
                new INDArray[] {words, following});
    }

    private int[] tokens(int start, int first, boolean follows) {
        int other = length - SPECIAL - first;
        int place = follows ? start + first : random.nextInt(text.length - other);
        int[] tokens = new int[length];
        tokens[0] = cls;
        System.arraycopy(text, start, tokens, 1, first);
        tokens[first + 1] = separator;
        System.arraycopy(text, place, tokens, first + 2, other);
        tokens[length - 1] = separator;
        return tokens;
    }

    private int[] choose(int first) {
        List<Integer> places = IntStream.range(1, length - 1)
                .filter(t -> t != first + 1)
                .boxed()
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(places, random);
        return places.stream().limit(hidden).mapToInt(t -> t).sorted().toArray();
    }
}
