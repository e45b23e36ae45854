package d2j.data.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DatasetStoreTest {
    @TempDir
    Path folder;

    private final MirrorServer server = new MirrorServer();
    private final byte[] content = TestData.random(50_000, 1);
    private final byte[] gzip = TestData.gzip(content);

    @AfterEach
    void stop() {
        server.close();
    }

    private DatasetStore store(Catalog catalog, boolean offline) {
        return new DatasetStore(
                catalog,
                Files.isDirectory(folder.resolve("data")) ? folder.resolve("data") : null,
                folder.resolve("cache"),
                offline);
    }

    private DatasetStore store(String... urls) {
        return store(TestData.catalog("toys", TestData.file("a.gz", content, urls)), false);
    }

    private Path write(String path, byte[] bytes) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    @Test
    void prefersTheDataFolderToTheCacheToTheNetwork() throws IOException {
        String url = server.serve("/a.gz", MirrorServer.Served.well(gzip));
        DatasetStore.Found downloaded = store(url).fetch("toys", DownloadProgress.none());
        assertEquals(DatasetStore.Place.CACHE, downloaded.place());
        assertEquals(folder.resolve("cache/data/toys/a.gz"), downloaded.file("a.gz"));
        store(url).fetch("toys", DownloadProgress.none());
        assertEquals(1, server.requests.size());
        write("data/toys/a.gz", gzip);
        assertEquals(
                DatasetStore.Place.DATA_FOLDER,
                store(url).fetch("toys", DownloadProgress.none()).place());
        assertEquals(folder.resolve("data/toys"), store(url).path("toys"));
    }

    @Test
    void findsDecompressedAndFlatFiles() throws IOException {
        Path file = write("data/toys/a", content);
        assertEquals(file, store().locate("toys").orElseThrow().file("a.gz"));
        Files.delete(file);
        Path flat = write("data/a.gz", gzip);
        assertEquals(flat, store().locate("toys").orElseThrow().file("a.gz"));
        // A file of another data set may have the same name.
        write("data/a.gz", TestData.gzip(TestData.random(50_000, 2)));
        assertTrue(store().locate("toys").isEmpty());
    }

    /** Where only an MD5 has been published, it is compared. */
    @Test
    void refusesWrongContentByMd5() throws IOException {
        byte[] other = content.clone();
        other[49_999]++;
        String md5 = HexFormat.of().formatHex(Checksum.md5().digest(content));
        Catalog catalog = TestData.catalog(
                "toys", new Catalog.RemoteFile("a.gz", content.length, null, md5, List.of(), List.of()));
        write("data/toys/a.gz", TestData.gzip(other));
        DatasetException e =
                assertThrows(DatasetException.class, () -> store(catalog, true).locate("toys"));
        assertTrue(e.getMessage().contains("its MD5 is ") && e.getMessage().contains(md5), e.getMessage());
        write("data/toys/a.gz", gzip);
        assertTrue(store(catalog, true).verify("toys").get(0).isGood());
    }

    @Test
    void refusesWrongContent() throws IOException {
        Path file = write("data/toys/a.gz", TestData.gzip(TestData.random(50_000, 2)));
        DatasetException e = assertThrows(DatasetException.class, () -> store().locate("toys"));
        assertTrue(e.getMessage().startsWith(file + " has the wrong content"), e.getMessage());
        assertTrue(
                e.getMessage()
                        .endsWith("; D2J_DATA names its folder: put the published file there, or take this one"
                                + " away and d2j looks elsewhere"),
                e.getMessage());
        assertTrue(store().list().get(0).problem().orElseThrow().contains("wrong content"));
        assertFalse(store().verify("toys").get(0).isGood());
        write("data/toys/a.gz", gzip);
        assertTrue(store().verify("toys").get(0).isGood());
        assertTrue(store().list().get(0).found().isPresent());
        // Changed after it was found good.
        write("data/toys/a.gz", TestData.gzip(TestData.random(50_000, 3)));
        assertThrows(DatasetException.class, () -> store().locate("toys"));
    }

    @Test
    void takesUpADownloadOfAnEarlierProcess() throws IOException {
        String url = server.serve("/a.gz", MirrorServer.Served.well(gzip).stoppingAfter(20_000));
        assertThrows(DatasetException.class, () -> store(url).fetch("toys", DownloadProgress.none()));
        assertTrue(store(url).locate("toys").isEmpty());
        server.serve("/a.gz", MirrorServer.Served.well(gzip));
        server.requests.clear();
        store(url).fetch("toys", DownloadProgress.none());
        assertTrue(server.requests.get(0).matches("/a.gz bytes=\\d+-"), server.requests.toString());
        assertTrue(store(url).verify("toys").get(0).isGood());
    }

    @Test
    void remembersThatADownloadFailed() {
        String url = server.serve("/a.gz", MirrorServer.Served.well(gzip)).replace("a.gz", "b.gz");
        assertTrue(store(url).obtain("toys").found().isEmpty());
        int asked = server.requests.size();
        assertTrue(store(url).obtain("toys").found().isEmpty());
        assertEquals(asked, server.requests.size());
        // Who asks for it by name gets another attempt.
        assertThrows(DatasetException.class, () -> store(url).fetch("toys", DownloadProgress.none()));
        String good = url.replace("b.gz", "a.gz");
        store(good).fetch("toys", DownloadProgress.none());
        assertTrue(store(good).obtain("toys").found().isPresent());
    }

    @Test
    void triesAgainWhenTheNetworkIsBack() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String url = "http://127.0.0.1:" + port + "/a.gz";
        String reason = store(url).obtain("toys").reason();
        assertTrue(
                reason.matches("the files are not in the cache, and downloading failed: no mirror can be reached"
                        + " \\(127.0.0.1 cannot be reached: connection refused.*\\)"),
                reason);
        reason = store(url).obtain("toys").reason();
        assertTrue(reason.contains("downloading failed less than a minute ago: no mirror can be reached"), reason);
        try (MirrorServer back = new MirrorServer(port)) {
            back.serve("/a.gz", MirrorServer.Served.well(gzip));
            assertEquals("", store(url).obtain("toys").reason());
            assertTrue(store(url).locate("toys").isPresent());
        }
    }

    @Test
    void saysWhatHappened() throws IOException {
        String page = server.serve("/a.gz", MirrorServer.Served.well("<html><title>Log in</title>".getBytes()));
        String reason = store(page).obtain("toys").reason();
        assertEquals(
                "the files are not in the cache, and downloading failed: no mirror has the right file"
                        + " (127.0.0.1 is a web page (\"Log in\"))",
                reason);
        assertEquals(
                reason.replace("failed:", "failed less than a minute ago:"),
                store(page).obtain("toys").reason());
        Path mark = folder.resolve("cache/data/toys/.unreachable");
        assertTrue(Files.readString(mark).contains("Log in"), "another process learns it, too");
        Catalog offline = TestData.catalog("toys", TestData.file("a.gz", content, page));
        assertEquals(
                "the files are not in the cache, and D2J_OFFLINE is set",
                store(offline, true).obtain("toys").reason());
        Files.createDirectories(folder.resolve("data"));
        assertEquals(
                "the files are neither in $D2J_DATA nor in the cache, and D2J_OFFLINE is set",
                store(offline, true).obtain("toys").reason());
        write("data/toys/a.gz", "<!DOCTYPE html>".getBytes());
        assertEquals(
                "a.gz in $D2J_DATA is a web page, and D2J_OFFLINE is set",
                store(offline, true).obtain("toys").reason());
        write("data/toys/a.gz", new byte[0]);
        assertEquals(
                "a.gz in $D2J_DATA is empty, and D2J_OFFLINE is set",
                store(offline, true).obtain("toys").reason());
    }

    @Test
    void looksElsewhereWhereAFileIsDamaged() throws IOException {
        write("data/toys/a.gz", TestData.gzip(TestData.random(50_000, 2)));
        String url = server.serve("/a.gz", MirrorServer.Served.well(gzip));
        assertEquals(
                DatasetStore.Place.CACHE,
                store(url).obtain("toys").found().orElseThrow().place());
        // What has become damaged in the cache is replaced.
        Path cached = write("cache/data/toys/a.gz", new byte[10]);
        DatasetException e =
                assertThrows(DatasetException.class, () -> store(url).locate("toys"));
        assertTrue(e.getMessage().startsWith(folder.resolve("data/toys/a.gz").toString()), e.getMessage());
        assertEquals(cached, store(url).fetch("toys", DownloadProgress.none()).file("a.gz"));
        assertEquals(2, server.requests.size());
        // Beside each other, files of other data sets may have the same name, but this name is the toys' alone.
        Files.delete(folder.resolve("data/toys/a.gz"));
        Files.delete(cached);
        write("data/a.gz", new byte[10]);
        assertTrue(store(url).locate("toys").isEmpty());
        Catalog catalog = TestData.catalog("toys", TestData.file("a.gz", content, url));
        assertTrue(
                store(catalog, true).obtain("toys").reason().startsWith("a.gz in $D2J_DATA has 10 bytes of content"));
    }

    @Test
    void knowsTablesThatASpreadsheetHasSaved() throws IOException {
        String published = "id,name\n1,x\n2,\u00e9\n";
        Catalog catalog = TestData.catalog("toys", TestData.file("a.csv", published.getBytes(StandardCharsets.UTF_8)));
        for (String saved : List.of(
                published.replace("\n", "\r\n"),
                "\uFEFF" + published,
                published.replace(',', ';'),
                "\uFEFF" + published.replace(',', ';').replace("\n", "\r\n"),
                published.stripTrailing(),
                published + "\n")) {
            Path file = write("data/toys/a.csv", saved.getBytes(StandardCharsets.UTF_8));
            assertEquals(file, store(catalog, true).locate("toys").orElseThrow().file("a.csv"));
            assertTrue(store(catalog, true).verify("toys").get(0).isGood());
        }
        Path packed = write("data/toys/a.csv", TestData.gzip(published.getBytes(StandardCharsets.UTF_8)));
        assertTrue(store(catalog, true).verify("toys").get(0).isGood());
        Files.move(packed, packed.resolveSibling("a.csv.gz"));
        assertTrue(store(catalog, true).verify("toys").get(0).isGood());
        Files.delete(packed.resolveSibling("a.csv.gz"));
        for (String other : List.of(
                published.replace("2", "3"), published.replace("\n", " \n"), "", published + published, "id;name")) {
            write("data/toys/a.csv", other.getBytes(StandardCharsets.UTF_8));
            assertThrows(DatasetException.class, () -> store(catalog, true).locate("toys"), other);
        }
    }

    @Test
    void asksNobodyWhenOffline() {
        String url = server.serve("/a.gz", MirrorServer.Served.well(gzip));
        DatasetStore store = store(TestData.catalog("toys", TestData.file("a.gz", content, url)), true);
        assertTrue(store.obtain("toys").found().isEmpty());
        DatasetException e = assertThrows(DatasetException.class, () -> store.fetch("toys", DownloadProgress.none()));
        assertEquals("Test data is not here, and D2J_OFFLINE is set", e.getMessage());
        e = assertThrows(DatasetException.class, () -> store.path("toys"));
        assertEquals("Test data is not here; ./d2j data fetch toys gets it", e.getMessage());
        assertEquals(List.of(), server.requests);
        assertFalse(Files.exists(folder.resolve("cache")));
    }

    @Test
    void threadsDownloadOnce() {
        String url = server.serve("/a.gz", MirrorServer.Served.well(gzip));
        List<CompletableFuture<DatasetStore.Found>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(CompletableFuture.supplyAsync(() -> store(url).fetch("toys", DownloadProgress.none())));
        }
        all.forEach(CompletableFuture::join);
        assertEquals(List.of("/a.gz"), server.requests);
    }

    /** What the processes of the next test run. */
    static final class Fetching {
        public static void main(String[] arguments) {
            Path folder = Path.of(arguments[0]);
            Catalog catalog = TestData.catalog("toys", TestData.file("a.gz", TestData.random(50_000, 1), arguments[1]));
            new DatasetStore(catalog, null, folder.resolve("cache"), false).fetch("toys", DownloadProgress.none());
        }
    }

    @Test
    void processesDownloadOnce() throws Exception {
        String url = server.serve("/a.gz", MirrorServer.Served.well(gzip));
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Fetching.class.getName(),
                            folder.toString(),
                            url)
                    .redirectErrorStream(true)
                    .start());
        }
        for (Process process : processes) {
            String output = new String(process.getInputStream().readAllBytes());
            assertEquals(0, process.waitFor(), output);
        }
        assertEquals(List.of("/a.gz"), server.requests);
        assertTrue(store(url).verify("toys").get(0).isGood());
    }

    @Test
    void saysWhereItCannotWrite() throws IOException {
        write("cache", new byte[0]);
        String url = server.serve("/a.gz", MirrorServer.Served.well(gzip));
        DatasetException e =
                assertThrows(DatasetException.class, () -> store(url).fetch("toys", DownloadProgress.none()));
        assertTrue(
                e.getMessage().contains("cannot be made") && e.getMessage().contains("XDG_CACHE_HOME"), e.getMessage());
        assertTrue(store(url).obtain("toys").found().isEmpty());
    }

    @Test
    void readsTheEnvironment() {
        DatasetException e = assertThrows(
                DatasetException.class,
                () -> DatasetStore.of(Map.of("D2J_DATA", folder + "/nowhere"), "Linux", folder));
        assertTrue(e.getMessage().contains("nowhere, which is no folder"), e.getMessage());
        assertEquals(
                folder.resolve(".cache/d2j"),
                DatasetStore.of(Map.of(), "Linux", folder).cacheFolder());
        assertEquals(
                folder.resolve("x/d2j"),
                DatasetStore.of(Map.of("XDG_CACHE_HOME", folder + "/x"), "Linux", folder)
                        .cacheFolder());
        assertEquals(folder.resolve("Library/Caches/d2j"), CacheFolder.of(Map.of(), "Mac OS X", folder));
        assertEquals(
                folder.resolve("L/d2j/cache"),
                CacheFolder.of(Map.of("LOCALAPPDATA", folder + "/L"), "Windows 11", folder));
        assertTrue(DatasetStore.of(Map.of("D2J_DATA", folder.toString()), "Linux", folder)
                .dataFolder()
                .isPresent());
    }

    @Test
    void waitsBrieflyForAServerThatDoesNotAnswer() {
        // An address reserved for documentation, where nothing answers (RFC 5737).
        Downloader hurried = new Downloader(
                new Transfer.Patience(
                        Duration.ofMillis(300),
                        Duration.ofMillis(600),
                        Duration.ofMillis(300),
                        Duration.ofSeconds(9),
                        1),
                (file, append) -> Files.newOutputStream(file),
                EnvironmentProxies.of(Map.of()));
        long begun = System.nanoTime();
        assertThrows(
                UnreachableException.class,
                () -> hurried.download(
                        TestData.file("a.gz", content, "http://192.0.2.1/a.gz", "http://nowhere.invalid/a.gz"),
                        folder,
                        DownloadProgress.none()));
        assertTrue(System.nanoTime() - begun < 10_000_000_000L);
    }
}
