package d2j.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SubwordsTest {

    private static final Tokeniser BLANKS = new BlankTokeniser();

    private static List<String> repeated(Object... wordsAndCounts) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < wordsAndCounts.length; i += 2) {
            texts.addAll(Collections.nCopies((int) wordsAndCounts[i + 1], (String) wordsAndCounts[i]));
        }
        return texts;
    }

    private static List<String> merges(BytePairEncoding encoding) {
        return encoding.merges().stream()
                .map(merge -> merge.left() + " " + merge.right())
                .toList();
    }

    /** The words and the ten merges that the program in the paper of Sennrich et al. prints. */
    @Test
    void thePapersWordsGiveThePapersMerges() {
        BytePairEncoding encoding =
                BytePairEncoding.train(BLANKS, repeated("low", 5, "lower", 2, "newest", 6, "widest", 3), 10);
        assertEquals(
                List.of("e s", "es t", "est </w>", "l o", "lo w", "n e", "ne w", "new est</w>", "low </w>", "w i"),
                merges(encoding));
        assertEquals(List.of("low", "est</w>"), encoding.tokens("lowest"));
    }

    /** The words of Dive into Deep Learning's section on subwords, which has the same ten merges. */
    @Test
    void theTextbooksWordsGiveTheTextbooksMerges() {
        BytePairEncoding encoding =
                BytePairEncoding.train(BLANKS, repeated("fast", 4, "faster", 3, "tall", 5, "taller", 4), 10);
        assertEquals(
                List.of("t a", "ta l", "tal l", "f a", "fa s", "fas t", "e r", "er </w>", "tall </w>", "fast </w>"),
                merges(encoding));
        assertEquals(List.of("tall", "e", "s", "t", "</w>"), encoding.tokens("tallest"));
    }

    /** Words of few letters, with many ties and letters that repeat, against counting all pairs anew each time. */
    @Test
    void mergesAreThoseOfCountingAnew() {
        Random random = new Random(7);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            int length = 1 + random.nextInt(9);
            texts.add(
                    random.ints(length, 'a', 'd').mapToObj(Character::toString).collect(Collectors.joining()));
        }
        Map<List<String>, Integer> counts = new LinkedHashMap<>();
        texts.forEach(text -> {
            List<String> pieces =
                    new ArrayList<>(text.chars().mapToObj(Character::toString).toList());
            pieces.add(BytePairEncoding.END);
            counts.merge(pieces, 1, Integer::sum);
        });
        List<List<String>> words = new ArrayList<>(counts.keySet());
        List<Integer> times = List.copyOf(counts.values());
        List<BytePairEncoding.Merge> expected = new ArrayList<>();
        while (true) {
            Map<BytePairEncoding.Merge, Integer> pairs = new LinkedHashMap<>();
            for (int word = 0; word < words.size(); word++) {
                List<String> pieces = words.get(word);
                for (int i = 0; i + 1 < pieces.size(); i++) {
                    pairs.merge(
                            new BytePairEncoding.Merge(pieces.get(i), pieces.get(i + 1)),
                            times.get(word),
                            Integer::sum);
                }
            }
            if (pairs.isEmpty()) {
                break;
            }
            int most = Collections.max(pairs.values());
            BytePairEncoding.Merge best = pairs.keySet().stream()
                    .filter(pair -> pairs.get(pair) == most)
                    .findFirst()
                    .orElseThrow();
            expected.add(best);
            words.replaceAll(pieces -> PairMerges.joined(pieces, best, best.piece()));
        }
        assertTrue(expected.size() > 200, "so many merges: " + expected.size());
        assertEquals(expected, BytePairEncoding.train(BLANKS, texts, 10_000).merges());
    }

    @Test
    void mergesEndWhereEachWordIsOnePiece() {
        BytePairEncoding encoding = BytePairEncoding.train(BLANKS, List.of("ab ab"), 100);
        assertEquals(List.of("a b", "ab </w>"), merges(encoding));
        assertThrows(IllegalArgumentException.class, () -> BytePairEncoding.train(BLANKS, List.of("ab"), -1));
    }

    @Test
    void whatIsJoinedIsTheText() {
        String text = "深度 学习 naïve 👩‍🔬 strasse e\u0301te\u0301";
        List<String> texts = List.of(text, "deep learning deep learned");
        for (int merges : new int[] {0, 3, 50}) {
            BytePairEncoding encoding = BytePairEncoding.train(BLANKS, texts, merges);
            texts.forEach(t -> assertEquals(t, BytePairEncoding.join(encoding.tokens(t))));
        }
        WordPiece pieces = WordPiece.train(BLANKS, texts, 70);
        texts.forEach(t -> assertEquals(t, WordPiece.join(pieces.tokens(t))));
        assertTrue(pieces.tokens("学").size() == 1 && !pieces.tokens("深").contains(Vocabulary.UNKNOWN));
    }

    @Test
    void aWordIsCutIntoTheLongestPieces() {
        List<String> texts = repeated("unable", 4, "undo", 4, "believe", 5, "believable", 5, "readable", 6);
        WordPiece pieces = WordPiece.train(BLANKS, texts, 45);
        List<String> cut = pieces.tokens("unbelievable");
        assertEquals("unbelievable", WordPiece.join(cut));
        for (int i = 0; i < cut.size(); i++) {
            assertEquals(i > 0, cut.get(i).startsWith(WordPiece.INSIDE), cut.toString());
            assertTrue(pieces.vocabulary().contains(cut.get(i)), cut.get(i));
        }
        assertEquals(cut, WordPiece.train(BLANKS, texts, 45).tokens("unbelievable"), "the same every time");
        assertTrue(cut.size() < 12, cut.toString());
    }

    @Test
    void reservedTokensAreNeverCut() {
        WordPiece pieces = WordPiece.train(new WordTokeniser(), List.of("a <unk> b, ab"), 20, "<pad>", "<mask>");
        assertEquals(List.of("<unk>", "<pad>", "<mask>"), pieces.vocabulary().tokens(0, 1, 2));
        assertEquals(List.of("a", "<mask>", "b", ",", "<unk>"), pieces.tokens("A<mask> b, <unk>"));
        assertEquals(List.of("<unk>"), pieces.tokens("abx"));
        assertEquals(List.of(), pieces.tokens(" "));
        assertEquals("a ab", WordPiece.join(List.of("a", "a", "##b")));
    }

    @Test
    void aVocabularyHoldsAtLeastTheCharacters() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> WordPiece.train(BLANKS, List.of("abc abd"), 4))
                .getMessage();
        assertEquals("a vocabulary of 4 is too small: the text's characters and the reserved tokens are 5", message);
    }
}
