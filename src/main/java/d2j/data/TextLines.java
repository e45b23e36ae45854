package d2j.data;

import d2j.data.store.DatasetException;
import d2j.data.store.Gzip;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the lines of a text in UTF-8, with or without a byte order mark, whatever ends them. */
final class TextLines {
    private TextLines() {}

    /**
     * All lines, empty ones too.
     *
     * @throws DatasetException if the file cannot be read or is not UTF-8; the message names the line
     */
    static List<String> read(Path file) {
        byte[] bytes;
        try (InputStream in = Gzip.open(file)) {
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be read: " + e.getMessage(), e);
        }
        List<String> lines = new ArrayList<>();
        int from = startsWithMark(bytes) ? 3 : 0;
        while (from < bytes.length) {
            int end = from;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            int last = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
            try {
                lines.add(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, from, last - from))
                        .toString());
            } catch (CharacterCodingException e) {
                throw new DatasetException(
                        file + ", line " + (lines.size() + 1) + ": not UTF-8; the file is damaged or was converted", e);
            }
            from = end + 1;
        }
        return lines;
    }

    private static boolean startsWithMark(byte[] bytes) {
        return bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf;
    }
}
