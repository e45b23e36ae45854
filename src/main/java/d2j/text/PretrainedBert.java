package d2j.text;

import d2j.data.WikiText2;
import d2j.data.store.DatasetStore;
import d2j.files.AtomicFile;
import d2j.optim.PolynomialDecay;
import d2j.train.History;
import d2j.train.Perplexity;
import d2j.train.Trainable;
import d2j.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.RampSchedule;

/**
 * A small BERT after its pre-training, and the pieces of words that it reads. It is kept in two files, the network in
 * {@code NAME.zip} and the pieces in {@code NAME.txt}, one a line.
 *
 * @param pieces cuts a text; the reserved tokens are {@link #RESERVED}
 * @param network of {@link Bert#pretraining}
 */
public record PretrainedBert(WordPiece pieces, ComputationGraph network) {

    /** The tokens of the vocabulary with a meaning of their own, after {@link Vocabulary#UNKNOWN}. */
    public static final List<String> RESERVED = List.of("<pad>", "<cls>", "<sep>", "<mask>");

    private static final double RATE = 2e-3;
    private static final int BATCH = 32;

    /**
     * What the chapter on pre-training has kept in the cache; where it did not run, a network that is pre-trained here
     * on WikiText-2 and kept, too. Prints one line that says which it is.
     *
     * @param name of the chapter's network
     * @param vocabulary the number of pieces, at most, if one has to be trained
     * @param length tokens of an example
     * @param paragraphs of the text, at most
     * @param epochs passes over the text; few of them make a weak network
     * @param seed of weights and choices
     * @throws IOException if the files are there and cannot be read, or cannot be written
     */
    public static PretrainedBert load(String name, int vocabulary, int length, int paragraphs, int epochs, long seed)
            throws IOException {
        Path folder = DatasetStore.standard().cacheFolder().resolve("models");
        Optional<PretrainedBert> kept = find(folder, name);
        if (kept.isPresent()) {
            System.out.println("BERT: " + name);
            return kept.get();
        }
        WikiText2 wiki = WikiText2.load();
        String shorter = "bert-short-" + (wiki.isReal() ? "wikitext-2" : "generated") + "-" + vocabulary + "-" + length
                + "-" + paragraphs + "-" + epochs + "-" + seed;
        Optional<PretrainedBert> before = find(folder, shorter);
        System.out.println("BERT: " + shorter + ", since there is no " + name);
        if (before.isPresent()) {
            return before.get();
        }
        PretrainedBert bert = train(
                wiki.paragraphs().stream().limit(paragraphs).collect(Collectors.toList()),
                vocabulary,
                length,
                epochs,
                seed);
        bert.save(folder, shorter);
        return bert;
    }

    /**
     * What was kept in a folder.
     *
     * @return empty if there are no such files
     * @throws IOException if they are there and cannot be read
     */
    public static Optional<PretrainedBert> find(Path folder, String name) throws IOException {
        Path weights = folder.resolve(name + ".zip");
        Path text = folder.resolve(name + ".txt");
        if (!Files.exists(weights) || !Files.exists(text)) {
            return Optional.empty();
        }
        WordPiece pieces =
                WordPiece.listed(new WordTokeniser(), Files.readAllLines(text), RESERVED.toArray(String[]::new));
        ComputationGraph network = ModelSerializer.restoreComputationGraph(weights.toFile(), false);
        PretrainedBert bert = new PretrainedBert(pieces, network);
        if (bert.size().vocabulary() != pieces.vocabulary().size()) {
            throw new IOException(weights + " reads " + bert.size().vocabulary() + " tokens, and " + text + " has "
                    + pieces.vocabulary().size() + "; remove both and pre-train again");
        }
        return Optional.of(bert);
    }

    /**
     * Pre-trains a network of {@link Bert.Size#small}: 15% of the tokens are guessed, and whether two spans follow each
     * other. The rate rises to 0.002 within a tenth of the steps and then falls to zero.
     *
     * @param paragraphs the text
     * @param vocabulary the number of pieces, at most
     * @param length tokens of an example
     * @param epochs passes over the text, each with other spans and other tokens hidden
     * @param seed of weights and choices
     */
    public static PretrainedBert train(List<String> paragraphs, int vocabulary, int length, int epochs, long seed) {
        WordPiece pieces =
                WordPiece.train(new WordTokeniser(), paragraphs, vocabulary, RESERVED.toArray(String[]::new));
        MaskedSpans spans = new MaskedSpans(
                pieces.vocabulary(), pieces.vocabulary().indices(pieces.all(paragraphs)), length, new Random(seed));
        Bert.Size size = Bert.Size.small(pieces.vocabulary().size(), length);
        ComputationGraph network = new ComputationGraph(Bert.pretraining(
                new NeuralNetConfiguration.Builder()
                        .seed(seed)
                        .weightInit(WeightInit.XAVIER)
                        .updater(new Adam(RATE)),
                size,
                spans.hidden()));
        network.init();
        int steps = Math.max(1, spans.perPass() / BATCH) * epochs;
        History history = Trainer.epochs(epochs)
                .quiet()
                .metric(new Perplexity().named("perplexity of hidden words"))
                .schedule(new RampSchedule(new PolynomialDecay(RATE, 1, steps), steps / 10 + 1))
                .fit(Trainable.of(network), spans.batches(BATCH), null);
        System.out.printf(
                "pre-trained for %d epochs, perplexity of hidden words %.0f%n",
                epochs, history.last("train perplexity of hidden words"));
        return new PretrainedBert(pieces, network);
    }

    /** Writes both files, each complete or not at all. */
    public void save(Path folder, String name) throws IOException {
        Vocabulary vocabulary = pieces.vocabulary();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < vocabulary.size(); i++) {
            lines.append(vocabulary.token(i)).append('\n');
        }
        AtomicFile.write(folder.resolve(name + ".txt"), lines.toString());
        AtomicFile.write(folder.resolve(name + ".zip"), out -> ModelSerializer.writeModel(network, out, false));
    }

    /** How large the network is. */
    public Bert.Size size() {
        long[] tokens = network.getParam("embedding_tokens").shape();
        long positions = network.getParam("embedding_positions").size(1);
        return Bert.Size.small((int) tokens[1], (int) positions);
    }

    /**
     * Gives another network the weights of this one's encoder.
     *
     * @param network whose encoder is that of {@link Bert#encoder} at the same {@link #size}
     */
    public void copyEncoderTo(ComputationGraph network) {
        network.getLayer("embedding")
                .setParams(this.network.getLayer("embedding").params());
        for (int i = 0; i < size().blocks(); i++) {
            network.getLayer("block" + i)
                    .setParams(this.network.getLayer("block" + i).params());
        }
    }
}
