package d2j.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The words of a vocabulary and a vector for each: how alike two are, which are near, and analogies. Alike means the
 * cosine of the angle between two vectors; their lengths do not count.
 *
 * <pre>{@code
 * WordVectors vectors = WordVectors.of(vocabulary, table);
 * vectors.nearest("friday", 3);                             // [monday 0.83, thursday 0.81, tuesday 0.80]
 * vectors.analogy("japan", "japanese", "germany", 1);       // [german 0.66]
 * }</pre>
 */
public final class WordVectors {

    /** A word, and how alike it is. */
    public record Neighbour(String word, double similarity) {
        /** Both, for printing. */
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %.2f", word, similarity);
        }
    }

    private final Vocabulary vocabulary;
    private final INDArray table;
    private final INDArray directions;

    private WordVectors(Vocabulary vocabulary, INDArray table) {
        this.vocabulary = vocabulary;
        this.table = table;
        INDArray lengths = Transforms.max(table.norm2(1), 1e-12, true);
        this.directions = table.divColumnVector(lengths.reshape(lengths.length(), 1));
    }

    /**
     * Words and their vectors.
     *
     * @param table {@code [words, dimensions]}, row i for word i of the vocabulary; used as it is
     * @throws IllegalArgumentException if there are more or fewer rows than words
     */
    public static WordVectors of(Vocabulary vocabulary, INDArray table) {
        if (table.rank() != 2 || table.size(0) != vocabulary.size()) {
            throw new IllegalArgumentException(
                    "a vocabulary of " + vocabulary.size() + " words needs as many rows, not "
                            + table.shapeInfoToString().strip());
        }
        return new WordVectors(vocabulary, table.castTo(DataType.FLOAT));
    }

    /** The vocabulary. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** All vectors, {@code [words, dimensions]}. */
    public INDArray table() {
        return table;
    }

    /**
     * The vector of a word, {@code [dimensions]}.
     *
     * @throws IllegalArgumentException if the vocabulary does not know it
     */
    public INDArray vector(String word) {
        return table.getRow(index(word));
    }

    private int index(String word) {
        if (!vocabulary.contains(word)) {
            throw new IllegalArgumentException("\"" + word + "\" is not in the vocabulary");
        }
        return vocabulary.index(word);
    }

    /** The cosine of the angle between the vectors of two words, from -1 to 1. */
    public double similarity(String a, String b) {
        return directions
                .getRow(index(a))
                .mul(directions.getRow(index(b)))
                .sumNumber()
                .doubleValue();
    }

    /** The k other words that are most alike, the nearest first. */
    public List<Neighbour> nearest(String word, int k) {
        return nearest(vector(word), k, word);
    }

    /**
     * The k words that are most alike to a vector, the nearest first.
     *
     * @param vector {@code [dimensions]}
     * @param except words that do not count
     */
    public List<Neighbour> nearest(INDArray vector, int k, String... except) {
        double length = Math.max(1e-12, vector.norm2Number().doubleValue());
        INDArray column =
                vector.castTo(DataType.FLOAT).reshape(vector.length(), 1).div(length);
        float[] similarity = directions.mmul(column).ravel().toFloatVector();
        Set<Integer> hidden = Stream.of(except).map(vocabulary::index).collect(Collectors.toSet());
        List<Neighbour> nearest = new ArrayList<>();
        for (int i = 0; i < similarity.length; i++) {
            boolean near = nearest.size() < k
                    || k > 0 && similarity[i] > nearest.get(k - 1).similarity();
            if (near && !hidden.contains(i)) {
                int at = nearest.size();
                while (at > 0 && similarity[i] > nearest.get(at - 1).similarity()) {
                    at--;
                }
                nearest.add(at, new Neighbour(vocabulary.token(i), similarity[i]));
                if (nearest.size() > k) {
                    nearest.remove(k);
                }
            }
        }
        return nearest;
    }

    /**
     * What is to {@code c} as {@code b} is to {@code a}: the k words nearest to b - a + c, all three taken with length
     * 1 and left out of the answer (T. Mikolov, W. Yih and G. Zweig, 2013).
     */
    public List<Neighbour> analogy(String a, String b, String c, int k) {
        INDArray aim =
                directions.getRow(index(b)).sub(directions.getRow(index(a))).addi(directions.getRow(index(c)));
        return nearest(aim, k, a, b, c);
    }
}
