package d2j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import d2j.data.store.DatasetException;
import d2j.data.store.TestData;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Multi30kTest {
    private static final List<SentencePair> PAIRS =
            List.of(new SentencePair("A dog.", "Un chien."), new SentencePair("A café.", "Un café."));

    @TempDir
    Path folder;

    private Path file(String name, String text, Charset charset) throws IOException {
        return Files.write(folder.resolve(name), text.getBytes(charset));
    }

    private static String refusal(Path source, Path target) {
        return assertThrows(DatasetException.class, () -> Multi30k.pairs(source, target))
                .getMessage();
    }

    @Test
    void readsPairsHoweverTheLinesEnd() throws IOException {
        Path source = file("en", "\ufeffA dog.\r\n\r\nA café.", StandardCharsets.UTF_8);
        Path target = Files.write(
                folder.resolve("fr.gz"), TestData.gzip("Un chien. \n\nUn café.\n".getBytes(StandardCharsets.UTF_8)));
        assertEquals(PAIRS, Multi30k.pairs(source, target));
    }

    @Test
    void refusesFilesThatContradictEachOther() throws IOException {
        Path two = file("two", "A dog.\nA café.\n", StandardCharsets.UTF_8);
        Path three = file("three", "Un chien.\n\nUn café.\n", StandardCharsets.UTF_8);
        Path hole = file("hole", "Un chien.\n \n", StandardCharsets.UTF_8);
        assertEquals(
                two + " has 2 sentences, but " + three + " has 3; delete both and fetch the data set again",
                refusal(two, three));
        assertEquals(
                hole + ", line 2: empty, while the other language has a sentence; delete both and fetch the data set"
                        + " again",
                refusal(two, hole));
    }

    @Test
    void refusesWhatIsNoText() throws IOException {
        Path good = file("good", "A dog.\nA café.\n", StandardCharsets.UTF_8);
        Path latin = file("latin", "A dog.\nA café.\n", StandardCharsets.ISO_8859_1);
        assertEquals(
                latin + ", line 2: not in UTF-8: no character has the byte e9 in its place; remove it and fetch the"
                        + " data set again",
                refusal(latin, good));
        byte[] whole = TestData.gzip("A dog.\nA café.\n".repeat(50).getBytes(StandardCharsets.UTF_8));
        Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(whole, whole.length - 9));
        assertEquals(true, refusal(good, cut).startsWith(cut + " cannot be read: "));
    }
}
