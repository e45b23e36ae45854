package d2j.data.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One request to a mirror and its answer.
 *
 * <p>The network is left to a thread of its own, because looking up a host, shaking hands and reading a trickle heed no
 * time limit. Who asks waits as long as it likes and goes; the thread ends when it next hears something.
 */
final class Exchange implements AutoCloseable {
    /** The beginning of an answer. */
    record Head(int status, long length, HttpURLConnection connection) {
        Optional<String> header(String name) {
            return Optional.ofNullable(connection.getHeaderField(name));
        }
    }

    private static final int MOST_REDIRECTIONS = 10;
    private static final byte[] END = {};

    private final EnvironmentProxies proxies;
    private final Map<String, String> headers;
    private final int connectMillis;
    private final int silenceMillis;
    private final CompletableFuture<Head> head = new CompletableFuture<>();
    /** Arrays of bytes, and at last {@link #END} or an exception. */
    private final BlockingQueue<Object> body = new ArrayBlockingQueue<>(4);

    private volatile boolean abandoned;

    /**
     * Sends a request.
     *
     * @param connect how long to wait for a connection
     * @param silence how long to wait for the next byte
     */
    Exchange(URI address, Map<String, String> headers, EnvironmentProxies proxies, Duration connect, Duration silence) {
        this.proxies = proxies;
        this.headers = headers;
        this.connectMillis = (int) connect.toMillis();
        this.silenceMillis = (int) silence.toMillis();
        Thread thread = new Thread(() -> run(address), "d2j-download");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits for the beginning of the answer. */
    Head head(Duration limit) throws IOException, InterruptedException {
        try {
            return head.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof DatasetException wrongSettings) {
                throw wrongSettings;
            }
            throw cause instanceof IOException io ? io : new IOException(cause);
        } catch (TimeoutException e) {
            throw new MirrorException("does not answer within " + Math.max(1, limit.toSeconds()) + " s", false);
        }
    }

    /**
     * Waits for the next bytes of the content.
     *
     * @return at least one byte; none at the end; null if nothing came in time
     * @throws IOException if the connection broke
     */
    byte[] next(long nanos) throws IOException, InterruptedException {
        Object next = body.poll(nanos, TimeUnit.NANOSECONDS);
        if (next instanceof IOException e) {
            throw e;
        }
        return (byte[]) next;
    }

    @Override
    public void close() {
        abandoned = true;
        body.clear();
    }

    private void run(URI address) {
        HttpURLConnection connection = null;
        boolean complete = false;
        try {
            connection = open(address);
            int status = connection.getResponseCode();
            boolean content = status == 200 || status == 206;
            InputStream in = content ? connection.getInputStream() : null;
            head.complete(new Head(status, connection.getContentLengthLong(), connection));
            if (content) {
                complete = copy(in);
            }
        } catch (IOException | DatasetException e) {
            head.completeExceptionally(e);
            put(e instanceof IOException ? e : new IOException(e));
        } catch (RuntimeException e) {
            // Java's own code trips over some answers that are not HTTP.
            head.completeExceptionally(new MirrorException("answers in a way that is not HTTP", true, e));
            put(new IOException(e));
        } finally {
            // One that was read to its end may serve the next request.
            if (connection != null && !complete) {
                connection.disconnect();
            }
        }
    }

    private boolean copy(InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 16];
        int n = in.read(buffer);
        while (n >= 0 && !abandoned) {
            put(Arrays.copyOf(buffer, n));
            n = in.read(buffer);
        }
        put(END);
        return n < 0;
    }

    private void put(Object item) {
        try {
            boolean taken = false;
            while (!taken && !abandoned) {
                taken = body.offer(item, 100, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            abandoned = true;
        }
    }

    /** Asks for the file, there where it has moved to: Java itself does not follow from http to https. */
    private HttpURLConnection open(URI address) throws IOException {
        URI at = address;
        for (int i = 0; i < MOST_REDIRECTIONS; i++) {
            EnvironmentProxies.Choice proxy = proxies.choose(at);
            try {
                HttpURLConnection connection = request(at, proxy);
                int status = connection.getResponseCode();
                String location = connection.getHeaderField("Location");
                if (status < 301 || status > 308 || status == 304 || location == null) {
                    if (status == 407) {
                        throw new MirrorException(NetworkWords.refused(proxy), false);
                    }
                    return connection;
                }
                connection.disconnect();
                at = moved(at, location);
            } catch (MirrorException e) {
                throw e;
            } catch (IOException e) {
                throw new MirrorException(NetworkWords.of(e, at, proxy), false, e);
            }
        }
        throw new MirrorException("redirects more than " + MOST_REDIRECTIONS + " times", true);
    }

    private HttpURLConnection request(URI at, EnvironmentProxies.Choice proxy) throws IOException {
        Authenticator authenticator = proxy.authenticator();
        HttpURLConnection connection = (HttpURLConnection) at.toURL().openConnection(proxy.proxy());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout(connectMillis);
        connection.setReadTimeout(silenceMillis);
        headers.forEach(connection::setRequestProperty);
        if (authenticator != null) {
            connection.setAuthenticator(authenticator);
        }
        return connection;
    }

    private static URI moved(URI from, String location) throws IOException {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new MirrorException("redirects to what is no address", true);
        }
        String scheme = String.valueOf(to.getScheme());
        if (!scheme.equals("https")
                        && !(scheme.equals("http") && from.getScheme().equals("http"))
                || to.getHost() == null) {
            throw new MirrorException("redirects to an address that is not safe to follow", true);
        }
        return to;
    }
}
