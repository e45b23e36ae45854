package d2j.data.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Knows a published table again in a copy that a spreadsheet or an editor has saved: with a byte order mark, other ends
 * of lines, semicolons for commas. Nothing else may differ.
 */
final class PublishedText {
    private static final String TEXT_FILE = ".*\\.(csv|tsv|txt|dat|data)";
    /** Larger files are no tables that people open. */
    private static final long LARGEST = 1 << 26;

    private PublishedText() {}

    /** Whether a file has the expected content, apart from those differences. */
    static boolean matches(Path file, Catalog.RemoteFile expected) throws IOException {
        if (!expected.name().matches(TEXT_FILE) || expected.size() > LARGEST || expected.sha256() == null) {
            return false;
        }
        // A line feed can have become two characters; no more than that.
        long most = 2 * expected.size() + 16;
        String text;
        try (InputStream in = Gzip.open(file)) {
            byte[] bytes = in.readNBytes((int) most + 1);
            if (bytes.length > most) {
                return false;
            }
            text = new String(bytes, StandardCharsets.ISO_8859_1);
        }
        // The byte order mark of UTF-8, read byte by byte.
        String lines = text.replaceFirst("^\u00ef\u00bb\u00bf", "")
                .replace("\r\n", "\n")
                .stripTrailing();
        for (String separated : List.of(lines, lines.replace(';', ','), lines.replace(';', '\t'))) {
            for (String end : List.of("\n", "")) {
                if (hasDigest(separated + end, expected)
                        || hasDigest((separated + end).replace("\n", "\r\n"), expected)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hasDigest(String text, Catalog.RemoteFile expected) {
        MessageDigest digest = Checksum.sha256();
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return bytes.length == expected.size()
                && HexFormat.of().formatHex(digest.digest(bytes)).equalsIgnoreCase(expected.sha256());
    }
}
