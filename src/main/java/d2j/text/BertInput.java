package d2j.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What BERT reads: {@code <cls>}, the pieces of a text, {@code <sep>}, and for a pair the pieces of the second text and
 * another {@code <sep>}.
 *
 * @param tokens the numbers of the tokens
 * @param second where the second segment begins; for a text alone, the number of tokens
 */
public record BertInput(int[] tokens, int second) {

    public BertInput {
        tokens = tokens.clone();
        if (second < 0 || second > tokens.length) {
            throw new IllegalArgumentException("no second segment at " + second + " of " + tokens.length + " tokens");
        }
    }

    /** The numbers of the tokens. */
    @Override
    public int[] tokens() {
        return tokens.clone();
    }

    /**
     * A text.
     *
     * @param vocabulary of the pieces
     * @param pieces of the text; those beyond the length are cut off
     * @param length tokens at most
     */
    public static BertInput of(Vocabulary vocabulary, List<String> pieces, int length) {
        if (length < 2) {
            throw new IllegalArgumentException("<cls> and <sep> alone are 2 tokens, and there is room for " + length);
        }
        List<String> tokens = new ArrayList<>(List.of("<cls>"));
        tokens.addAll(pieces.subList(0, Math.min(pieces.size(), length - 2)));
        tokens.add("<sep>");
        return new BertInput(vocabulary.indices(tokens), tokens.size());
    }

    /**
     * A pair of texts. As long as both are too long together, the longer one loses its last piece.
     *
     * @param vocabulary of the pieces
     * @param first pieces of the first text
     * @param second pieces of the second text
     * @param length tokens at most
     */
    public static BertInput of(Vocabulary vocabulary, List<String> first, List<String> second, int length) {
        if (length < 3) {
            throw new IllegalArgumentException("<cls> and <sep>s alone are 3 tokens, and there is room for " + length);
        }
        int a = first.size();
        int b = second.size();
        while (a + b > length - 3) {
            if (a >= b) {
                a--;
            } else {
                b--;
            }
        }
        List<String> tokens = new ArrayList<>(List.of("<cls>"));
        tokens.addAll(first.subList(0, a));
        tokens.add("<sep>");
        tokens.addAll(second.subList(0, b));
        tokens.add("<sep>");
        return new BertInput(vocabulary.indices(tokens), a + 2);
    }

    /**
     * A batch for the network's input: the numbers of the tokens and of their segments. The longest one decides the
     * length; the others are filled up with number 0, which {@link #mask} hides.
     *
     * @return FLOAT {@code [inputs, 2, length]}
     */
    public static INDArray features(List<BertInput> inputs) {
        return features(inputs, longest(inputs));
    }

    /** As {@link #features(List)}, filled up to a length. */
    public static INDArray features(List<BertInput> inputs, int length) {
        float[][][] values = new float[inputs.size()][2][length];
        for (int i = 0; i < values.length; i++) {
            BertInput input = inputs.get(i);
            for (int t = 0; t < input.tokens.length; t++) {
                values[i][0][t] = input.tokens[t];
                values[i][1][t] = t < input.second ? 0 : 1;
            }
        }
        return Nd4j.createFromArray(values);
    }

    /**
     * Which places of {@link #features} have a token.
     *
     * @return FLOAT {@code [inputs, length]}
     */
    public static INDArray mask(List<BertInput> inputs) {
        return mask(inputs, longest(inputs));
    }

    /** As {@link #mask(List)}, filled up to a length. */
    public static INDArray mask(List<BertInput> inputs, int length) {
        float[][] values = new float[inputs.size()][length];
        for (int i = 0; i < values.length; i++) {
            Arrays.fill(values[i], 0, inputs.get(i).tokens.length, 1f);
        }
        return Nd4j.createFromArray(values);
    }

    private static int longest(List<BertInput> inputs) {
        return inputs.stream().mapToInt(input -> input.tokens.length).max().orElseThrow();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BertInput that && second == that.second && Arrays.equals(tokens, that.tokens);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(tokens) + second;
    }

    @Override
    public String toString() {
        return "BertInput[tokens=" + Arrays.toString(tokens) + ", second=" + second + "]";
    }
}
