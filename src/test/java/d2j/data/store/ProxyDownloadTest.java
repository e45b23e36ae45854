package d2j.data.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ProxyDownloadTest {
    private static final byte[] CONTENT = TestData.random(20_000, 8);

    @TempDir
    Path folder;

    private final MirrorServer server = new MirrorServer();
    private final String url = server.serve("/a.gz", MirrorServer.Served.well(TestData.gzip(CONTENT)));

    @AfterEach
    void stop() {
        server.close();
    }

    private static Path download(String url, Path folder, Map<String, String> environment) {
        return new Downloader(
                        Transfer.Patience.STANDARD,
                        (file, append) -> Files.newOutputStream(file, StandardOpenOption.CREATE),
                        EnvironmentProxies.of(environment))
                .download(TestData.file("a.gz", CONTENT, url), folder, DownloadProgress.none());
    }

    private String failure(Map<String, String> environment) {
        return assertThrows(UnreachableException.class, () -> download(url, folder, environment))
                .getMessage();
    }

    @Test
    void leadsThroughHttpProxies() {
        try (TestProxy open = new TestProxy(false, null);
                TestProxy guarded = new TestProxy(false, "jo@x:p/w d")) {
            download(url, folder, Map.of("http_proxy", "http://127.0.0.1:" + open.port()));
            assertEquals(List.of("GET " + url), open.requests);
            String host = "127.0.0.1:" + guarded.port();
            download(url, folder, Map.of("http_proxy", "http://jo%40x:p/w d@" + host));
            String failure = failure(Map.of("http_proxy", host));
            assertTrue(
                    failure.contains("is behind the proxy " + host + " (http_proxy), which asks for a user and a"),
                    failure);
            failure = failure(Map.of("http_proxy", "http://jo%40x:secret@" + host));
            assertTrue(failure.contains(host + " (http_proxy), which does not accept the user and the"), failure);
            assertFalse(failure.contains("secret") || failure.contains("jo"), failure);
            assertEquals(2, server.requests.size());
        }
    }

    @Test
    void leadsThroughSocksProxies() {
        try (TestProxy open = new TestProxy(true, null);
                TestProxy guarded = new TestProxy(true, "jo:word")) {
            download(url, folder, Map.of("all_proxy", "socks5://127.0.0.1:" + open.port()));
            assertEquals(List.of(url.replaceAll("http://|/a.gz", "")), open.requests);
            String host = "127.0.0.1:" + guarded.port();
            download(url, folder, Map.of("all_proxy", "socks5h://jo:word@" + host));
            String failure = failure(Map.of("all_proxy", "socks5://jo:secret@" + host));
            assertTrue(failure.contains(host + " (all_proxy), which does not accept the user and the"), failure);
            assertFalse(failure.contains("secret"), failure);
        }
    }

    @Test
    void namesAProxyThatIsNotThere() {
        int port;
        try (TestProxy gone = new TestProxy(false, null)) {
            port = gone.port();
        }
        String failure = failure(Map.of("all_proxy", "http://jo:secret@127.0.0.1:" + port));
        assertTrue(
                failure.contains("/a.gz: cannot be reached: connection refused (asked through the proxy 127.0.0.1:"
                        + port + " (all_proxy))"),
                failure);
        failure = failure(Map.of("http_proxy", "http://proxy.invalid:3128"));
        assertTrue(failure.contains("cannot be reached: there is no host proxy.invalid"), failure);
        failure = failure(Map.of("http_proxy", "socks5://127.0.0.1:" + port));
        assertTrue(failure.contains("(asked through the proxy 127.0.0.1:" + port + " (http_proxy))"), failure);
        assertEquals(List.of(), server.requests);
    }

    /** What the process of the next test runs: Java reads its settings for certificates and tunnels only once. */
    static final class Fetching {
        public static void main(String[] arguments) {
            download(arguments[0], Path.of(arguments[1]), Map.of("https_proxy", arguments[2]));
        }
    }

    @Test
    void trustsWhatItIsTold() throws Exception {
        Path keys = folder.resolve("keys");
        Path java = Path.of(System.getProperty("java.home"), "bin");
        run(
                java.resolve("keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storepass",
                "changeit",
                "-keystore",
                keys.toString());
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(context));
        byte[] gzip = TestData.gzip(CONTENT);
        secure.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, gzip.length);
            exchange.getResponseBody().write(gzip);
            exchange.close();
        });
        secure.start();
        try (TestProxy proxy = new TestProxy(false, "jo:word")) {
            String address = "https://localhost:" + secure.getAddress().getPort() + "/a.gz";
            String failure = assertThrows(UnreachableException.class, () -> download(address, folder, Map.of()))
                    .getMessage();
            assertTrue(failure.contains("/a.gz: has a certificate that this Java ("), failure);
            assertTrue(failure.contains("-Djavax.net.ssl.trustStore=FILE"), failure);
            run(
                    java.resolve("java").toString(),
                    "-Djavax.net.ssl.trustStore=" + keys,
                    "-Djavax.net.ssl.trustStorePassword=changeit",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Fetching.class.getName(),
                    address,
                    folder.toString(),
                    "http://jo:word@127.0.0.1:" + proxy.port());
            assertTrue(Files.exists(folder.resolve("a.gz")));
            assertEquals("CONNECT localhost:" + secure.getAddress().getPort(), proxy.requests.get(0));
        } finally {
            secure.stop(0);
        }
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), output);
    }
}
