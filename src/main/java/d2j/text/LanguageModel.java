package d2j.text;

import d2j.autograd.Tensor;
import d2j.train.History;
import d2j.train.Trainable;
import d2j.train.Trainer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * A recurrent network that predicts the next token of a text: what the chapters need to train it, to measure it, and to
 * let it write.
 *
 * <pre>{@code
 * Recurrence network = (tokens, state) -> read(tokens, state);
 * LanguageModel model = LanguageModel.of(vocabulary, network, new Sgd(1), parameters).clipped(1);
 * History history = model.fit(Trainer.epochs(500).metric(new Perplexity()),
 *         TokenBatches.sequential(corpus, 32, 35, 1));
 * System.out.println(model.continuation("time traveller ", 50));
 * }</pre>
 *
 * <p>On batches in the text's order the state at the end of one is the state at the beginning of the next, and the
 * gradient ends there: truncated back-propagation through time. On batches in random order each begins from zeros.
 */
public abstract class LanguageModel {

    private final Vocabulary vocabulary;

    LanguageModel(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /**
     * A network written with tensors. Its loss is the mean cross-entropy of all steps.
     *
     * @param network reads tokens
     * @param updater how gradients become steps
     * @param parameters what to train
     */
    public static TensorLanguageModel of(
            Vocabulary vocabulary, Recurrence network, IUpdater updater, List<Tensor> parameters) {
        return new TensorLanguageModel(vocabulary, network, updater, parameters);
    }

    /**
     * A network of DL4J's layers that takes and gives {@code [batch, vocabulary, time]}, with a softmax at the end. For
     * batches in the text's order it has to be configured for truncated back-propagation over pieces as long as they
     * are. The loss that DL4J minimises is the sum over the steps of a piece: learning rates and thresholds of clipping
     * are to be divided and multiplied by their number.
     */
    public static LanguageModel of(Vocabulary vocabulary, MultiLayerNetwork network) {
        return new NetworkLanguageModel(vocabulary, network);
    }

    /** What {@link Trainer} trains: with its state carried on, or from zeros in each batch. */
    abstract Trainable trainable(boolean carrying);

    /** The batches of a pass as {@link #trainable} takes them. */
    abstract List<? extends MultiDataSet> pass(TokenBatches batches);

    /** Forgets what was read. */
    abstract void forget();

    /**
     * Reads on.
     *
     * @param tokens INT {@code [batch, steps]}
     * @return probabilities, {@code [batch, steps, vocabulary]}
     */
    abstract INDArray read(INDArray tokens);

    final Vocabulary vocabulary() {
        return vocabulary;
    }

    /**
     * Trains the model.
     *
     * @param settings epochs, metrics and title; an epoch is one pass over the batches
     */
    public final History fit(Trainer settings, TokenBatches train) {
        return settings.fit(
                trainable(train.isSequential()),
                () -> List.<MultiDataSet>copyOf(pass(train)).iterator(),
                null);
    }

    /**
     * The perplexity: e to the power of the mean cross-entropy over one pass, in which nothing is learned.
     *
     * @param batches in the text's order, for a model that knows what came before
     */
    public final double perplexity(TokenBatches batches) {
        double sum = 0;
        long count = 0;
        forget();
        for (TokenBatch batch : batches) {
            if (!batches.isSequential()) {
                forget();
            }
            double[] probabilities = read(batch.inputs()).dup('c').data().asDouble();
            int[] targets = batch.targets().dup('c').data().asInt();
            for (int i = 0; i < targets.length; i++) {
                sum -= Math.log(Math.max(probabilities[i * vocabulary.size() + targets[i]], Float.MIN_NORMAL));
            }
            count += targets.length;
        }
        forget();
        return Math.exp(sum / count);
    }

    /**
     * The probabilities of what may follow each token of a text, read from its beginning: {@code [steps, vocabulary]}.
     *
     * @param tokens the numbers of the text's tokens
     */
    public final INDArray probabilities(int... tokens) {
        forget();
        INDArray all = read(row(tokens)).dup('c').reshape(tokens.length, vocabulary.size());
        forget();
        return all;
    }

    /**
     * A text of characters, continued by the likeliest one each time.
     *
     * @param prefix how it begins, at least one character
     * @param length how many characters to add
     */
    public final String continuation(String prefix, int length) {
        return continued(prefix, length, LanguageModel::likeliest);
    }

    /**
     * A text of characters, continued at random.
     *
     * @param prefix how it begins, at least one character
     * @param length how many characters to add
     * @param temperature by which logarithms of probabilities are divided before one is drawn: 1 for the model's own
     *                    probabilities, less for more of what is likely
     * @param seed decides what is drawn
     */
    public final String continuation(String prefix, int length, double temperature, long seed) {
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("a temperature is positive, not " + temperature);
        }
        SplittableRandom random = new SplittableRandom(seed);
        return continued(prefix, length, probabilities -> drawn(probabilities, temperature, random));
    }

    private String continued(String prefix, int length, ToIntFunction<double[]> choice) {
        int[] tokens = vocabulary.indices(new CharacterTokeniser().tokens(prefix));
        if (tokens.length == 0) {
            throw new IllegalArgumentException("a text that is continued has at least one character");
        }
        StringBuilder text = new StringBuilder(prefix);
        forget();
        INDArray next = row(tokens);
        for (int i = 0; i < length; i++) {
            double[] all = read(next).dup('c').data().asDouble();
            int token = choice.applyAsInt(IntStream.range(all.length - vocabulary.size(), all.length)
                    .mapToDouble(j -> all[j])
                    .toArray());
            text.append(vocabulary.token(token));
            next = row(token);
        }
        forget();
        return text.toString();
    }

    private static int likeliest(double[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return best;
    }

    private static int drawn(double[] probabilities, double temperature, SplittableRandom random) {
        double largest = probabilities[likeliest(probabilities)];
        double sum = 0;
        double[] weights = new double[probabilities.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.pow(probabilities[i] / largest, 1 / temperature);
            sum += weights[i];
        }
        double rest = random.nextDouble() * sum;
        for (int i = 0; i < weights.length; i++) {
            rest -= weights[i];
            if (rest < 0) {
                return i;
            }
        }
        return likeliest(probabilities);
    }

    private static INDArray row(int... tokens) {
        return Nd4j.createFromArray(tokens).reshape(1, tokens.length);
    }
}
