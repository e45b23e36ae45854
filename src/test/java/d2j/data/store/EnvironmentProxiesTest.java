package d2j.data.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentProxiesTest {
    private static EnvironmentProxies.Choice choice(Map<String, String> environment, String url) {
        return EnvironmentProxies.of(environment).choose(URI.create(url));
    }

    private static String proxy(Map<String, String> environment, String url) {
        Proxy proxy = choice(environment, url).proxy();
        if (proxy.type() == Proxy.Type.DIRECT) {
            return "direct";
        }
        InetSocketAddress address = (InetSocketAddress) proxy.address();
        return address.getHostString() + ":" + address.getPort();
    }

    @Test
    void heedsTheEnvironment() {
        Map<String, String> environment = Map.of(
                "https_proxy",
                "http://proxy.example:3128/",
                "http_proxy",
                "plain.example:8080",
                "NO_PROXY",
                "localhost, .example.org,127.0.0.1");
        assertEquals("proxy.example:3128", proxy(environment, "https://example.com/a"));
        assertEquals("plain.example:8080", proxy(environment, "http://example.com/a"));
        assertEquals("direct", proxy(environment, "https://data.example.org/a"));
        assertEquals("direct", proxy(environment, "https://example.org/a"));
        assertEquals("proxy.example:3128", proxy(environment, "https://badexample.org/a"));
        assertEquals("direct", proxy(environment, "http://127.0.0.1:8000/a"));
        assertEquals("direct", proxy(Map.of(), "http://example.com/a"));
        assertEquals("all.example:80", proxy(Map.of("ALL_PROXY", "all.example"), "http://example.com/a"));
        assertThrows(DatasetException.class, () -> proxy(Map.of("http_proxy", "::"), "http://example.com/a"));
    }

    @Test
    void knowsTheKindsOfProxies() {
        for (String scheme : new String[] {"socks5", "socks5h", "SOCKS5", "socks"}) {
            EnvironmentProxies.Choice choice =
                    choice(Map.of("all_proxy", scheme + "://user:word@[::1]"), "https://example.com/a");
            assertEquals(Proxy.Type.SOCKS, choice.proxy().type());
            assertEquals("::1:1080 (all_proxy)", choice.name());
        }
        for (String scheme : new String[] {"https", "socks4", "ftp"}) {
            DatasetException e = assertThrows(
                    DatasetException.class,
                    () -> choice(Map.of("https_proxy", scheme + "://user:word@proxy:1"), "https://example.com/a"));
            assertEquals(
                    "the variable https_proxy names a proxy of the kind " + scheme
                            + ", which Java cannot speak to; it knows http:// and socks5://",
                    e.getMessage());
        }
    }

    @Test
    void printsNoPassword() {
        for (String text : new String[] {
            "http://user:se:c@re/t?#@proxy:x",
            "user:se c@re/t@",
            "http://user:secret@pro xy:80",
            "http://user:secret@proxy:99999",
            "gopher://user:secret@proxy"
        }) {
            DatasetException e = assertThrows(
                    DatasetException.class, () -> choice(Map.of("all_proxy", text), "http://example.com/a"), text);
            assertTrue(e.getMessage().startsWith("the variable all_proxy names a proxy "), e.getMessage());
            assertFalse(e.getMessage().matches(".*(c@re|secret|user).*"), e.getMessage());
        }
        EnvironmentProxies.Choice choice =
                choice(Map.of("http_proxy", "http://user:p@ss/w%40rd@proxy:3128/"), "http://example.com/a");
        assertEquals("proxy:3128 (http_proxy)", choice.name());
        assertNull(choice(Map.of("http_proxy", "proxy:3128"), "http://example.com/a")
                .authenticator());
    }

    private static void exempt(String exceptions, String... urls) {
        for (String url : urls) {
            assertEquals("direct", proxy(Map.of("all_proxy", "proxy:1", "no_proxy", exceptions), url), exceptions);
        }
    }

    private static void notExempt(String exceptions, String... urls) {
        for (String url : urls) {
            assertEquals("proxy:1", proxy(Map.of("all_proxy", "proxy:1", "no_proxy", exceptions), url), exceptions);
        }
    }

    @Test
    void heedsPortsAndNetworksInExceptions() {
        exempt("data.example:8080", "http://data.example:8080/a", "https://x.data.example:8080/");
        notExempt("data.example:8080", "http://data.example/a", "https://data.example:80/a");
        exempt("example.org:443,:80", "https://example.org/a");
        notExempt("example.org:443", "http://example.org/a");
        exempt("10.0.0.0/8", "http://10.1.2.3/a", "https://10.255.255.255:99/");
        notExempt("10.0.0.0/8", "http://11.0.0.1/a", "http://10.example.com/a", "http://[::1]/a");
        exempt("192.168.1.0/25 , *.lan", "http://192.168.1.127/", "http://nas.lan/");
        notExempt("192.168.1.0/25", "http://192.168.1.128/");
        exempt("fd00::/8,[::1]:8000", "http://[fd12::7]/", "http://[::1]:8000/");
        notExempt("fd00::/8,[::1]:8000", "http://[fe80::7]/", "http://[::1]/");
        exempt("127.0.0.1:9", "http://127.0.0.1:9/");
        notExempt("127.0.0.1:9", "http://127.0.0.1/");
        exempt("0.0.0.0/0", "http://8.8.8.8/");
        notExempt("10.0.0.0/99, 10.0.0.0/x, /8, :, 300.0.0.0/8", "http://10.0.0.1/");
        exempt("*", "http://example.com/a");
    }
}
