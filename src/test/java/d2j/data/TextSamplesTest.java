package d2j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.data.samples.Articles;
import d2j.data.samples.Sentences;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetStore;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in for texts that cannot be had. */
class TextSamplesTest {
    @TempDir
    Path folder;

    private DatasetStore store() {
        return new DatasetStore(Catalog.standard(), null, folder, true);
    }

    @Test
    void sentencesDependOnTheSeedAlone() {
        for (Sentences sentences : List.of(Sentences.story(), Sentences.news())) {
            List<String> many = sentences.draw(200, 1);
            assertEquals(many.subList(0, 50), sentences.draw(50, 1));
            assertNotEquals(many.subList(0, 50), sentences.draw(50, 2));
            assertTrue(new HashSet<>(many).size() > 150);
        }
        List<String> articles = Articles.draw(20, 1);
        List<String> few = Articles.draw(5, 1);
        assertEquals(articles.subList(0, few.size()), few);
    }

    @Test
    void sentencesInSeveralLanguages() {
        Sentences sentences = Sentences.of("S = a NOUN / un NOUN\nNOUN = <n> cats / <n> chats | bus / bus", "S");
        Set<List<String>> seen = new HashSet<>(sentences.drawAll(50, 1));
        assertEquals(Set.of(List.of("a N cats", "un N chats"), List.of("a bus", "un bus")), seen);
    }

    @Test
    void wordsFollowZipf() {
        Sentences words = Sentences.of(Sentences.zipf("W", "a b c d"), "W");
        Map<String, Integer> counts = new HashMap<>();
        words.draw(25_000, 1).forEach(word -> counts.merge(word, 1, Integer::sum));
        assertEquals(12_000, counts.get("a"), 300);
        assertEquals(6_000, counts.get("b"), 300);
        assertEquals(4_000, counts.get("c"), 300);
        assertEquals(3_000, counts.get("d"), 300);
    }

    @Test
    void timeMachine() {
        TimeMachine book = TimeMachine.load(store());
        assertFalse(book.isReal());
        assertTrue(
                book.origin()
                        .matches(
                                "The Time Machine: [0-9,]+ lines of generated sentences in place of the real data, .*"),
                book.origin());
        assertTrue(book.lines().stream().allMatch(line -> line.length() <= 70));
        assertTrue(book.text().matches("[a-z ]+"));
        assertEquals(27, book.text().chars().distinct().count());
        assertTrue(book.text().length() > 100_000, book.text().length() + " characters");
    }

    @Test
    void pennTreebank() {
        PennTreebank data = PennTreebank.load(store());
        assertFalse(data.isReal());
        assertEquals(6_000, data.train().size());
        assertEquals(500, data.validation().size());
        assertEquals(500, data.test().size());
        Set<String> words = new HashSet<>(List.of(String.join(" ", data.train()).split(" ")));
        assertTrue(words.containsAll(List.of("N", "<unk>", "mr.", "million")) && !words.contains("<n>"));
    }

    @Test
    void movieReviews() {
        MovieReviews data = MovieReviews.load(store());
        assertFalse(data.isReal());
        assertEquals(2_400, data.train().size());
        assertEquals(600, data.test().size());
        assertEquals(
                300, data.test().stream().filter(review -> review.label() == 1).count());
        assertTrue(data.train().stream()
                .anyMatch(review -> review.label() == 1 && review.text().contains("dull")));
        assertEquals(data.train(), MovieReviews.load(store()).train());
    }

    @Test
    void wikiText2() {
        WikiText2 data = WikiText2.load(store());
        assertFalse(data.isReal());
        assertTrue(data.validation().stream().anyMatch(WikiText2::isHeading));
        assertTrue(data.test().stream()
                        .filter(line -> line.split(" \\. ").length >= 2)
                        .count()
                > 100);
        assertTrue(data.validation().stream()
                .filter(line -> !WikiText2.isHeading(line))
                .allMatch(line -> line.endsWith(" .")));
    }

    @Test
    void paragraphsOfWikiTextHaveTheirHyphensBack() {
        WikiText2 data = new WikiText2(
                List.of("= Homarus gammarus =", "1 @,@ 000 well @-@ known lobsters of 5 @.@ 5 kg @ sea"),
                List.of("= = Size = =", "a b"),
                "",
                true);
        assertEquals(List.of("1,000 well-known lobsters of 5.5 kg @ sea", "a b"), data.paragraphs());
    }
}
