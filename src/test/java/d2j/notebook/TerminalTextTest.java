package d2j.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stays of a text on a terminal, whichever way it was cut into pieces. */
class TerminalTextTest {

    private static TerminalText of(int limit, String... pieces) {
        TerminalText text = new TerminalText(limit);
        List.of(pieces).forEach(text::append);
        return text;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc\r\n",
                "abc\rx",
                " 10%\r100%  \ndone",
                "\r",
                "a\r\r\nb",
                "ab\b\bc",
                "\b\bx",
                "x  \ny",
                "a\r\b\nc\r",
                "one\rtwo\rthree  \rfour\nnext",
                "",
                "\n\n"
            })
    void piecesMakeNoDifference(String text) {
        String whole = of(100, text).text();
        assertEquals(whole, of(100, text.split("")).text());
        assertEquals(whole, NotebookFormat.asTerminalShows(text));
    }

    @Test
    void progressNeedsNoMoreRoomThanItsLine() {
        TerminalText text = new TerminalText(100);
        for (int i = 0; i < 1_000_000; i++) {
            text.append("\rstep " + i + " of 1000000");
        }
        text.append("\ndone\n");
        assertEquals("step 999999 of 1000000\ndone\n", text.text());
        assertFalse(text.truncated());
    }

    @Test
    void theLimitCountsWhatIsKept() {
        assertFalse(of(5, "12345").truncated());
        assertTrue(of(5, "123456").truncated());
        assertEquals("12345", of(5, "123456").text());
        assertEquals("123\n", of(4, "123\n5\n6").text());
        assertEquals("123\n", of(4, "123\n").text());
        assertEquals("XY345", of(5, "12345\rXY").text());
    }

    @Test
    void checksAreCountedBeyondTheLimit() {
        TerminalText text = of(10, "x".repeat(5000), "\n✓ one: 1\n", "no ✓ check\n✓", " two", ": 2\n");
        assertEquals(2, text.checks());
        assertEquals("xxxxxxxxxx", text.text());
        assertEquals(3, of(100, "✓ a\n✓ b\n✓ c").checks());
    }
}
