package d2j.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Cuts pairs of sentences into mini-batches. Each batch is filled up to its own longest sentences, and masks say where
 * its tokens are. Every pass has all pairs, the last batch may be smaller.
 *
 * <pre>{@code
 * Vocabulary english = TranslationBatches.vocabulary(sources, 2), french = TranslationBatches.vocabulary(targets, 2);
 * TranslationBatches batches = TranslationBatches.of(sources, targets, english, french, 64).shuffled(seed);
 * for (TranslationBatch batch : batches) { ... }              // for tensors
 * Trainer.epochs(10).fit(model, batches.dataSets(), null);    // for DL4J
 * }</pre>
 */
public final class TranslationBatches implements Iterable<TranslationBatch> {

    /** What fills up short sentences. */
    public static final String PADDING = "<pad>";

    /** What a decoder reads before it has written anything. */
    public static final String BEGIN = "<bos>";

    /** The end of a sentence. */
    public static final String END = "<eos>";

    private final List<int[]> sources;
    private final List<int[]> targets;
    private final Vocabulary from;
    private final Vocabulary to;
    private final int batch;
    private final Random random;

    private TranslationBatches(
            List<int[]> sources, List<int[]> targets, Vocabulary from, Vocabulary to, int batch, Random random) {
        this.sources = sources;
        this.targets = targets;
        this.from = from;
        this.to = to;
        this.batch = batch;
        this.random = random;
    }

    /**
     * The tokens of one language, with those that translating needs besides.
     *
     * @param sentences    the tokens of each
     * @param minimumCount how often a token must come at least
     */
    public static Vocabulary vocabulary(List<List<String>> sentences, int minimumCount) {
        return Vocabulary.of(sentences.stream().flatMap(List::stream).toList(), minimumCount, PADDING, BEGIN, END);
    }

    /**
     * Batches in the order of the pairs.
     *
     * @param sources the tokens of the sentences
     * @param targets the tokens of their translations
     * @param from    the vocabulary of the sentences, see {@link #vocabulary}
     * @param to      the vocabulary of the translations
     * @param batch   pairs in a batch
     * @throws IllegalArgumentException if there are no pairs, not as many sentences as translations, or a vocabulary
     *     lacks the tokens that translating needs
     */
    public static TranslationBatches of(
            List<List<String>> sources, List<List<String>> targets, Vocabulary from, Vocabulary to, int batch) {
        if (sources.size() != targets.size() || sources.isEmpty() || batch < 1) {
            throw new IllegalArgumentException("no batches of " + batch + " for " + sources.size() + " sentences and "
                    + targets.size() + " translations");
        }
        for (Vocabulary vocabulary : List.of(from, to)) {
            for (String token : List.of(PADDING, BEGIN, END)) {
                if (!vocabulary.contains(token)) {
                    throw new IllegalArgumentException(
                            "a vocabulary lacks " + token + "; TranslationBatches.vocabulary makes one that has it");
                }
            }
        }
        return new TranslationBatches(numbers(sources, from), numbers(targets, to), from, to, batch, null);
    }

    private static List<int[]> numbers(List<List<String>> sentences, Vocabulary vocabulary) {
        return sentences.stream().map(vocabulary::indices).toList();
    }

    /** The same pairs in a new random order for each pass. */
    public TranslationBatches shuffled(long seed) {
        return new TranslationBatches(sources, targets, from, to, batch, new Random(seed));
    }

    /** How many batches a pass has. */
    public int size() {
        return (sources.size() + batch - 1) / batch;
    }

    /** A new pass. */
    @Override
    public Iterator<TranslationBatch> iterator() {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, sources.size()).boxed().toList());
        if (random != null) {
            Collections.shuffle(order, random);
        }
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < order.size();
            }

            @Override
            public TranslationBatch next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("the pass is over");
                }
                List<Integer> chosen = order.subList(next, Math.min(next + batch, order.size()));
                next += chosen.size();
                return cut(chosen);
            }
        };
    }

    private TranslationBatch cut(List<Integer> pairs) {
        List<int[]> read = new ArrayList<>();
        List<int[]> input = new ArrayList<>();
        List<int[]> target = new ArrayList<>();
        for (int pair : pairs) {
            read.add(framed(-1, sources.get(pair), from.index(END)));
            input.add(framed(to.index(BEGIN), targets.get(pair), -1));
            target.add(framed(-1, targets.get(pair), to.index(END)));
        }
        int sourceSteps = read.stream().mapToInt(tokens -> tokens.length).max().orElseThrow();
        int targetSteps =
                target.stream().mapToInt(tokens -> tokens.length).max().orElseThrow();
        return new TranslationBatch(
                TokenBatches.padded(read, sourceSteps, from.index(PADDING)),
                TokenBatches.mask(read, sourceSteps),
                TokenBatches.padded(input, targetSteps, to.index(PADDING)),
                TokenBatches.padded(target, targetSteps, to.index(PADDING)),
                TokenBatches.mask(target, targetSteps));
    }

    /** A sentence with one token before and one after it; a negative number is none. */
    private static int[] framed(int before, int[] tokens, int after) {
        return Stream.of(IntStream.of(before), IntStream.of(tokens), IntStream.of(after))
                .flatMapToInt(part -> part)
                .filter(token -> token >= 0)
                .toArray();
    }

    /** The batches for a DL4J network, see {@link TranslationBatch#dataSet}. */
    public Iterable<MultiDataSet> dataSets() {
        return () -> {
            Iterator<TranslationBatch> pass = iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return pass.hasNext();
                }

                @Override
                public MultiDataSet next() {
                    return pass.next().dataSet(to.size());
                }
            };
        };
    }
}
