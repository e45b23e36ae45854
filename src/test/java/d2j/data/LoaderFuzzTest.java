package d2j.data;

import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.data.samples.TableSamples;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.TestData;
import d2j.fuzz.Fuzz;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files are read or refused with their names; nothing else happens. */
class LoaderFuzzTest {
    @TempDir
    Path folder;

    private interface Reading {
        void of(Path file);
    }

    /** What was read, of so many rounds. */
    private record Outcome(int read, int rounds) {}

    private Outcome tries(String name, byte[] good, int rounds, Reading reading) {
        Path file = folder.resolve("file");
        AtomicInteger read = new AtomicInteger();
        int done = Fuzz.run(name, rounds, damage -> {
            byte[] bad = damage.bytes(good);
            Files.write(file, damage.random().nextInt(3) == 0 ? TestData.gzip(bad) : bad);
            try {
                reading.of(file);
                read.incrementAndGet();
            } catch (DatasetException e) {
                assertTrue(
                        e.getMessage().startsWith(file.toString())
                                && e.getMessage().length() < 2_000,
                        e.getMessage());
            }
        });
        return new Outcome(read.get(), done);
    }

    /** Whether more than so many were read, but not all; with {@code -Dd2j.fuzz.seed} there is only one. */
    private static boolean isMixed(Outcome outcome, int read) {
        return outcome.rounds() == 1 || outcome.read() > read && outcome.read() < outcome.rounds();
    }

    @Test
    void idx() throws IOException {
        byte[] images = IdxTest.idx(TestData.random(7 * 5 * 3, 1), 7, 5, 3);
        Outcome outcome = tries("images", images, 600, file -> Idx.read(file, 3));
        assertTrue(isMixed(outcome, 30), outcome.toString());
        tries("compressed images", TestData.gzip(images), 600, file -> Idx.read(file, 3, 4));
        tries("labels", IdxTest.idx(TestData.random(20, 1), 20), 200, file -> Idx.read(file, 1));
    }

    @Test
    void tables() throws IOException {
        List<Catalog.Column> columns = Catalog.standard().entry("airfoil").columns();
        byte[] rows = TableSamples.airfoil(1)
                .lines()
                .limit(8)
                .reduce("", (a, b) -> a + b + "\n")
                .getBytes();
        Outcome outcome = tries("rows", rows, 400, file -> TableReader.read(file, "a", columns, false, '\t'));
        assertTrue(isMixed(outcome, 5), outcome.toString());
        List<Catalog.Column> described = List.of(
                new Catalog.Column("id", "integer", null, ""),
                new Catalog.Column("street", "text", null, ""),
                new Catalog.Column("area", "real", null, ""));
        byte[] table =
                "id,street,area\n1,\"a, \"\"b\"\"\",2.5\n2,NA,NA\n3,\u00fc,-1e-3\n".getBytes(StandardCharsets.UTF_8);
        tries("a table", table, 800, file -> TableReader.read(file, "a", described, true, ','));
    }

    @Test
    void texts() {
        byte[] text = "The Time Machine\n\nÜber die Zeit \ud83d\ude00\r\n时间 N <unk>\n".getBytes(StandardCharsets.UTF_8);
        Outcome outcome = tries("text", text, 400, TextReader::lines);
        assertTrue(isMixed(outcome, 5), outcome.toString());
        tries("text in another encoding", text, 400, file -> TextReader.lines(file, Charset.forName("windows-1252")));
        tries("sentences", text, 400, file -> TextReader.sentences(file));
        tries("reviews", text, 400, file -> TextReader.sentences(file, Charset.forName("windows-1252")));
    }

    @Test
    void sentences() throws IOException {
        byte[] good = "Un chien joue.\nÀ vélo, près de la mer.\nLa neige tombe.\n".getBytes(StandardCharsets.UTF_8);
        Path other = Files.write(folder.resolve("other"), "A dog.\nA bike.\nSnow.\n".getBytes());
        Outcome outcome = tries("sentences", good, 400, file -> Multi30k.pairs(file, other));
        assertTrue(isMixed(outcome, 5), outcome.toString());
    }

    @Test
    void annotatedTexts() {
        byte[] posts = "Anna\tB-person\nRose\tI-person\nis\tO\n\nAcme\tB-corporation,B-product\n!\tO\n"
                .getBytes(StandardCharsets.UTF_8);
        Outcome ofPosts = tries("posts", posts, 300, Wnut17::read);
        assertTrue(isMixed(ofPosts, 1), ofPosts.toString());
        byte[] pairs = ("pair_ID\tsentence_A\tsentence_B\trelatedness_score\tentailment_judgment\n"
                        + "1\tA dog runs\tA dog moves\t4.5\tENTAILMENT\n2\tA cat\tNo cat\t3\tCONTRADICTION\n")
                .getBytes(StandardCharsets.UTF_8);
        Outcome ofPairs = tries("pairs", pairs, 300, Sick::read);
        assertTrue(isMixed(ofPairs, 1), ofPairs.toString());
        byte[] questions = ("{\"data\": [{\"paragraphs\": [{\"context\": \"\ud83d\ude00 Ada lived in Oslo."
                        + " There she wrote books.".repeat(20) + "\", "
                        + "\"qas\": [{\"question\": \"Where?\","
                        + " \"answers\": [{\"text\": \"Oslo\", \"answer_start\": 15}]}]}]}]}")
                .getBytes(StandardCharsets.UTF_8);
        Outcome ofQuestions = tries("questions", questions, 400, Xquad::read);
        assertTrue(isMixed(ofQuestions, 1), ofQuestions.toString());
    }
}
