package d2j.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    private static final List<String> TEXT = List.of("the", "time", "the", "machine", "a", "the", "time");

    @Test
    void theMostFrequentComesFirstAndTiesAreAlphabetical() {
        Vocabulary v = Vocabulary.of(TEXT);
        assertEquals(List.of("<unk>", "the", "time", "a", "machine"), v.tokens(0, 1, 2, 3, 4));
        assertEquals(5, v.size());
        assertArrayEquals(new int[] {1, 0, 4}, v.indices(List.of("the", "sphinx", "machine")));
        assertEquals("time", v.token(2));
        assertEquals(3, v.count("the"));
        assertEquals(0, v.count("sphinx"));
        assertEquals(0, v.count(Vocabulary.UNKNOWN));
        assertTrue(v.contains("<unk>") && !v.contains("sphinx"));
        assertEquals("5 tokens: 0 <unk>, 1 the, 2 time, 3 a, 4 machine", v.toString());
    }

    @Test
    void rareTokensAreUnknownAndReservedOnesComeFirst() {
        Vocabulary v = Vocabulary.of(TEXT, 2, "<pad>", "<bos>", "<eos>");
        assertEquals(List.of("<unk>", "<pad>", "<bos>", "<eos>", "the", "time"), v.tokens(0, 1, 2, 3, 4, 5));
        assertEquals(0, v.index("machine"));
        assertEquals(2, v.count(Vocabulary.UNKNOWN));
        assertEquals(0, v.count("machine"));
        assertEquals(0, v.count("<pad>"));
    }

    @Test
    void reservedTokensOfTheTextAreCounted() {
        // PTB has <unk> in its text.
        Vocabulary v = Vocabulary.of(List.of("<unk>", "a", "<unk>", "<eos>", "b", "b"), 2, "<eos>");
        assertEquals(List.of("<unk>", "<eos>", "b"), v.tokens(0, 1, 2));
        assertEquals(3, v.count("<unk>"));
        assertEquals(1, v.count("<eos>"));
        assertEquals(1, Vocabulary.of(List.of()).size());
    }

    @Test
    void listsTokensInTheirOrder() {
        Vocabulary v = Vocabulary.listed(List.of("<unk>", "z", "a"));
        assertArrayEquals(new int[] {2, 1, 0}, v.indices(List.of("a", "z", "b")));
        assertThrows(IllegalArgumentException.class, () -> Vocabulary.listed(List.of("z")));
        assertThrows(IllegalArgumentException.class, () -> Vocabulary.listed(List.of("<unk>", "a", "a")));
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThrows(IllegalArgumentException.class, () -> Vocabulary.of(TEXT, 0));
        assertThrows(IllegalArgumentException.class, () -> Vocabulary.of(TEXT, 1, "<pad>", "<pad>"));
        assertThrows(IllegalArgumentException.class, () -> Vocabulary.of(TEXT, 1, "<unk>"));
        Vocabulary v = Vocabulary.of(TEXT);
        assertThrows(IndexOutOfBoundsException.class, () -> v.token(5));
        assertThrows(IndexOutOfBoundsException.class, () -> v.tokens(-1));
        assertFalse(v.contains(null));
    }
}
