package d2j.data.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GrammarTest {
    @Test
    void makesSentences() {
        Grammar grammar = Grammar.of(
                """
                GOOD = the FILM was great | a GOODWORD FILM
                BAD = the FILM was dull
                FILM = film | movie
                GOODWORD = fine
                """);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 50; i++) {
            String sentence = grammar.sentence("GOOD", random);
            assertTrue(sentence.matches("the (film|movie) was great|a fine (film|movie)"), sentence);
        }
        assertEquals(
                grammar.sentence("BAD", new SplittableRandom(5)), grammar.sentence("BAD", new SplittableRandom(5)));
    }

    @Test
    void heedsWeights() {
        Grammar grammar = Grammar.of("S = 9* often | seldom |");
        Map<String, Integer> counts = new TreeMap<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1_000; i++) {
            counts.merge(grammar.sentence("S", random), 1, Integer::sum);
        }
        assertEquals(List.of("often", "seldom"), List.copyOf(counts.keySet()));
        assertEquals(900, counts.get("often"), 40);
    }

    @Test
    void translates() {
        Grammar grammar = Grammar.of(
                """
                S = NP sees NP . / NP voit NP .
                NP = a red NOUN / un NOUN rouge | a NOUN / un NOUN
                NOUN = car / camion | bus / bus | S2 / S2
                S2 = bike / vélo
                """);
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 200; i++) {
            List<String> pair = grammar.sentences("S", random);
            String translated = pair.get(0)
                    .replaceAll("red (\\w+)", "$1 rouge")
                    .replaceAll("\\ba\\b", "un")
                    .replace("sees", "voit")
                    .replace("car", "camion")
                    .replace("bike", "vélo");
            assertEquals(translated, pair.get(1));
        }
    }

    @Test
    void refusesWhatIsNoGrammar() {
        for (String rules : List.of(
                "", "S", "s = a", "S = T", "S = a / b\nT = c", "S = T / a\nT = b / c", "S = a / T\nT = b / c")) {
            assertThrows(IllegalArgumentException.class, () -> Grammar.of(rules), rules);
        }
        Grammar endless = Grammar.of("S = a S");
        assertThrows(IllegalArgumentException.class, () -> endless.sentence("S", new SplittableRandom(1)));
        assertThrows(IllegalArgumentException.class, () -> endless.sentence("T", new SplittableRandom(1)));
    }
}
