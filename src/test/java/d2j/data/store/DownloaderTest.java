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
import java.util.List;
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

    private final MirrorServer server = new MirrorServer();
    private final byte[] content = TestData.random(300_000, 5);
    private final byte[] gzip = TestData.gzip(content);
    private final MirrorServer.Served good = MirrorServer.Served.well(gzip);

    private static Downloader downloader(Downloader.Disk disk) {
        return new Downloader(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofMillis(700), disk);
    }

    private static OutputStream open(Path file, boolean append) throws IOException {
        return append ? Files.newOutputStream(file, StandardOpenOption.APPEND) : Files.newOutputStream(file);
    }

    private Path download(String... urls) {
        return downloader(DownloaderTest::open)
                .download(TestData.file("a.gz", content, urls), folder, DownloadProgress.none());
    }

    private String failure(String... urls) {
        return assertThrows(Downloader.UnreachableException.class, () -> download(urls))
                .getMessage();
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
        assertTrue(failure(missing).contains("/missing answered with status 404"));
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
        MirrorServer.Served plain = new MirrorServer.Served(gzip, "\"1\"", -1, false, false);
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
        String page = server.serve("/page", MirrorServer.Served.well("<html>Log in first</html>".getBytes()));
        assertTrue(failure(page).contains("has 25 bytes of content instead of 300000"));
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
        Downloader.Disk full = (file, append) -> new FilterOutputStream(open(file, append)) {
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
        assertFalse(e instanceof Downloader.UnreachableException);
        assertTrue(e.getMessage().contains("No space left on device; free some disk space"), e.getMessage());
        assertEquals(List.of(), TestData.files(folder));
        assertEquals(1, server.requests.size(), "another mirror does not cure a full disk");
    }
}
