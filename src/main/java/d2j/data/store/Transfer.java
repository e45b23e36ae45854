package d2j.data.store;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings a file from one mirror into a part file, going on where an earlier attempt stopped if the mirror agrees. */
final class Transfer {
    /**
     * How long a mirror is waited for.
     *
     * @param connect for a connection
     * @param answer  for the beginning of the answer
     * @param silence for the next byte
     * @param window  the time over which the rate is measured
     * @param rate    bytes a second that must come on average
     */
    record Patience(Duration connect, Duration answer, Duration silence, Duration window, long rate) {
        static final Patience STANDARD = new Patience(
                Duration.ofSeconds(4), Duration.ofSeconds(15), Duration.ofSeconds(20), Duration.ofSeconds(30), 2_000);

        private long leastInWindow() {
            return rate * window.toMillis() / 1000;
        }
    }

    /** Opens files for writing; replaced in tests by one that fails. */
    interface Disk {
        OutputStream open(java.nio.file.Path file, boolean append) throws IOException;
    }

    /** So long a number has no file's length. */
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    private final URI address;
    private final PartFile part;
    private final long most;
    private final EnvironmentProxies proxies;
    private final Patience patience;
    private final Disk disk;

    /** A transfer of at most so many bytes. */
    Transfer(URI address, PartFile part, long most, EnvironmentProxies proxies, Patience patience, Disk disk) {
        this.address = address;
        this.part = part;
        this.most = most;
        this.proxies = proxies;
        this.patience = patience;
        this.disk = disk;
    }

    /**
     * Gets the whole file.
     *
     * @param name what the progress calls it
     * @return whether it began with what was there
     * @throws MirrorException  if the mirror does not have what it should
     * @throws DiskException    if the bytes cannot be written
     * @throws IOException      if the connection broke; what has come is kept
     * @throws DatasetException if the thread was interrupted
     */
    boolean run(String name, DownloadProgress progress) throws IOException {
        PartFile.State known = part.state();
        long have = part.size();
        if (have > 0 && have == known.length()) {
            return true;
        }
        Map<String, String> headers = new HashMap<>();
        headers.put("Accept", "*/*");
        headers.put("Accept-Encoding", "identity");
        headers.put("User-Agent", "d2j");
        if (have > 0) {
            headers.put("Range", "bytes=" + have + "-");
            if (known.validator() != null) {
                headers.put("If-Range", known.validator());
            }
        }
        try (Exchange exchange = new Exchange(address, headers, proxies, patience.connect(), patience.silence())) {
            Exchange.Head head = exchange.head(patience.answer());
            boolean resumed = head.status() == 206 && have > 0;
            if (head.status() == 416) {
                part.delete();
                throw new IOException("has changed the file");
            } else if (head.status() != 200 && !resumed) {
                throw new MirrorException(NetworkWords.status(head.status()), true);
            }
            long length = resumed ? total(head, have, known.length()) : head.length();
            if (length > most) {
                part.delete();
                throw new MirrorException("has a file of " + length + " bytes, far more than expected", true);
            }
            if (!resumed) {
                begin(new PartFile.State(length, validator(head), encoded(head)));
            }
            copy(exchange, resumed ? have : 0, length, name, progress);
            return resumed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatasetException("the download was interrupted; it is resumed next time", e);
        }
    }

    /** The length of the whole file, where the mirror sends the rest of it. */
    private long total(Exchange.Head head, long have, long known) throws MirrorException {
        Matcher range = CONTENT_RANGE.matcher(head.header("Content-Range").orElse(""));
        if (range.matches() && Long.parseLong(range.group(1)) == have) {
            long total = range.group(3).equals("*") ? -1 : Long.parseLong(range.group(3));
            if (known < 0 || known == total) {
                return total;
            }
        }
        part.delete();
        throw new MirrorException("sent another part of the file than was asked for", true);
    }

    private void begin(PartFile.State state) throws DiskException {
        try {
            part.begin(state);
        } catch (IOException e) {
            throw new DiskException(e);
        }
    }

    private static String validator(Exchange.Head head) {
        // A weak tag promises no more than the same meaning, so it does not allow to go on with the bytes.
        return head.header("ETag")
                .filter(tag -> !tag.startsWith("W/"))
                .or(() -> head.header("Last-Modified"))
                .orElse(null);
    }

    /** Whether the mirror compressed the file for the way, which it was asked not to. */
    private static boolean encoded(Exchange.Head head) throws MirrorException {
        String encoding = head.header("Content-Encoding").orElse("identity").strip();
        if (Set.of("gzip", "x-gzip").contains(encoding)) {
            return true;
        }
        if (!encoding.isEmpty() && !encoding.equals("identity")) {
            throw new MirrorException("sends the file in the encoding " + encoding + ", which was not asked for", true);
        }
        return false;
    }

    private void copy(Exchange exchange, long have, long length, String name, DownloadProgress progress)
            throws IOException, InterruptedException {
        long got = have;
        long now = System.nanoTime();
        long heard = now;
        long windowEnd = now + patience.window().toNanos();
        long gotBefore = have;
        try (OutputStream out = open(have > 0)) {
            progress.update(name, got, length);
            while (true) {
                byte[] bytes;
                long silenceEnd = heard + patience.silence().toNanos();
                try {
                    bytes = exchange.next(Math.max(0, Math.min(silenceEnd - now, windowEnd - now)));
                } catch (IOException e) {
                    throw stopped(
                            e instanceof java.net.SocketTimeoutException ? "went silent" : "stopped", got, length, e);
                }
                now = System.nanoTime();
                if (bytes == null && now >= silenceEnd) {
                    throw stopped("went silent", got, length, null);
                }
                if (bytes != null) {
                    if (bytes.length == 0) {
                        break;
                    }
                    heard = now;
                    got += bytes.length;
                    if (got > most || length >= 0 && got > length) {
                        break;
                    }
                    write(out, bytes);
                    progress.update(name, got, length);
                }
                if (now >= windowEnd) {
                    if (got - gotBefore < patience.leastInWindow()) {
                        throw new MirrorException(
                                "sends too slowly: " + (got - gotBefore) + " bytes in "
                                        + Math.max(1, patience.window().toSeconds()) + " s",
                                true);
                    }
                    windowEnd = now + patience.window().toNanos();
                    gotBefore = got;
                }
            }
        }
        if (got > most || length >= 0 && got > length) {
            part.delete();
            throw new MirrorException("sent more bytes than expected", true);
        }
        if (length >= 0 && got < length) {
            throw stopped("stopped", got, length, null);
        }
    }

    private static IOException stopped(String how, long got, long length, IOException cause) {
        return new IOException(
                "the server " + how + " after " + got + (length < 0 ? "" : " of " + length) + " bytes", cause);
    }

    private OutputStream open(boolean append) throws DiskException {
        try {
            return disk.open(part.path(), append);
        } catch (IOException e) {
            throw new DiskException(e);
        }
    }

    private static void write(OutputStream out, byte[] bytes) throws DiskException {
        try {
            out.write(bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new DiskException(e);
        }
    }
}
