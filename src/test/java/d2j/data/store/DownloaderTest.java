package d2j.data.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DownloaderTest {
    @TempDir
    Path folder;

    @TempDir
    Path other;

    private final MirrorServer server = new MirrorServer();
    private final byte[] content = TestData.random(300_000, 5);
    private final byte[] gzip = TestData.gzip(content);
    private final MirrorServer.Served good = MirrorServer.Served.well(gzip);

    private static final EnvironmentProxies NO_PROXIES = EnvironmentProxies.of(Map.of());

    private static Downloader downloader(Transfer.Disk disk) {
        return new Downloader(
                new Transfer.Patience(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(700),
                        Duration.ofSeconds(1),
                        500),
                disk,
                NO_PROXIES);
    }

    private static OutputStream open(Path file, boolean append) throws IOException {
        return append ? Files.newOutputStream(file, StandardOpenOption.APPEND) : Files.newOutputStream(file);
    }

    private Path download(String... urls) {
        return downloader(DownloaderTest::open)
                .download(TestData.file("a.gz", content, urls), folder, DownloadProgress.none());
    }

    private String failure(String... urls) {
        return assertThrows(UnreachableException.class, () -> download(urls)).getMessage();
    }

    private void fails(String url, String reason) {
        String failure = failure(url);
        assertTrue(failure.contains(reason), failure);
    }

    private void arrived(byte[] bytes) throws IOException {
        assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("a.gz")));
        assertEquals(List.of("a.gz"), TestData.files(folder));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void downloadsAndTellsProgress() throws IOException {
        List<Long> bytes = new ArrayList<>();
        downloader(DownloaderTest::open)
                .download(TestData.file("a.gz", content, server.serve("/a.gz", good)), folder, (file, done, total) -> {
                    assertEquals("a.gz", file);
                    assertEquals(gzip.length, total);
                    bytes.add(done);
                });
        arrived(gzip);
        assertEquals(0, bytes.get(0));
        assertEquals(gzip.length, bytes.get(bytes.size() - 1));
    }

    @Test
    void triesTheNextMirror() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        String missing = server.serve("/x", good).replace("/x", "/missing");
        download("http://127.0.0.1:" + closed + "/a.gz", missing, server.serve("/a.gz", good));
        arrived(gzip);
        Files.delete(folder.resolve("a.gz"));
        assertTrue(failure(missing).contains("/missing: answered with status 404 (not found)"));
        assertTrue(failure("http://127.0.0.1:" + closed + "/a.gz").contains("could not be downloaded"));
        assertEquals(List.of(), TestData.files(folder));
    }

    @Test
    void resumesWhereAServerStopped() throws IOException {
        String url = server.serve("/a.gz", good.stoppingAfter(100_000));
        String failure = failure(url);
        assertTrue(failure.contains("the server stopped after") && failure.contains("of " + gzip.length), failure);
        assertFalse(Files.exists(folder.resolve("a.gz")));
        server.serve("/a.gz", good);
        server.requests.clear();
        download(url);
        arrived(gzip);
        assertEquals(1, server.requests.size());
        assertTrue(server.requests.get(0).matches("/a.gz bytes=\\d\\d+-"), server.requests.toString());
    }

    @Test
    void beginsAgainWhereTheFileHasChanged() throws IOException {
        byte[] before = gzip.clone();
        before[7] ^= 1;
        String url = server.serve(
                "/a.gz", MirrorServer.Served.well(before).tagged("\"0\"").stoppingAfter(50_000));
        failure(url);
        server.serve("/a.gz", good);
        download(url);
        arrived(gzip);
    }

    @Test
    void beginsAgainWhereWhatCameBeforeWasWrong() throws IOException {
        // A server without validators cannot tell that its file has changed; the checksum does.
        byte[] before = gzip.clone();
        before[40_000] ^= 1;
        String url = server.serve(
                "/a.gz", MirrorServer.Served.well(before).tagged(null).stoppingAfter(50_000));
        failure(url);
        server.serve("/a.gz", good.tagged(null));
        download(url);
        arrived(gzip);
    }

    @Test
    void takesUpAServerThatIgnoresRanges() throws IOException {
        MirrorServer.Served plain = good.withoutRanges();
        String url = server.serve("/a.gz", plain.stoppingAfter(50_000));
        failure(url);
        server.serve("/a.gz", plain);
        download(url);
        arrived(gzip);
    }

    @Test
    void givesUpOnSilence() throws IOException {
        String silent = server.serve("/silent.gz", good.stoppingAfter(10_000).stalling());
        String failure = failure(silent);
        assertTrue(failure.contains("went silent"), failure);
        download(silent, server.serve("/a.gz", good));
        arrived(gzip);
    }

    @Test
    void refusesWrongContent() throws IOException {
        byte[] other = TestData.gzip(TestData.random(300_000, 6));
        String wrong = server.serve("/wrong.gz", MirrorServer.Served.well(other));
        assertTrue(failure(wrong).contains("its SHA-256 is"));
        String page = server.serve(
                "/page",
                MirrorServer.Served.well("\n<!DOCTYPE html><html><title>Guest\n network</title>Log in".getBytes()));
        fails(page, "/page: is a web page (\"Guest network\")");
        String empty = server.serve("/empty", MirrorServer.Served.well(new byte[0]));
        fails(empty, "/empty: is empty");
        byte[] cut = java.util.Arrays.copyOf(gzip, 200_000);
        assertTrue(
                failure(server.serve("/cut.gz", MirrorServer.Served.well(cut))).contains("truncated gzip"));
        byte[] bomb = TestData.gzip(new byte[100 << 20]);
        assertTrue(failure(server.serve("/bomb.gz", MirrorServer.Served.well(bomb)))
                .contains("more than 300000"));
        byte[] large = new byte[3_000_000];
        assertTrue(failure(server.serve("/large.gz", MirrorServer.Served.well(large)))
                .contains("far more"));
        assertEquals(List.of(), TestData.files(folder));
        download(wrong, page, server.serve("/a.gz", good));
        arrived(gzip);
    }

    @Test
    void takesDecompressedContent() throws IOException {
        download(server.serve("/a.gz", MirrorServer.Served.well(content)));
        assertEquals(List.of("a"), TestData.files(folder));
        assertArrayEquals(content, Files.readAllBytes(folder.resolve("a")));
    }

    private void csvArrives(MirrorServer.Served served) throws IOException {
        Path here = Files.createTempDirectory(other, "csv");
        String url = server.serve("/a.csv", served);
        downloader(DownloaderTest::open).download(TestData.file("a.csv", content, url), here, DownloadProgress.none());
        assertEquals(List.of("a.csv"), TestData.files(here));
        assertArrayEquals(content, Files.readAllBytes(here.resolve("a.csv")));
    }

    @Test
    void undoesCompressionForTheWay() throws IOException {
        csvArrives(good.with("Content-Encoding", "gzip"));
        csvArrives(good);
        csvArrives(good.with("Content-Encoding", "identity").with("Content-Type", "text/csv"));
        csvArrives(MirrorServer.Served.well(content).with("Content-Encoding", "gzip"));
        download(server.serve(
                "/a.gz", MirrorServer.Served.well(TestData.gzip(gzip)).with("Content-Encoding", "x-gzip")));
        arrived(gzip);
        Files.delete(folder.resolve("a.gz"));
        String other = server.serve("/br.gz", good.with("Content-Encoding", "br"));
        fails(other, "in the encoding br, which was not asked for");
        // Damaged on the way.
        byte[] twice = TestData.gzip(gzip);
        twice[twice.length / 2] ^= 1;
        String damaged = server.serve("/bad.gz", MirrorServer.Served.well(twice).with("Content-Encoding", "gzip"));
        fails(damaged, "/bad.gz: ");
        assertEquals(List.of(), TestData.files(folder));
    }

    @Test
    void refusesRangesThatCannotBe() throws IOException {
        for (String range : List.of(
                "bytes 100000-99999999999999999999/99999999999999999999",
                "bytes 99999999999999999999-1/2",
                "bytes -5-1/2",
                "bytes 1/2",
                "bytes 100000-100001/7",
                "")) {
            String url = server.serve("/a.gz", good.stoppingAfter(100_000));
            failure(url);
            server.serve("/a.gz", good.with("Content-Range", range));
            String failure = failure(url);
            assertTrue(failure.contains("sent another part of the file than was asked for"), failure);
            server.serve("/a.gz", good);
            download(url);
            arrived(gzip);
            Files.delete(folder.resolve("a.gz"));
        }
    }

    @Test
    void leavesAServerThatTrickles() throws IOException {
        String slow = server.serve("/slow.gz", good.trickling(20));
        String failure = failure(slow);
        assertTrue(failure.matches("(?s).*/slow.gz: sends too slowly: \\d+ bytes in 1 s"), failure);
        download(slow, server.serve("/a.gz", good));
        arrived(gzip);
    }

    @Test
    void followsRedirections() throws IOException {
        String file = server.serve("/a.gz", good);
        download(server.serve("/moved", good.answering(302).with("Location", "/a.gz")));
        arrived(gzip);
        Files.delete(folder.resolve("a.gz"));
        for (String location : List.of("file:///etc/passwd", "ftp://127.0.0.1/a", "mailto:a", "http:///a", "::")) {
            String failure = failure(server.serve("/moved", good.answering(301).with("Location", location)));
            assertTrue(failure.contains("/moved: redirects to "), failure);
        }
        String loop = server.serve("/loop", good.answering(307).with("Location", "/loop"));
        fails(loop, "redirects more than 10 times");
        assertTrue(server.requests.size() < 30);
        assertTrue(failure(server.serve("/odd", good.answering(304))).contains("status 304"));
        download(loop, file);
        arrived(gzip);
    }

    @Test
    void saysWhatAnArchiveIsThatItCannotUnpack() throws IOException {
        Map<String, byte[]> archives = Map.of(
                "is empty", new byte[0],
                "is a web page, not an archive", "<html>Moved</html>".getBytes(),
                "it is a 7z archive", HexFormat.of().parseHex("377abcaf271c0004000000000000000000000000"),
                "it is compressed with xz", HexFormat.of().parseHex("fd377a585a000004e6d6b446"),
                "compressed by method 93", ArchivesTest.zipOfMethod(93),
                "has no file a.dat", ArchivesTest.zipOfMethod(0));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("a.dat"));
            zip.write(content);
        }
        String right = server.serve("/right.zip", MirrorServer.Served.well(bytes.toByteArray())) + "#a.dat";
        for (Map.Entry<String, byte[]> archive : archives.entrySet()) {
            String url = server.serve("/set.zip", MirrorServer.Served.well(archive.getValue())) + "#a.dat";
            DatasetException e = assertThrows(UnreachableException.class, () -> downloader(DownloaderTest::open)
                    .download(TestData.file("a.dat", content, url), folder, DownloadProgress.none()));
            assertTrue(e.getMessage().contains("#a.dat: sent what cannot be unpacked: "), e.getMessage());
            assertTrue(e.getMessage().contains(archive.getKey()), e.getMessage());
            assertEquals(List.of(), TestData.files(folder));
            downloader(DownloaderTest::open)
                    .download(TestData.file("a.dat", content, url, right), folder, DownloadProgress.none());
            Files.delete(folder.resolve("a.dat"));
        }
    }

    @Test
    void saysWhatIsWrongWithTheConnection() {
        UnreachableException nowhere =
                assertThrows(UnreachableException.class, () -> download("http://nowhere.invalid/a.gz"));
        assertTrue(nowhere.getMessage().contains("cannot be found: there is no network, or no host nowhere.invalid"));
        assertEquals(
                "no mirror can be reached (nowhere.invalid cannot be found: there is no network, or no host"
                        + " nowhere.invalid)",
                nowhere.reason());
        assertFalse(nowhere.answered());
        UnreachableException missing = assertThrows(
                UnreachableException.class,
                () -> download(server.serve("/x", good).replace("/x", "/y")));
        assertEquals("no mirror has the right file (127.0.0.1 answered with status 404 (not found))", missing.reason());
        assertTrue(missing.answered());
    }

    @Test
    void takesAFileOutOfAnArchive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("set/read.me"));
            zip.putNextEntry(new ZipEntry("set/a.dat"));
            zip.write(content);
        }
        String url = server.serve("/set.zip", MirrorServer.Served.well(bytes.toByteArray()));
        downloader(DownloaderTest::open)
                .download(TestData.file("a.dat", content, url + "#a.dat"), folder, DownloadProgress.none());
        assertEquals(List.of("a.dat"), TestData.files(folder));
        assertArrayEquals(content, Files.readAllBytes(folder.resolve("a.dat")));
    }

    @Test
    void leavesNothingOnAFullDisk() {
        Transfer.Disk full = (file, append) -> new FilterOutputStream(open(file, append)) {
            private int left = 100_000;

            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                if (length > left) {
                    throw new IOException("No space left on device");
                }
                left -= length;
                out.write(buffer, offset, length);
            }
        };
        String url = server.serve("/a.gz", good);
        DatasetException e = assertThrows(DatasetException.class, () -> downloader(full)
                .download(TestData.file("a.gz", content, url, url), folder, DownloadProgress.none()));
        assertFalse(e instanceof UnreachableException);
        assertTrue(e.getMessage().contains("No space left on device; free some disk space"), e.getMessage());
        assertEquals(List.of(), TestData.files(folder));
        assertEquals(1, server.requests.size(), "another mirror does not cure a full disk");
    }
}
