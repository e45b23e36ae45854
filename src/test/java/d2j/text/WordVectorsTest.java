package d2j.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class WordVectorsTest {
    private final WordVectors vectors = WordVectors.of(
            Vocabulary.of(List.of("a", "a", "a", "a", "b", "b", "b", "c", "c", "d")),
            Nd4j.createFromArray(new float[][] {{0, 0}, {2, 0}, {3, 3}, {0, 1}, {-1, 5}}));

    private static List<String> words(List<WordVectors.Neighbour> neighbours) {
        return neighbours.stream().map(WordVectors.Neighbour::word).toList();
    }

    @Test
    void similarityIsTheCosine() {
        assertEquals(Math.sqrt(0.5), vectors.similarity("a", "b"), 1e-6);
        assertEquals(0, vectors.similarity("a", "c"), 1e-6);
        assertEquals(1, vectors.similarity("c", "c"), 1e-6);
        assertEquals(0, vectors.similarity("<unk>", "c"), 1e-6);
    }

    @Test
    void nearestFirst() {
        assertEquals(List.of("d", "b"), words(vectors.nearest("c", 2)));
        assertEquals(4, vectors.nearest("c", 99).size());
        assertEquals(List.of(), vectors.nearest("c", 0));
        assertEquals("[b 0.71]", vectors.nearest("a", 1).toString());
    }

    @Test
    void analogies() {
        // b - a + c points up and a little to the left.
        assertEquals(List.of("d"), words(vectors.analogy("a", "b", "c", 1)));
    }

    @Test
    void refusals() {
        assertThrows(IllegalArgumentException.class, () -> vectors.vector("z"));
        assertThrows(
                IllegalArgumentException.class, () -> WordVectors.of(Vocabulary.of(List.of("a")), Nd4j.zeros(3, 2)));
    }
}
