package d2j.data;

import d2j.data.store.DatasetException;
import d2j.data.store.Gzip;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Reads files of text, compressed with gzip or not. Lines may end as on any system, and a byte order mark is skipped;
 * bytes that are no text in the expected encoding are refused with file and line, never replaced.
 */
final class TextReader {
    private static final int LARGEST = 1 << 28;

    private TextReader() {}

    /**
     * The lines of a file in UTF-8, with the empty ones, so that line i is element i - 1.
     *
     * @throws DatasetException if it cannot be read or is no such text; the message begins with its name
     */
    static List<String> lines(Path file) {
        return lines(file, StandardCharsets.UTF_8);
    }

    /** The lines of a file in another encoding. */
    static List<String> lines(Path file, Charset encoding) {
        return text(file, encoding).lines().toList();
    }

    /**
     * The lines of a file in UTF-8 that are not empty, without blanks at their ends.
     *
     * @throws DatasetException also if there is none
     */
    static List<String> sentences(Path file) {
        return sentences(file, StandardCharsets.UTF_8);
    }

    /** As {@link #sentences(Path)}, in another encoding. */
    static List<String> sentences(Path file, Charset encoding) {
        List<String> sentences = lines(file, encoding).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (sentences.isEmpty()) {
            throw new DatasetException(file + " has no sentence; remove it and fetch the data set again");
        }
        return sentences;
    }

    /** A whole file, with the ends of lines that it has. */
    static String text(Path file, Charset encoding) {
        byte[] bytes;
        try (InputStream in = Gzip.open(file)) {
            bytes = in.readNBytes(LARGEST + 1);
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be read: " + e.getMessage(), e);
        }
        if (bytes.length > LARGEST) {
            throw new DatasetException(file + " has more than " + LARGEST + " bytes, far more than expected");
        }
        CharsetDecoder decoder = encoding.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate((int) Math.ceil(bytes.length * (double) decoder.maxCharsPerByte()) + 1);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw damaged(
                    file,
                    lineOf(bytes, in.position()),
                    String.format(
                            Locale.ROOT,
                            "not in %s: no character has the byte %02x in its place",
                            encoding.name(),
                            bytes[in.position()] & 0xff));
        }
        decoder.flush(out);
        String text = out.flip().toString();
        int zero = text.indexOf('\0');
        if (zero >= 0) {
            int line =
                    (int) text.substring(0, zero).chars().filter(c -> c == '\n').count() + 1;
            throw damaged(file, line, "not in " + encoding.name() + ": it has a zero byte, as UTF-16 would");
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** What to throw where a line is not what it should be; {@code what} is wrong with it, by its number from 1. */
    static DatasetException damaged(Path file, int line, String what) {
        return new DatasetException(file + ", line " + line + ": " + what + "; remove it and fetch the data set again");
    }

    private static int lineOf(byte[] bytes, int position) {
        int line = 1;
        for (int i = 0; i < position; i++) {
            boolean end = bytes[i] == '\n' || bytes[i] == '\r' && (i + 1 == bytes.length || bytes[i + 1] != '\n');
            line += end ? 1 : 0;
        }
        return line;
    }
}
