package d2j.data.store;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The proxies that the environment variables {@code https_proxy}, {@code http_proxy}, {@code all_proxy} and
 * {@code no_proxy} name, which Java itself does not heed. Java's own settings go first.
 */
final class EnvironmentProxies extends ProxySelector {
    private final Map<String, String> environment;

    private EnvironmentProxies(Map<String, String> environment) {
        this.environment = environment;
    }

    static ProxySelector of(Map<String, String> environment) {
        return new EnvironmentProxies(environment);
    }

    @Override
    public List<Proxy> select(URI uri) {
        ProxySelector java = ProxySelector.getDefault();
        List<Proxy> ofJava = java == null ? List.of() : java.select(uri);
        if (ofJava.stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT) || exempt(uri.getHost())) {
            return ofJava.isEmpty() ? List.of(Proxy.NO_PROXY) : ofJava;
        }
        String text = value(uri.getScheme() + "_proxy");
        if (text == null) {
            text = value("all_proxy");
        }
        if (text == null) {
            return List.of(Proxy.NO_PROXY);
        }
        try {
            URI proxy = URI.create(text.contains("://") ? text : "http://" + text);
            if (proxy.getHost() == null) {
                throw new IllegalArgumentException("no host");
            }
            int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
            return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
        } catch (IllegalArgumentException e) {
            throw new DatasetException("the environment names a proxy that is no address: " + text, e);
        }
    }

    private boolean exempt(String host) {
        String exceptions = value("no_proxy");
        if (host == null) {
            return true;
        }
        String name = host.toLowerCase(Locale.ROOT);
        if (exceptions != null) {
            for (String pattern : exceptions.toLowerCase(Locale.ROOT).split("[,\\s]+")) {
                String domain = pattern.startsWith("*.")
                        ? pattern.substring(2)
                        : pattern.startsWith(".") ? pattern.substring(1) : pattern;
                if (pattern.equals("*") || name.equals(domain) || !domain.isEmpty() && name.endsWith("." + domain)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The variable in lower or upper case; the lower one goes first, as with curl. */
    private String value(String name) {
        String value = environment.get(name);
        // Upper-case HTTP_PROXY is left out: web servers set it from a request's header.
        if (value == null && !name.equals("http_proxy")) {
            value = environment.get(name.toUpperCase(Locale.ROOT));
        }
        return value == null || value.isBlank() ? null : value.strip();
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // The download reports it.
    }
}
