package d2j.data.store;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;

/** Says what went wrong with a connection, and what can be done, in words that follow the mirror's address. */
final class NetworkWords {
    private NetworkWords() {}

    static String of(IOException e, URI address, EnvironmentProxies.Choice proxy) {
        boolean direct = proxy.proxy().type() == Proxy.Type.DIRECT;
        if (e instanceof SSLException) {
            return certificate(e);
        }
        String said = String.valueOf(e.getMessage());
        if (said.contains(" 407 ") || said.contains("SOCKS") && said.contains("authentication")) {
            return refused(proxy);
        }
        String what;
        if (e instanceof UnknownHostException) {
            what = direct
                    ? "cannot be found: there is no network, or no host " + address.getHost()
                    : "cannot be reached: there is no host " + e.getMessage();
        } else if (e instanceof SocketTimeoutException) {
            what = "does not answer in time";
        } else {
            what = (e instanceof ConnectException ? "cannot be reached: " : "broke off: ")
                    + (e.getMessage() == null ? "the connection failed" : lowerCase(e.getMessage()));
        }
        return direct ? what : what + " (asked through the proxy " + proxy.name() + ")";
    }

    /** What a proxy says that wants to know who asks. */
    static String refused(EnvironmentProxies.Choice proxy) {
        return "is behind the proxy " + proxy.name() + ", which "
                + (proxy.authenticator() == null
                        ? "asks for a user and a password: write them into the variable as"
                                + " KIND://USER:PASSWORD@HOST:PORT"
                        : "does not accept the user and the password that the variable gives");
    }

    static String status(int status) {
        String meaning =
                switch (status) {
                    case 401, 403 -> " (access refused)";
                    case 404, 410 -> " (not found)";
                    case 429 -> " (too many requests; try later)";
                    case 500, 502, 503, 504 -> " (a fault of the server)";
                    case -1 -> " (not HTTP)";
                    default -> "";
                };
        return "answered with status " + status + meaning;
    }

    private static String certificate(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return "has a certificate that is not valid today; is this machine's clock right?";
            }
            String text = String.valueOf(cause.getMessage());
            if (text.contains("unable to find valid certification path") || text.contains("trustAnchors")) {
                return "has a certificate that this Java (" + System.getProperty("java.home") + ") does not trust."
                        + " In a network that opens encrypted connections, ask for its certificate and either run"
                        + " keytool -importcert -cacerts -file CERTIFICATE.pem, or name a trust store in the variable"
                        + " JAVA_TOOL_OPTIONS: -Djavax.net.ssl.trustStore=FILE"
                        + " -Djavax.net.ssl.trustStorePassword=PASSWORD"
                        + " (Windows' own: -Djavax.net.ssl.trustStoreType=Windows-ROOT; macOS': KeychainStore)";
            }
            if (text.contains("No subject alternative") || text.contains("No name matching")) {
                return "has a certificate that was made out to another host";
            }
        }
        return "does not agree on an encrypted connection: " + lowerCase(String.valueOf(e.getMessage()));
    }

    private static String lowerCase(String text) {
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
