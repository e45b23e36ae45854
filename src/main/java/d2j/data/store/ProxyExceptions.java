package d2j.data.store;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hosts of {@code no_proxy}, to which no proxy leads: domains with what lies below them, addresses, networks such
 * as 10.0.0.0/8; hosts with a port or without; {@code *} means all.
 */
final class ProxyExceptions {

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern WITH_PORT = Pattern.compile("(\\[.*]|[^:]*):(\\d+)");

    private final List<String> items;

    private ProxyExceptions(List<String> items) {
        this.items = items;
    }

    static ProxyExceptions of(String text) {
        return new ProxyExceptions(List.of(text.strip().toLowerCase(Locale.ROOT).split("[,\\s]+")));
    }

    boolean contain(URI address) {
        if (address.getHost() == null) {
            return true;
        }
        String host = address.getHost().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        int port =
                address.getPort() >= 0 ? address.getPort() : address.getScheme().equals("https") ? 443 : 80;
        return items.stream().anyMatch(item -> matches(item, host, port));
    }

    private static boolean matches(String item, String host, int port) {
        if (item.equals("*")) {
            return true;
        }
        String name = item;
        if (!name.contains("/")) {
            Matcher parts = WITH_PORT.matcher(name);
            if (parts.matches()) {
                if (!parts.group(2).equals(Integer.toString(port))) {
                    return false;
                }
                name = parts.group(1);
            }
        }
        name = name.replaceAll("[\\[\\]]", "");
        byte[] number = number(host);
        if (number != null) {
            return inNetwork(number, name);
        }
        String domain = name.startsWith("*.") ? name.substring(2) : name.startsWith(".") ? name.substring(1) : name;
        return !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain));
    }

    private static boolean inNetwork(byte[] host, String network) {
        String[] parts = network.split("/", 2);
        byte[] start = number(parts[0]);
        if (start == null || start.length != host.length) {
            return false;
        }
        int bits = 8 * host.length;
        int prefix = parts.length == 1 ? bits : parts[1].matches("\\d{1,3}") ? Integer.parseInt(parts[1]) : -1;
        return prefix >= 0
                && prefix <= bits
                && new BigInteger(1, host)
                        .shiftRight(bits - prefix)
                        .equals(new BigInteger(1, start).shiftRight(bits - prefix));
    }

    /** The bytes of an address in digits; null for a name, which is not looked up. */
    private static byte[] number(String text) {
        if (!text.matches(OCTET + "(\\." + OCTET + "){3}|[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*")) {
            return null;
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
