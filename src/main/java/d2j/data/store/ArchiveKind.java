package d2j.data.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;

/** What kind of archive a file is, told by its content. */
enum ArchiveKind {
    ZIP,
    /** A tar file, compressed with gzip or not. */
    TAR,
    /** One file, compressed with gzip. */
    GZIP,
    /** Anything else. */
    OTHER;

    /** How the files of kinds that are not unpacked begin, in hexadecimal digits. */
    private static final Map<String, String> OTHERS = new LinkedHashMap<>();

    static {
        OTHERS.put("377abcaf271c", "a 7z archive");
        OTHERS.put("fd377a585a00", "compressed with xz");
        OTHERS.put("425a68", "compressed with bzip2");
        OTHERS.put("28b52ffd", "compressed with zstd");
        OTHERS.put("526172211a07", "a RAR archive");
        OTHERS.put("25504446", "a PDF document");
        OTHERS.put("894844460d0a1a0a", "an HDF5 file");
        OTHERS.put("504152", "a Parquet file");
    }

    static ArchiveKind of(Path file) throws IOException {
        byte[] head = head(file);
        if (begins(head, "504b0304") || begins(head, "504b0506") || begins(head, "504b3030")) {
            return ZIP;
        }
        boolean gzip;
        byte[] inside;
        try (InputStream in = Gzip.open(file)) {
            gzip = in instanceof GZIPInputStream;
            inside = in.readNBytes(TarConstants.DEFAULT_RCDSIZE);
        } catch (EOFException | ZipException e) {
            // It is unpacked to say what is damaged.
            return isTarName(file) ? TAR : GZIP;
        }
        if (inside.length == TarConstants.DEFAULT_RCDSIZE && (isTarHeader(inside) || isZero(inside))) {
            return gzip && isZero(inside) && !isTarName(file) ? GZIP : TAR;
        }
        return gzip && !isTarName(file) ? GZIP : OTHER;
    }

    /** What a file is that cannot be unpacked, in words that follow its name. */
    static String words(Path file) throws IOException {
        if (Files.size(file) == 0) {
            return "is empty";
        }
        Optional<String> page = WebPage.words(file);
        if (page.isPresent()) {
            return page.get() + ", not an archive";
        }
        byte[] head = head(file);
        String what = OTHERS.entrySet().stream()
                .filter(kind -> begins(head, kind.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("no archive: it begins with "
                        + HexFormat.ofDelimiter(" ").formatHex(head, 0, Math.min(4, head.length)));
        return "cannot be unpacked, only zip, tar, tar.gz and gz files can: it is " + what;
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(16);
        }
    }

    private static boolean begins(byte[] head, String digits) {
        return HexFormat.of().formatHex(head).startsWith(digits);
    }

    private static boolean isTarHeader(byte[] block) {
        if (new String(block, TarConstants.MAGIC_OFFSET, 5, StandardCharsets.ISO_8859_1).equals("ustar")) {
            return true;
        }
        try {
            return !isZero(block) && TarUtils.verifyCheckSum(block);
        } catch (IllegalArgumentException e) {
            // Where the sum should be is no number.
            return false;
        }
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTarName(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).matches(".*\\.(tar|tar\\.gz|tgz)");
    }
}
