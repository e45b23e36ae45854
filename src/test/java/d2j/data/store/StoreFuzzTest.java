package d2j.data.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.fuzz.Fuzz;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged archives, catalogues and answers of servers are refused in words. */
class StoreFuzzTest {
    private static final byte[] HELLO = "hello, hello, hello".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path outside;

    private static byte[] zip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(bytes)) {
            for (String name : List.of("a/", "a/b.txt", "c")) {
                out.putArchiveEntry(new ZipArchiveEntry(name));
                if (!name.endsWith("/")) {
                    out.write(HELLO);
                }
                out.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] tar() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
            for (String name : List.of("a/", "a/b.txt", "c")) {
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(name.endsWith("/") ? 0 : HELLO.length);
                out.putArchiveEntry(entry);
                if (!name.endsWith("/")) {
                    out.write(HELLO);
                }
                out.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private void unpacks(String name, byte[] good, boolean gzip, int rounds) throws IOException {
        Path work = Files.createDirectories(outside.resolve("work"));
        Path archive = work.resolve(name);
        Path target = work.resolve("out");
        Fuzz.run(name, rounds, damage -> {
            byte[] bad = damage.bytes(good);
            Files.write(archive, gzip ? TestData.gzip(bad) : bad);
            try {
                Archives.unpack(archive, target, Archives.Limits.STANDARD);
                assertTrue(!TestData.files(target).isEmpty(), "an empty folder is no success");
                Archives.deleteTree(target);
            } catch (DatasetException e) {
                assertTrue(
                        e.getMessage().startsWith(archive + " ")
                                && e.getMessage().length() < 1_000,
                        e.getMessage());
            }
            assertEquals(List.of("work", "work/" + name), TestData.files(outside));
        });
        Files.delete(archive);
    }

    @Test
    void archives() throws IOException {
        unpacks("a.zip", zip(), false, 250);
        unpacks("a.tar", tar(), false, 150);
        unpacks("a.tar.gz", tar(), true, 100);
        unpacks("a.tgz", TestData.gzip(tar()), false, 100);
        unpacks("a.gz", TestData.gzip(HELLO), false, 100);
    }

    @Test
    void catalogues() throws IOException {
        byte[] good;
        try (var in = Catalog.class.getResourceAsStream("/datasets/catalog.json")) {
            good = in.readAllBytes();
        }
        Fuzz.run("catalogue", 150, damage -> {
            String bad = new String(damage.bytes(good), StandardCharsets.UTF_8);
            try {
                Catalog.read(new StringReader(bad)).entries();
            } catch (DatasetException e) {
                assertTrue(e.getMessage().length() < 1_000, e.getMessage());
            }
        });
    }

    @Test
    void answers() throws IOException {
        byte[] content = TestData.random(2_000, 1);
        byte[] gzip = TestData.gzip(content);
        ByteArrayOutputStream good = new ByteArrayOutputStream();
        good.writeBytes(("HTTP/1.1 200 OK\r\nContent-Type: application/gzip\r\nETag: \"1\"\r\nContent-Length: "
                        + gzip.length + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        good.writeBytes(gzip);
        Downloader downloader = new Downloader(
                new Transfer.Patience(
                        Duration.ofMillis(500),
                        Duration.ofMillis(500),
                        Duration.ofMillis(300),
                        Duration.ofMillis(500),
                        10),
                (file, append) -> Files.newOutputStream(
                        file,
                        java.nio.file.StandardOpenOption.CREATE,
                        append
                                ? java.nio.file.StandardOpenOption.APPEND
                                : java.nio.file.StandardOpenOption.TRUNCATE_EXISTING),
                EnvironmentProxies.of(Map.of()));
        AtomicInteger whole = new AtomicInteger();
        int rounds;
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            byte[][] answer = new byte[1][];
            Thread server = new Thread(() -> serve(socket, answer));
            server.setDaemon(true);
            server.start();
            String url = "http://127.0.0.1:" + socket.getLocalPort() + "/a.gz";
            rounds = Fuzz.run("answer of a server", 80, damage -> {
                synchronized (answer) {
                    answer[0] = damage.bytes(good.toByteArray());
                }
                try {
                    downloader.download(TestData.file("a.gz", content, url), outside, DownloadProgress.none());
                    whole.incrementAndGet();
                    Files.deleteIfExists(outside.resolve("a.gz"));
                    Files.deleteIfExists(outside.resolve("a"));
                } catch (UnreachableException e) {
                    assertTrue(e.getMessage().contains("\n  " + url + ": "), e.getMessage());
                }
            });
        }
        assertTrue(rounds == 1 || whole.get() > 0 && whole.get() < rounds, whole + " whole ones");
    }

    private static void serve(ServerSocket socket, byte[][] answer) {
        while (true) {
            try (Socket client = socket.accept()) {
                client.getInputStream().read(new byte[4096]);
                synchronized (answer) {
                    client.getOutputStream().write(answer[0]);
                }
            } catch (IOException e) {
                if (socket.isClosed()) {
                    return;
                }
            } catch (RuntimeException e) {
                throw new UncheckedIOException(new IOException(e));
            }
        }
    }
}
