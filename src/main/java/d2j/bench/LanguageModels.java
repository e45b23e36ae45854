package d2j.bench;

import d2j.text.NegativeSampling;
import d2j.text.Transformer;
import d2j.text.TransformerDecoding;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The workloads of translation and of word vectors as chapters write them. */
final class LanguageModels {

    private static final int TOKENS = 2000;
    private static final Transformer.Size SIZE = new Transformer.Size(TOKENS, TOKENS, 128, 4, 256, 2, 0);

    private LanguageModels() {}

    static Training translation() {
        int batch = 64;
        int length = 16;
        Dl4jModels.seed();
        INDArray labels = Dl4jModels.oneHotSequences(batch, TOKENS, length);
        return Dl4jModels.training(
                Transformer.configuration(Dl4jModels.builder(length), SIZE),
                new INDArray[] {numbers(batch, length), numbers(batch, length)},
                new INDArray[] {labels});
    }

    private static INDArray numbers(int batch, int length) {
        INDArray numbers = Nd4j.create(DataType.FLOAT, batch, 1, length);
        for (int i = 0; i < batch; i++) {
            for (int t = 0; t < length; t++) {
                numbers.putScalar(i, 0, t, Nd4j.getRandom().nextInt(TOKENS));
            }
        }
        return numbers;
    }

    static Training decoding() {
        Dl4jModels.seed();
        ComputationGraph network = new ComputationGraph(Transformer.configuration(Dl4jModels.builder(), SIZE));
        network.init();
        return new Decoding(network, new TransformerDecoding(network), numbers(16, 12));
    }

    private record Decoding(ComputationGraph network, TransformerDecoding decoding, INDArray source)
            implements Training {

        @Override
        public long parameters() {
            return 0;
        }

        @Override
        public void step() {
            decoding.begin(source, null);
            int[] tokens = new int[(int) source.size(0)];
            Arrays.fill(tokens, 1);
            for (int t = 0; t < 32; t++) {
                tokens = decoding.step(tokens).argMax(1).toIntVector();
            }
        }

        @Override
        public double loss() {
            return Double.NaN;
        }

        @Override
        public void close() {
            network.close();
        }
    }

    static Training skipGram() {
        return new SkipGramPairs(10_000, 100, 5, 1024);
    }

    /** The same pairs again and again, a step after each. */
    private static final class SkipGramPairs implements Training {
        private final long parameters;
        private final NegativeSampling model;
        private final int[] centres;
        private final int[] contexts;
        private double loss = Double.NaN;

        SkipGramPairs(int words, int dimensions, int negatives, int pairs) {
            parameters = 2L * words * dimensions;
            double[] noise = IntStream.rangeClosed(1, words)
                    .mapToDouble(rank -> Math.pow(rank, -0.75))
                    .toArray();
            model = NegativeSampling.of(words, noise, dimensions, negatives, 1);
            Random random = new Random(1);
            centres = zipf(random, words, pairs);
            contexts = zipf(random, words, pairs);
        }

        private static int[] zipf(Random random, int words, int count) {
            double[] sums = new double[words];
            for (int i = 0; i < words; i++) {
                sums[i] = (i == 0 ? 0 : sums[i - 1]) + 1.0 / (i + 1);
            }
            return random.doubles(count, 0, sums[words - 1])
                    .mapToInt(at -> Math.min(words - 1, Math.abs(Arrays.binarySearch(sums, at) + 1)))
                    .toArray();
        }

        @Override
        public long parameters() {
            return parameters;
        }

        @Override
        public void step() {
            double sum = 0;
            for (int i = 0; i < centres.length; i++) {
                sum += model.step(centres[i], contexts[i], 0.025);
            }
            loss = sum / centres.length;
        }

        @Override
        public double loss() {
            return loss;
        }
    }
}
