package d2j.data.store;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells one proxy who asks, once: a proxy that asks again has refused. */
final class ProxyAuthenticator extends Authenticator {
    /** The schemes that Java does not use for encrypted connections; most proxies know Basic only. */
    private static final String DISABLED_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

    /** Java asks the authenticator of the whole process on behalf of SOCKS; this one knows our proxies. */
    private static final class ForSocks extends Authenticator {
        private static final Map<String, PasswordAuthentication> KNOWN = new ConcurrentHashMap<>();
        private final Authenticator before;

        ForSocks(Authenticator before) {
            this.before = before;
        }

        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            PasswordAuthentication known = getRequestingProtocol().startsWith("SOCKS")
                    ? KNOWN.get(getRequestingHost() + ":" + getRequestingPort())
                    : null;
            return known != null || before == null
                    ? known
                    : before.requestPasswordAuthenticationInstance(
                            getRequestingHost(),
                            getRequestingSite(),
                            getRequestingPort(),
                            getRequestingProtocol(),
                            getRequestingPrompt(),
                            getRequestingScheme(),
                            getRequestingURL(),
                            getRequestorType());
        }

        static synchronized void know(InetSocketAddress proxy, PasswordAuthentication who) {
            KNOWN.put(proxy.getHostString() + ":" + proxy.getPort(), who);
            if (!(Authenticator.getDefault() instanceof ForSocks)) {
                Authenticator.setDefault(new ForSocks(Authenticator.getDefault()));
            }
        }
    }

    private final PasswordAuthentication who;
    private final Set<Object> asked = ConcurrentHashMap.newKeySet();

    ProxyAuthenticator(InetSocketAddress proxy, String user, String password) {
        this.who = new PasswordAuthentication(user, password.toCharArray());
        if (System.getProperty(DISABLED_SCHEMES) == null) {
            System.setProperty(DISABLED_SCHEMES, "");
        }
        ForSocks.know(proxy, who);
    }

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
        return getRequestorType() == RequestorType.PROXY && asked.add(String.valueOf(getRequestingURL())) ? who : null;
    }
}
