package d2j.data.store;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The proxies that the environment variables {@code https_proxy}, {@code http_proxy}, {@code all_proxy} and
 * {@code no_proxy} name, which Java itself does not heed. Java's own settings go first.
 */
final class EnvironmentProxies {
    /**
     * How a host is reached.
     *
     * @param proxy         the proxy, or none
     * @param name          the proxy's address and the variable that names it; never a password
     * @param authenticator gives the user and the password, or null
     */
    record Choice(Proxy proxy, String name, Authenticator authenticator) {
        static final Choice DIRECT = new Choice(Proxy.NO_PROXY, "none", null);
    }

    /** Everything up to the last @ is user and password, whatever characters they have. */
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:([A-Za-z][A-Za-z0-9+.-]*)://)?(?:(.*)@)?(\\[[0-9A-Fa-f:.]+]|[^:/?#@\\s\\[\\]]+)(?::(\\d{1,5}))?/?");

    private final Map<String, String> environment;

    private EnvironmentProxies(Map<String, String> environment) {
        this.environment = environment;
    }

    static EnvironmentProxies of(Map<String, String> environment) {
        return new EnvironmentProxies(environment);
    }

    /**
     * How to reach an address.
     *
     * @throws DatasetException if a variable names no proxy, or one of a kind that Java does not know
     */
    Choice choose(URI address) {
        ProxySelector selector = ProxySelector.getDefault();
        List<Proxy> ofJava = selector == null ? List.of() : selector.select(address);
        for (Proxy proxy : ofJava) {
            if (proxy.type() != Proxy.Type.DIRECT) {
                return new Choice(proxy, text((InetSocketAddress) proxy.address()) + " (Java's settings)", null);
            }
        }
        String exceptions = value("no_proxy");
        if (exceptions != null && ProxyExceptions.of(exceptions).contain(address)) {
            return Choice.DIRECT;
        }
        for (String variable : List.of(address.getScheme() + "_proxy", "all_proxy")) {
            String text = value(variable);
            if (text != null) {
                return choice(variable, text);
            }
        }
        return Choice.DIRECT;
    }

    private Choice choice(String variable, String text) {
        Matcher parts = ADDRESS.matcher(text);
        if (!parts.matches()) {
            throw new DatasetException(
                    "the variable " + variable + " names a proxy that is no address; write http://HOST:PORT");
        }
        String scheme = parts.group(1) == null ? "http" : parts.group(1).toLowerCase(Locale.ROOT);
        boolean socks =
                switch (scheme) {
                    case "http" -> false;
                    case "socks", "socks5", "socks5h" -> true;
                    default ->
                        throw new DatasetException("the variable " + variable + " names a proxy of the kind " + scheme
                                + ", which Java cannot speak to; it knows http:// and socks5://");
                };
        int port = parts.group(4) == null ? (socks ? 1080 : 80) : Integer.parseInt(parts.group(4));
        if (port < 1 || port > 65_535) {
            throw new DatasetException("the variable " + variable + " names a proxy with the port " + port
                    + "; ports are numbers from 1 to 65535");
        }
        // Java looks the host up, or a SOCKS proxy does.
        InetSocketAddress address =
                InetSocketAddress.createUnresolved(parts.group(3).replaceAll("[\\[\\]]", ""), port);
        return new Choice(
                new Proxy(socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP, address),
                text(address) + " (" + variable + ")",
                parts.group(2) == null ? null : authenticator(address, parts.group(2)));
    }

    private static Authenticator authenticator(InetSocketAddress proxy, String userInfo) {
        int colon = userInfo.indexOf(':');
        return new ProxyAuthenticator(
                proxy,
                decoded(colon < 0 ? userInfo : userInfo.substring(0, colon)),
                decoded(colon < 0 ? "" : userInfo.substring(colon + 1)));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A percent sign that was meant as one.
            return text;
        }
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
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
}
