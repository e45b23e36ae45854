package d2j.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class BleuTest {
    private static final List<String> LABEL = tokens("A B C D E F");
    private static final List<String> PREDICTION = tokens("A B B C D");

    private static List<String> tokens(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    @Test
    void theTextbooksExample() {
        double[] precisions = {4 / 5.0, 3 / 4.0, 1 / 3.0, 0};
        double[] scores = {0.7322950476607851, 0.6814773296495302, 0.5940339360503315, 0};
        for (int n = 1; n <= 4; n++) {
            assertEquals(precisions[n - 1], Bleu.precision(PREDICTION, LABEL, n), 1e-15);
            assertEquals(scores[n - 1], Bleu.of(PREDICTION, LABEL, n), 1e-12);
        }
    }

    @Test
    void ofOneSentence() {
        assertEquals(1, Bleu.of(LABEL, LABEL, 4), 1e-15);
        assertEquals(1, Bleu.of(tokens("A"), tokens("A"), 4), 1e-15);
        assertEquals(0, Bleu.of(List.of(), LABEL, 2));
        assertEquals(0, Bleu.of(tokens("X Y"), LABEL, 1));
        // Too long is punished by the precision alone, too short by the brevity alone.
        assertEquals(Math.sqrt(6 / 7.0), Bleu.of(tokens("A B C D E F G"), LABEL, 1), 1e-12);
        assertEquals(Math.exp(-1), Bleu.of(tokens("A B C"), LABEL, 2), 1e-12);
    }

    @Test
    void repeatingAMatchDoesNotPay() {
        List<String> reference = tokens("the cat is on the mat");
        assertEquals(2 / 7.0, Bleu.precision(tokens("the the the the the the the"), reference, 1), 1e-15);
    }

    @Test
    void ofManySentences() {
        List<List<String>> references = List.of(LABEL, tokens("x y z"));
        assertEquals(1, Bleu.corpus(List.of(LABEL, tokens("x y z")), references, 4), 1e-15);
        // Together 4 + 3 of 5 + 3 words and 3 + 2 of 4 + 2 pairs match; 8 tokens instead of 9.
        double expected = Math.exp(1 - 9 / 8.0) * Math.sqrt(7 / 8.0 * 5 / 6.0);
        assertEquals(expected, Bleu.corpus(List.of(PREDICTION, tokens("x y z")), references, 2), 1e-12);
        assertEquals(0, Bleu.corpus(List.of(List.of(), List.of()), references, 2));
        assertEquals(0, Bleu.corpus(List.of(tokens("x"), tokens("y")), references, 4));
    }

    @Test
    void refusesWhatHasNoScore() {
        assertThrows(IllegalArgumentException.class, () -> Bleu.of(LABEL, List.of(), 2));
        assertThrows(IllegalArgumentException.class, () -> Bleu.of(LABEL, LABEL, 0));
        assertThrows(IllegalArgumentException.class, () -> Bleu.corpus(List.of(), List.of(), 4));
        assertThrows(IllegalArgumentException.class, () -> Bleu.corpus(List.of(LABEL), List.of(LABEL, LABEL), 4));
    }
}
