package d2j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

class TextReaderTest {
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    @TempDir
    Path folder;

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("a.txt"), content);
    }

    private String refusal(byte[] content, Charset encoding) throws IOException {
        Path file = file(content);
        String message = assertThrows(DatasetException.class, () -> TextReader.lines(file, encoding))
                .getMessage();
        assertTrue(message.startsWith(file.toString()), message);
        return message.substring(file.toString().length());
    }

    @Test
    void readsTheLinesOfAnySystem() throws IOException {
        List<String> lines = List.of("Ünï 时间 \ud83d\ude00", "", "b\u0085\u2028c");
        for (String end : List.of("\n", "\r\n", "\r")) {
            for (String mark : List.of("", "\uFEFF")) {
                for (String last : List.of("", end)) {
                    byte[] content = (mark + String.join(end, lines) + last).getBytes(StandardCharsets.UTF_8);
                    assertEquals(lines, TextReader.lines(file(content)));
                    assertEquals(lines, TextReader.lines(file(TestData.gzip(content))));
                }
            }
        }
        assertEquals(List.of(), TextReader.lines(file(new byte[0])));
        assertEquals(List.of("", "", "a"), TextReader.lines(file("\n\r\na".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void readsAnotherEncodingWhereItIsToldTo() throws IOException {
        byte[] content = "a … “b” é".getBytes(WINDOWS);
        assertEquals(List.of("a … “b” é"), TextReader.lines(file(content), WINDOWS));
        assertEquals(
                ", line 1: not in UTF-8: no character has the byte 85 in its place; remove it and fetch the data set"
                        + " again",
                refusal(content, StandardCharsets.UTF_8));
    }

    @Test
    void namesTheLineThatIsInAnotherEncoding() throws IOException {
        for (String end : List.of("\n", "\r\n", "\r")) {
            byte[] content = ("one" + end + end + "caf\u00e9" + end + "four").getBytes(StandardCharsets.ISO_8859_1);
            String message = refusal(content, StandardCharsets.UTF_8);
            assertTrue(message.startsWith(", line 3: not in UTF-8: no character has the byte e9"), message);
        }
        // The last character is cut off.
        byte[] cut = "a\n时".getBytes(StandardCharsets.UTF_8);
        assertTrue(refusal(Arrays.copyOf(cut, 4), StandardCharsets.UTF_8).startsWith(", line 2: "));
        // Windows-1252 has no character 81.
        assertTrue(refusal(new byte[] {'a', '\n', (byte) 0x81}, WINDOWS).contains("line 2: not in windows-1252"));
        // Half of a surrogate pair, and a character longer than it need be.
        assertTrue(refusal(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, StandardCharsets.UTF_8)
                .contains("line 1:"));
        assertTrue(refusal(new byte[] {'\n', (byte) 0xc0, (byte) 0x80}, StandardCharsets.UTF_8)
                .contains("line 2:"));
    }

    @Test
    void refusesUtf16() throws IOException {
        assertTrue(refusal("a\nb".getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_8)
                .contains("byte fe"));
        assertTrue(refusal("a\nb".getBytes(StandardCharsets.UTF_16LE), StandardCharsets.UTF_8)
                .contains("line 1: not in UTF-8: it has a zero byte"));
    }

    @Test
    void refusesWhatCannotBeRead() throws IOException {
        Path none = folder.resolve("none.txt");
        assertTrue(assertThrows(DatasetException.class, () -> TextReader.lines(none))
                .getMessage()
                .startsWith(none + " cannot be read"));
        byte[] packed = TestData.gzip("some text".getBytes(StandardCharsets.UTF_8));
        assertTrue(refusal(Arrays.copyOf(packed, packed.length - 9), StandardCharsets.UTF_8)
                .startsWith(" cannot be read"));
        byte[] blank = " \r\n\n".getBytes(StandardCharsets.UTF_8);
        Path file = file(blank);
        assertThrows(DatasetException.class, () -> TextReader.sentences(file));
    }
}
