package d2j.data.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Compares a file's decompressed content, or an archive as it is, with what the catalogue says of it. */
final class Checksum {
    private Checksum() {}

    /** What is wrong with the file's content, in words that follow its name; empty if nothing is. */
    static Optional<String> problem(Path file, Catalog.RemoteFile expected) throws IOException {
        try (InputStream in = expected.isArchive() ? Files.newInputStream(file) : Gzip.open(file)) {
            Optional<String> problem = problem(in, expected);
            if (problem.isEmpty() || PublishedText.matches(file, expected)) {
                return Optional.empty();
            }
            return WebPage.words(file).or(() -> problem);
        } catch (EOFException e) {
            return Optional.of(Files.size(file) == 0 ? "is empty" : "ends too early: it is a truncated gzip file");
        } catch (ZipException e) {
            return Optional.of("is a damaged gzip file (" + e.getMessage() + ")");
        }
    }

    /** Whether the file is compressed with gzip, whole and undamaged. */
    static boolean isSound(Path file) throws IOException {
        try (InputStream in = Gzip.open(file)) {
            in.transferTo(OutputStream.nullOutputStream());
            return in instanceof GZIPInputStream;
        } catch (EOFException | ZipException e) {
            return false;
        }
    }

    /** What is wrong with a content. See {@link #problem(Path, Catalog.RemoteFile)}. */
    static Optional<String> problem(InputStream in, Catalog.RemoteFile expected) throws IOException {
        // Where nobody has published a SHA-256, an MD5 at least tells a damaged file.
        boolean byMd5 = expected.sha256() == null && expected.md5() != null;
        MessageDigest digest = byMd5 ? md5() : sha256();
        long size = 0;
        byte[] buffer = new byte[1 << 16];
        // A bomb is noticed as soon as it is larger than it should be.
        for (int n = in.read(buffer); n >= 0 && size <= expected.size(); n = in.read(buffer)) {
            digest.update(buffer, 0, n);
            size += n;
        }
        if (size == 0) {
            return Optional.of("is empty");
        }
        if (size != expected.size()) {
            return Optional.of("has " + (size > expected.size() ? "more than " + expected.size() : size)
                    + " bytes of content instead of " + expected.size());
        }
        String actual = HexFormat.of().formatHex(digest.digest());
        String right = byMd5 ? expected.md5() : expected.sha256();
        if (right != null && !right.equalsIgnoreCase(actual)) {
            String sum = byMd5 ? "MD5" : "SHA-256";
            return Optional.of("has the wrong content: its " + sum + " is " + actual + " instead of " + right);
        }
        return Optional.empty();
    }

    static MessageDigest sha256() {
        return digest("SHA-256");
    }

    static MessageDigest md5() {
        return digest("MD5");
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
