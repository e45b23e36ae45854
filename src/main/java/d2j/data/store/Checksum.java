package d2j.data.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.ZipException;

/** Compares a file's decompressed content with what the catalogue says of it. */
final class Checksum {
    private Checksum() {}

    /** What is wrong with the file's content, in words that follow its name; empty if nothing is. */
    static Optional<String> problem(Path file, Catalog.RemoteFile expected) throws IOException {
        MessageDigest digest = sha256();
        long size = 0;
        try (InputStream in = Gzip.open(file)) {
            byte[] buffer = new byte[1 << 16];
            // A bomb is noticed as soon as it is larger than it should be.
            for (int n = in.read(buffer); n >= 0 && size <= expected.size(); n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                size += n;
            }
        } catch (EOFException e) {
            return Optional.of("ends too early: it is a truncated gzip file");
        } catch (ZipException e) {
            return Optional.of("is a damaged gzip file (" + e.getMessage() + ")");
        }
        if (size != expected.size()) {
            return Optional.of("has " + (size > expected.size() ? "more than " + expected.size() : size)
                    + " bytes of content instead of " + expected.size());
        }
        String actual = HexFormat.of().formatHex(digest.digest());
        if (expected.sha256() != null && !expected.sha256().equalsIgnoreCase(actual)) {
            return Optional.of("has the wrong content: its SHA-256 is " + actual + " instead of " + expected.sha256());
        }
        return Optional.empty();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
