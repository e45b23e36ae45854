package d2j.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SpanTest {
    @Test
    void tagsMarkSpans() {
        List<String> tags = List.of("B-person", "I-person", "O", "B-group", "B-group", "I-group");
        List<Span> spans = List.of(new Span(0, 2, "person"), new Span(3, 4, "group"), new Span(4, 6, "group"));
        assertEquals(spans, Span.of(tags));
        assertEquals(tags, Span.tags(spans, 6));
        assertEquals(List.of(), Span.of(List.of("O", "O")));
        assertEquals(List.of(), Span.of(List.of()));
    }

    @Test
    void whatContinuesNothingBegins() {
        assertEquals(List.of(new Span(1, 3, "a")), Span.of(List.of("O", "I-a", "I-a")));
        assertEquals(List.of(new Span(0, 1, "a"), new Span(1, 2, "b")), Span.of(List.of("B-a", "I-b")));
    }

    @Test
    void spansComeBackFromTheirTags() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 300; round++) {
            List<Span> spans = new ArrayList<>();
            int at = 0;
            while (at < 20) {
                int from = at + random.nextInt(3);
                int to = from + random.nextInt(1, 4);
                spans.add(new Span(from, to, random.nextBoolean() ? "x" : "y-z"));
                at = to;
            }
            assertEquals(spans, Span.of(Span.tags(spans, at)));
        }
    }

    @Test
    void refusesWhatIsNoTagAndWhatOverlaps() {
        for (String bad : List.of("", "X", "B", "B-", "o", "person")) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> Span.of(List.of("O", bad)), bad);
            assertEquals("token 1 has \"" + bad + "\", which is no tag", e.getMessage());
        }
        List<Span> overlapping = List.of(new Span(0, 2, "a"), new Span(1, 3, "a"));
        assertThrows(IllegalArgumentException.class, () -> Span.tags(overlapping, 3));
        assertThrows(IllegalArgumentException.class, () -> Span.tags(List.of(new Span(2, 4, "a")), 3));
        assertThrows(IllegalArgumentException.class, () -> new Span(2, 2, "a"));
        assertThrows(IllegalArgumentException.class, () -> Span.f1(List.of(), List.of(List.of())));
    }

    @Test
    void f1CountsWholeSpans() {
        List<List<Span>> expected = List.of(List.of(new Span(0, 2, "a"), new Span(3, 4, "b")), List.of());
        assertEquals(1, Span.f1(expected, expected));
        // One of two is found, and of three predictions one is right: 2 * 1 / (2 + 3).
        List<List<Span>> found =
                List.of(List.of(new Span(0, 2, "a"), new Span(3, 5, "b")), List.of(new Span(0, 1, "a")));
        assertEquals(0.4, Span.f1(expected, found), 1e-12);
        assertEquals(0, Span.f1(expected, List.of(List.of(new Span(0, 2, "b")), List.of())));
        assertEquals(0, Span.f1(List.of(List.of()), List.of(List.of())));
    }

    @Test
    void answersAreComparedAsSquadDoes() {
        assertEquals(1, AnswerScore.exactMatch("The Eiffel Tower!", "eiffel tower"));
        assertEquals(0, AnswerScore.exactMatch("the tower", "Eiffel tower"));
        assertEquals(1, AnswerScore.exactMatch("1,000", "1000"));
        assertEquals(2 / 3.0, AnswerScore.f1("the tower", "Eiffel tower"), 1e-12);
        // A word that the answer repeats counts once.
        assertEquals(2.0 / 5, AnswerScore.f1("tower tower tower", "Eiffel tower"), 1e-12);
        assertEquals(0, AnswerScore.f1("Rome", "Eiffel tower"));
        assertEquals(0, AnswerScore.f1("", "Rome"));
        assertEquals(1, AnswerScore.f1("the", "a"));
        assertEquals(1, AnswerScore.exactMatch("《北京》", "北京"));
        assertEquals(0.8, AnswerScore.f1("北京市", "北京"), 1e-12);
    }
}
