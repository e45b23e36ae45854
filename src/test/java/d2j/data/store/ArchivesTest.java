package d2j.data.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivesTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path outside;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectories(outside.resolve("work"));
    }

    private Path zip(String... names) throws IOException {
        Path archive = folder.resolve("a.zip");
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(archive)) {
            for (String name : names) {
                out.putArchiveEntry(new ZipArchiveEntry(name));
                if (!name.endsWith("/")) {
                    out.write(HELLO);
                }
                out.closeArchiveEntry();
            }
        }
        return archive;
    }

    private Path tar(String file, TarArchiveEntry... entries) throws IOException {
        Path archive = folder.resolve(file);
        try (OutputStream raw = Files.newOutputStream(archive);
                OutputStream packed = file.endsWith(".tar") ? raw : new GZIPOutputStream(raw);
                TarArchiveOutputStream out = new TarArchiveOutputStream(packed)) {
            for (TarArchiveEntry entry : entries) {
                if (entry.isFile() && !entry.isLink() && !entry.isSymbolicLink()) {
                    entry.setSize(HELLO.length);
                    out.putArchiveEntry(entry);
                    out.write(HELLO);
                } else {
                    out.putArchiveEntry(entry);
                }
                out.closeArchiveEntry();
            }
        }
        return archive;
    }

    private Path unpacked(Path archive) {
        Path target = folder.resolve("out");
        Archives.unpack(archive, target, Archives.Limits.STANDARD);
        return target;
    }

    private void refused(Path archive, String reason) {
        refused(archive, reason, Archives.Limits.STANDARD);
    }

    private void refused(Path archive, String reason, Archives.Limits limits) {
        List<String> before = TestData.files(outside);
        DatasetException e =
                assertThrows(DatasetException.class, () -> Archives.unpack(archive, folder.resolve("out"), limits));
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        assertEquals(before, TestData.files(outside), "nothing is left behind");
    }

    @Test
    void unpacksZipAndTar() throws IOException {
        Path out = unpacked(zip("data/", "data/a.txt", "data/deep/b.txt"));
        assertEquals(List.of("data", "data/a.txt", "data/deep", "data/deep/b.txt"), TestData.files(out));
        assertArrayEquals(HELLO, Files.readAllBytes(out.resolve("data/a.txt")));
        for (String name : List.of("a.tar", "a.tar.gz", "a.tgz")) {
            Archives.deleteTree(out);
            unpacked(tar(name, new TarArchiveEntry("./data/a.txt"), new TarArchiveEntry("b.txt")));
            assertEquals(List.of("b.txt", "data", "data/a.txt"), TestData.files(out));
        }
    }

    @Test
    void unpacksGzip() throws IOException {
        Path archive = Files.write(folder.resolve("words.txt.gz"), TestData.gzip(HELLO));
        assertArrayEquals(HELLO, Files.readAllBytes(unpacked(archive).resolve("words.txt")));
    }

    @Test
    void refusesEntriesThatClimbOut() throws IOException {
        for (String name : List.of(
                "../evil.txt", "data/../../evil.txt", "/tmp/evil.txt", "..\\evil.txt", "C:/evil.txt", "a/..", "..")) {
            refused(zip("good.txt", name), "is not safe");
        }
        for (String name : List.of("../evil.txt", "data/../../evil.txt")) {
            refused(tar("a.tar.gz", new TarArchiveEntry("good.txt"), new TarArchiveEntry(name)), "climbs out");
        }
        refused(tar("a.tar", new TarArchiveEntry("/etc/evil.txt", true)), "no plain relative path");
    }

    @Test
    void refusesLinksAndDevices() throws IOException {
        TarArchiveEntry symbolic = new TarArchiveEntry("link", TarConstants.LF_SYMLINK);
        symbolic.setLinkName("/etc");
        refused(tar("a.tar", symbolic, new TarArchiveEntry("link/evil.txt")), "is a link");
        TarArchiveEntry hard = new TarArchiveEntry("link", TarConstants.LF_LINK);
        hard.setLinkName("../../secret");
        refused(tar("a.tar.gz", hard), "is a link");
        refused(tar("a.tar", new TarArchiveEntry("pipe", TarConstants.LF_FIFO)), "special file");
        Path archive = folder.resolve("a.zip");
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(archive)) {
            ZipArchiveEntry link = new ZipArchiveEntry("link");
            link.setUnixMode(0120777);
            out.putArchiveEntry(link);
            out.write("/etc".getBytes(StandardCharsets.UTF_8));
            out.closeArchiveEntry();
        }
        refused(archive, "is a link");
    }

    @Test
    void refusesBombs() throws IOException {
        byte[] zeros = new byte[40 << 20];
        refused(Files.write(folder.resolve("zeros.gz"), TestData.gzip(zeros)), "far more than expected");
        Path archive = folder.resolve("a.zip");
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(archive)) {
            out.putArchiveEntry(new ZipArchiveEntry("zeros"));
            out.write(zeros);
            out.closeArchiveEntry();
        }
        refused(archive, "far more than expected");
        refused(zip("a", "b", "c"), "more than 2 files", new Archives.Limits(1 << 20, 2, 100));
        refused(zip("a", "b", "c"), "unpacks to more than 14 bytes", new Archives.Limits(14, 100, 100));
    }

    @Test
    void refusesDamagedArchives() throws IOException {
        byte[] good = Files.readAllBytes(zip("a.txt", "b.txt"));
        refused(Files.write(folder.resolve("cut.zip"), Arrays.copyOf(good, good.length / 2)), "is damaged");
        byte[] tar = Files.readAllBytes(tar("a.tar.gz", new TarArchiveEntry("a.txt"), new TarArchiveEntry("b.txt")));
        refused(Files.write(folder.resolve("cut.tar.gz"), Arrays.copyOf(tar, tar.length / 2)), "is damaged");
        refused(
                Files.write(folder.resolve("noise.tar"), TestData.random(5_000, 1)),
                "it is no archive: it begins with");
        refused(zip("twice.txt", "./twice.txt"), "is there twice");
    }

    /** A zip file of one entry "b" that says it was compressed by this method. */
    static byte[] zipOfMethod(int method) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(bytes)) {
            ZipArchiveEntry entry = new ZipArchiveEntry("b");
            entry.setMethod(0);
            entry.setSize(HELLO.length);
            CRC32 crc = new CRC32();
            crc.update(HELLO);
            entry.setCrc(crc.getValue());
            out.putArchiveEntry(entry);
            out.write(HELLO);
            out.closeArchiveEntry();
        }
        byte[] zip = bytes.toByteArray();
        zip[8] = (byte) method;
        zip[new String(zip, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002") + 10] = (byte) method;
        return zip;
    }

    @Test
    void saysWhatItCannotUnpack() throws IOException {
        for (String name : List.of("a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.gz", "a")) {
            Path file = folder.resolve(name);
            refused(Files.write(file, new byte[0]), "is empty");
            refused(Files.write(file, "<!doctype html><title>404</title>".getBytes()), "is a web page (\"404\")");
            if (name.contains(".t")) {
                refused(Files.write(file, TestData.gzip("<html>".getBytes())), "is a web page");
            }
            refused(Files.write(file, HexFormat.of().parseHex("377abcaf271c0004")), "it is a 7z archive");
            refused(Files.write(file, HexFormat.of().parseHex("fd377a585a000004")), "it is compressed with xz");
            refused(Files.write(file, HexFormat.of().parseHex("28b52ffd00")), "it is compressed with zstd");
            refused(Files.write(file, "BZh91AY&SY".getBytes()), "it is compressed with bzip2");
            refused(Files.write(file, "Rar!\u001a\u0007".getBytes()), "it is a RAR archive");
            refused(Files.write(file, "id,value\n1,2\n".getBytes()), "it is no archive: it begins with 69 64 2c 76");
            refused(Files.write(file, new byte[1024]), "is an archive without any files");
            refused(
                    Files.write(file, zipOfMethod(93)),
                    "entry \"b\" is compressed by method 93, which needs a program");
            refused(Files.write(file, zipOfMethod(95)), "compressed by method 95");
            refused(Files.write(file, zipOfMethod(250)), "compressed by method 250");
            Files.delete(file);
        }
        refused(zip(), "is an archive without any files");
        refused(zip("folder/"), "is an archive without any files");
        refused(tar("a.tar.gz"), "is an archive without any files");
    }

    @Test
    void takesOneFileOut() throws IOException {
        Path target = folder.resolve("taken");
        Archives.extract(zip("data/other.txt", "data/a.txt"), "a.txt", target, 100);
        assertArrayEquals(HELLO, Files.readAllBytes(target));
        DatasetException e = assertThrows(
                DatasetException.class,
                () -> Archives.extract(zip("data/a.txt"), "b.txt", folder.resolve("none"), 100));
        assertTrue(e.getMessage().contains("has no file b.txt"), e.getMessage());
        assertEquals(List.of("a.zip", "taken"), TestData.files(folder));
    }
}
