package d2j.data.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentProxiesTest {
    private static String proxy(Map<String, String> environment, String url) {
        Proxy proxy = EnvironmentProxies.of(environment).select(URI.create(url)).get(0);
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
}
