package d2j.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokeniserTest {
    private static List<String> words(String text) {
        return new WordTokeniser().tokens(text);
    }

    private static List<String> characters(String text) {
        return new CharacterTokeniser().tokens(text);
    }

    @Test
    void wordsAreInLowerCaseAndPunctuationStandsAlone() {
        assertEquals(
                List.of("don", "'", "t", "panic", "!", "it", "cost", "3", ".", "50"),
                words("Don't PANIC! It cost 3.50"));
        assertEquals(List.of(), words(" \t\n\u00a0\u3000"));
        assertEquals(List.of("a", "b"), words("a\u00a0b\u200b"));
        assertEquals(List.of("the", "time", "machine", ","), words("\uFEFFThe Time\r\nMachine,"));
    }

    @Test
    void wordsOfOtherScripts() {
        // A Chinese character is a word, also one that takes two Java characters; full-width punctuation stands alone.
        assertEquals(List.of("我", "爱", "deep", "learning", "。"), words("我爱Deep learning。"));
        assertEquals(List.of("\ud842\udfb7", "野", "家"), words("\ud842\udfb7野家"));
        assertEquals(List.of("straße", "ärger"), words("Straße Ärger"));
        assertEquals(List.of("καλημέρα", "κόσμε"), words("Καλημέρα κόσμε"));
        assertEquals(List.of("हिन्दी"), words("हिन्दी"));
        assertEquals(List.of("می\u200cخواهم"), words("می\u200cخواهم"));
    }

    @Test
    void typedInTwoWaysTheWordIsTheSame() {
        assertEquals(List.of("caf\u00e9"), words("Caf\u00e9"));
        assertEquals(List.of("caf\u00e9"), words("Cafe\u0301"));
        // No composed character exists: the mark stays with its letter.
        assertEquals(List.of("q\u0308y"), words("q\u0308y"));
    }

    @Test
    void surrogatesAreNotTornApart() {
        assertEquals(List.of("good", "\ud83d\ude00", "!"), words("good\ud83d\ude00!"));
        assertEquals(List.of("\ud835\udc00"), words("\ud835\udc00"));
        // A surrogate without its other half is no character, but it must not stop the program.
        assertEquals(List.of("a", "\ud83d", "b"), words("a \ud83d b"));
        assertEquals(List.of("\ud83d\ude00", "a", "\ud83d"), characters("\ud83d\ude00a\ud83d"));
    }

    @Test
    void charactersAreWhatAReaderTakesForOne() {
        assertEquals(List.of("T", "h", "e", " ", "I"), characters("The I"));
        assertEquals(List.of("e\u0301", "a"), characters("e\u0301a"));
        assertEquals(List.of("时", "间", "a"), characters("时间a"));
        assertEquals(List.of("a", "\r\n", "b"), characters("a\r\nb"));
        // A family of three, joined; a flag of two letters.
        assertEquals(
                1,
                characters("\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67").size());
        assertEquals(
                2,
                characters("\ud83c\udde9\ud83c\uddea\ud83c\uddeb\ud83c\uddf7").size());
        assertEquals(List.of(), characters(""));
        String text = "Ünï\u0308 \ud83d\ude00\r\n中\u0000文\ud83d";
        assertEquals(text, String.join("", characters(text)));
    }

    @Test
    void blanks() {
        BlankTokeniser blanks = new BlankTokeniser();
        assertEquals(List.of("mr.", "<unk>", "N"), blanks.tokens(" mr.  <unk>\tN \n"));
        assertEquals(List.of(), blanks.tokens("  "));
        assertEquals(List.of("a", "b", "c"), blanks.all(List.of("a b", "", "c")));
    }
}
