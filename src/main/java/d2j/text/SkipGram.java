package d2j.text;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Word vectors by skip-gram with negative sampling, in one call: five noise words drawn by their counts to the power of
 * 3/4, frequent words thinned out, windows of random size, a learning rate that falls from 0.05 to almost nothing.
 *
 * <pre>{@code
 * WordVectors vectors = SkipGram.train(vocabulary, sentences, 50, 2, 10, seed);
 * }</pre>
 *
 * <p>{@link NegativeSampling} is what it is made of, for whoever wants another loop.
 */
public final class SkipGram {
    private static final int NEGATIVES = 5;
    private static final double RATE = 0.05;
    private static final double THRESHOLD = 1e-3;

    private SkipGram() {}

    /**
     * Vectors for all words of a vocabulary.
     *
     * @param vocabulary whose counts are those of the text; words that were never counted keep a random small vector
     * @param sentences  numbers of words; no window reaches from one sentence into another
     * @param dimensions of a vector
     * @param window     words on each side at most; for each centre word drawn from 1 to this
     * @param epochs     passes over the text
     * @param seed       of everything that is random; the same one gives the same vectors
     */
    public static WordVectors train(
            Vocabulary vocabulary, List<int[]> sentences, int dimensions, int window, int epochs, long seed) {
        double[] counts = IntStream.range(0, vocabulary.size())
                .mapToDouble(i -> vocabulary.count(vocabulary.token(i)))
                .toArray();
        double total = Arrays.stream(counts).sum();
        double[] noise =
                Arrays.stream(counts).map(count -> Math.pow(count, 0.75)).toArray();
        NegativeSampling model = NegativeSampling.of(vocabulary.size(), noise, dimensions, NEGATIVES, seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (int s = 0; s < sentences.size(); s++) {
                double rate = RATE * Math.max(0.01, 1 - (epoch + (double) s / sentences.size()) / epochs);
                int[] kept = Arrays.stream(sentences.get(s))
                        .filter(w -> random.nextDouble() < Math.sqrt(THRESHOLD * total / counts[w]))
                        .toArray();
                for (int i = 0; i < kept.length; i++) {
                    int reach = 1 + random.nextInt(window);
                    for (int j = Math.max(0, i - reach); j <= Math.min(kept.length - 1, i + reach); j++) {
                        if (j != i) {
                            model.step(kept[i], kept[j], rate);
                        }
                    }
                }
            }
        }
        return WordVectors.of(vocabulary, model.inputs());
    }
}
