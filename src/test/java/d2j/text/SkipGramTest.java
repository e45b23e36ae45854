package d2j.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SkipGramTest {

    /** Animals and fruits never meet, and each word of a kind is as good as the other. */
    @Test
    void wordsOfOneKindAreNear() {
        List<List<String>> kinds = List.of(List.of("cat", "dog", "cow"), List.of("fig", "pear", "plum"));
        List<List<String>> company = List.of(List.of("runs", "eats", "sleeps"), List.of("ripe", "sweet", "red"));
        SplittableRandom random = new SplittableRandom(1);
        List<String> text = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            int kind = random.nextInt(2);
            text.add(kinds.get(kind).get(random.nextInt(3)));
            text.add(company.get(kind).get(random.nextInt(3)));
        }
        Vocabulary vocabulary = Vocabulary.of(text);
        List<int[]> sentences = new ArrayList<>();
        for (int i = 0; i < text.size(); i += 2) {
            sentences.add(vocabulary.indices(text.subList(i, i + 2)));
        }
        WordVectors vectors = SkipGram.train(vocabulary, sentences, 8, 2, 150, 1);
        for (List<String> kind : kinds) {
            for (String word : kind) {
                List<String> near = vectors.nearest(word, 2).stream()
                        .map(WordVectors.Neighbour::word)
                        .sorted()
                        .toList();
                assertEquals(
                        kind.stream()
                                .filter(other -> !other.equals(word))
                                .sorted()
                                .toList(),
                        near,
                        word);
            }
        }
        assertEquals(
                vectors.table(),
                SkipGram.train(vocabulary, sentences, 8, 2, 150, 1).table());
    }
}
