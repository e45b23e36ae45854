package d2j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.DatasetStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sentences with tags, pairs with labels, questions with answers. */
class AnnotatedTextsTest {
    private static final String HEADER = "pair_ID\tsentence_A\tsentence_B\trelatedness_score\tentailment_judgment\n";

    @TempDir
    Path folder;

    private Path file(String content) throws IOException {
        return Files.write(folder.resolve("a.txt"), content.getBytes(StandardCharsets.UTF_8));
    }

    private String refusal(String content, Function<Path, ?> reading) throws IOException {
        Path file = file(content);
        String message = assertThrows(DatasetException.class, () -> reading.apply(file), content)
                .getMessage();
        assertTrue(message.startsWith(file.toString()), message);
        return message.substring(file.toString().length());
    }

    @Test
    void readsTaggedPosts() throws IOException {
        String text = "Anna\tB-person\nRose\tI-person\n\n\t\nNo\tO\n";
        List<Wnut17.Post> expected = List.of(
                new Wnut17.Post(List.of("Anna", "Rose"), List.of("B-person", "I-person")),
                new Wnut17.Post(List.of("No"), List.of("O")));
        assertEquals(expected, Wnut17.read(file(text)));
        assertEquals(expected, Wnut17.read(file("\uFEFF" + text.replace("\n", "\r\n"))));
    }

    @Test
    void whereAnnotatorsDisagreeTheFirstCounts() throws IOException {
        String text = "Blue\tB-group,B-person\nOwls\tI-person,I-group\nfar\tO\naway\tI-location\n";
        assertEquals(
                List.of("B-group", "I-group", "O", "B-location"),
                Wnut17.read(file(text)).get(0).tags());
    }

    @Test
    void namesTheLineWhoseTagIsWrong() throws IOException {
        assertEquals(
                ", line 2: no tag, but \"B-animal\"; remove it and fetch the data set again",
                refusal("a\tO\nRex\tB-animal\n", Wnut17::read));
        for (String bad : List.of("b", "b\tO\tO", "\tO", "b O", "b\t", "b\tB-", "b\tO,")) {
            String message = refusal("a\tO\n\n" + bad + "\n", Wnut17::read);
            assertTrue(message.startsWith(", line 3: "), message);
        }
        assertEquals(" has no post; remove it and fetch the data set again", refusal("\n\n", Wnut17::read));
        assertThrows(IllegalArgumentException.class, () -> new Wnut17.Post(List.of("a"), List.of()));
    }

    @Test
    void readsPairs() throws IOException {
        String text = HEADER + "1\tA dog\tNo dog\t3.6\tCONTRADICTION\n\n2\tA\tB\t5\tNEUTRAL";
        List<Sick.Inference> expected =
                List.of(new Sick.Inference("A dog", "No dog", 3.6, 2), new Sick.Inference("A", "B", 5, 0));
        assertEquals(expected, Sick.read(file(text)));
        assertEquals(expected, Sick.read(file(text.replace("\n", "\r\n"))));
    }

    @Test
    void namesTheLineThatIsNoPair() throws IOException {
        for (String bad : List.of(
                "1\tA\tB\t3",
                "1\tA\t\t3\tNEUTRAL",
                "1\tA\tB\t6\tNEUTRAL",
                "1\tA\tB\tx\tNEUTRAL",
                "1\tA\tB\t3\tMAYBE")) {
            String message = refusal(HEADER + "1\tA\tB\t3\tNEUTRAL\n" + bad + "\n", Sick::read);
            assertTrue(message.startsWith(", line 3: "), message);
        }
        assertTrue(refusal("1\tA\tB\t3\tNEUTRAL\n", Sick::read).startsWith(", line 1: "));
        assertTrue(refusal("", Sick::read).startsWith(", line 1: "));
        assertTrue(refusal(HEADER, Sick::read).startsWith(" has no pair"));
    }

    private static String squad(String context, String answer, int start) {
        return "{\"data\": [{\"paragraphs\": [{\"context\": \"" + context + "\", \"qas\": [{\"question\": \"Where?\","
                + " \"answers\": [{\"text\": \"" + answer + "\", \"answer_start\": " + start + "}]}]}]}]}";
    }

    @Test
    void placesOfAnswersAreCountedInCodePoints() throws IOException {
        Xquad.Question question =
                Xquad.read(file(squad("\ud83d\ude00 in Oslo", "Oslo", 5))).get(0);
        assertEquals(6, question.start());
        assertEquals("Oslo", question.context().substring(question.start()));
        assertEquals("北京", Xquad.read(file(squad("在北京。", "北京", 1))).get(0).answer());
    }

    @Test
    void refusesWhatIsNotSquad() throws IOException {
        assertTrue(refusal(squad("in Oslo", "Oslo", 4), Xquad::read).contains("in another place than it says: Where?"));
        assertTrue(refusal(squad("in Oslo", "Oslo", 40), Xquad::read).contains("in another place"));
        assertTrue(refusal("{", Xquad::read).startsWith(" is not well formed"));
        assertTrue(refusal("{\"data\": []}", Xquad::read).startsWith(" has no question"));
        for (String part :
                List.of("", "{}", "{\"data\": [null]}", "{\"data\": [{\"paragraphs\": [{\"qas\": [{}]}]}]}")) {
            assertTrue(refusal(part, Xquad::read).startsWith(" lacks a part"), part);
        }
        assertTrue(refusal("[]", Xquad::read).startsWith(" is not well formed"));
    }

    @Test
    void samplesAreLikeTheData() {
        DatasetStore store = new DatasetStore(Catalog.standard(), null, folder, true);
        Wnut17 posts = Wnut17.load(store);
        assertFalse(posts.isReal());
        assertTrue(Wnut17.KINDS.stream().allMatch(kind -> posts.test().stream()
                .anyMatch(post -> post.tags().contains("B-" + kind))));
        Sick pairs = Sick.load(store);
        assertFalse(pairs.isReal());
        int[] counts = new int[3];
        pairs.train().forEach(pair -> counts[pair.label()]++);
        assertTrue(Arrays.stream(counts).allMatch(count -> count > 550), Arrays.toString(counts));
        Xquad questions = Xquad.load(store);
        assertFalse(questions.isReal());
        assertEquals(480, questions.english().size());
        assertEquals(119, questions.english().get(479).article());
        for (Xquad.Question q : questions.english()) {
            assertEquals(q.start(), q.context().lastIndexOf(q.answer()), q.toString());
        }
    }
}
