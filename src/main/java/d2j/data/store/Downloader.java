package d2j.data.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Downloads one file from the first of its mirrors that has it.
 *
 * <p>What has come of a file is kept beside its place under a name of its own for each mirror (the compressed forms of
 * one content may differ), and taken up again later if the server confirms that it still has the same file. A file gets
 * its name only when its content has been checked.
 */
final class Downloader {
    /** No mirror could be reached, or none had the file: the network's fault, not this machine's. */
    static final class UnreachableException extends DatasetException {
        private static final long serialVersionUID = 1L;

        UnreachableException(String message) {
            super(message);
        }
    }

    /** A failure of the disk, which another mirror does not cure. */
    private static final class DiskException extends IOException {
        private static final long serialVersionUID = 1L;

        DiskException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** A mirror that does not have what it should; its message says what it did. */
    private static final class MirrorException extends IOException {
        private static final long serialVersionUID = 1L;

        MirrorException(String message) {
            super(message);
        }
    }

    /** Opens files for writing; replaced in tests by one that fails. */
    interface Disk {
        OutputStream open(Path file, boolean append) throws IOException;
    }

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+|\\*)");
    private static final int ATTEMPTS_PER_MIRROR = 2;
    /** How much larger than its content a compressed file may be. */
    private static final long SLACK = 1 << 20;
    /** How much larger an archive may be than the one member that is wanted. */
    private static final long ARCHIVE_SLACK = 1 << 26;

    private final HttpClient client;
    private final Duration answer;
    private final Duration stall;
    private final Disk disk;

    /** Waits a few seconds for a connection, and gives up on a server that sends nothing for twenty. */
    Downloader() {
        this(
                Duration.ofSeconds(4),
                Duration.ofSeconds(15),
                Duration.ofSeconds(20),
                (file, append) -> append
                        ? Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                        : Files.newOutputStream(file));
    }

    Downloader(Duration connect, Duration answer, Duration stall, Disk disk) {
        this.client = HttpClient.newBuilder()
                .connectTimeout(connect)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(EnvironmentProxies.of(System.getenv()))
                .build();
        this.answer = answer;
        this.stall = stall;
        this.disk = disk;
    }

    /**
     * Downloads a file into a folder, which exists.
     *
     * @return its path there: its name in the catalogue, without {@code .gz} if a server sent it decompressed
     * @throws UnreachableException if no mirror had it; the message says what each did
     * @throws DatasetException     if it cannot be written here
     */
    Path download(Catalog.RemoteFile file, Path folder, DownloadProgress progress) {
        if (file.urls().isEmpty()) {
            throw new UnreachableException(file.name() + " is not available for download");
        }
        List<String> failures = new ArrayList<>();
        for (String url : file.urls()) {
            URI address = URI.create(url);
            for (int attempt = 1; attempt <= ATTEMPTS_PER_MIRROR; attempt++) {
                Path part = folder.resolve(file.name() + "." + tag(url) + ".part");
                try {
                    boolean resumed = fetch(file, address, part, progress);
                    Optional<Path> arrived = accept(file, address.getFragment(), part, folder, failures, url);
                    if (arrived.isPresent()) {
                        deleteParts(file, folder);
                        return arrived.get();
                    }
                    if (!resumed) {
                        break;
                    }
                    // What an earlier attempt left may have been of another file: once more from the beginning.
                } catch (DiskException e) {
                    deleteParts(file, folder);
                    throw new DatasetException(
                            file.name() + " cannot be written to " + folder + ": " + e.getMessage()
                                    + "; free some disk space, or set XDG_CACHE_HOME to another place",
                            e);
                } catch (MirrorException e) {
                    failures.add(url + " " + e.getMessage());
                    break;
                } catch (IOException e) {
                    failures.add(url + ": " + message(e));
                    if (!Files.exists(part)) {
                        break;
                    }
                    // Part of the file has come: ask for the rest.
                }
            }
        }
        throw new UnreachableException(file.name() + " could not be downloaded:\n  " + String.join("\n  ", failures));
    }

    /** Gets the whole file into {@code part}; says whether it began with what was there. */
    private boolean fetch(Catalog.RemoteFile file, URI address, Path part, DownloadProgress progress)
            throws IOException {
        Path stateFile = part.resolveSibling(part.getFileName() + ".state");
        Properties state = readState(stateFile);
        long have = Files.exists(part) && !state.isEmpty() ? Files.size(part) : 0;
        if (have > 0 && have == Long.parseLong(state.getProperty("length", "-1"))) {
            return true;
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(withoutFragment(address)).timeout(answer).GET();
        request.header("Accept-Encoding", "identity");
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
            String validator = state.getProperty("validator");
            if (validator != null) {
                request.header("If-Range", validator);
            }
        }
        HttpResponse<InputStream> response = send(request.build());
        try (InputStream body = response.body()) {
            long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
            boolean resumed = false;
            if (response.statusCode() == 206 && have > 0) {
                Matcher range = CONTENT_RANGE.matcher(
                        response.headers().firstValue("Content-Range").orElse(""));
                long total = range.matches() && !range.group(3).equals("*") ? Long.parseLong(range.group(3)) : -1;
                String known = state.getProperty("length", "-1");
                if (!range.matches()
                        || Long.parseLong(range.group(1)) != have
                        || !known.equals("-1") && total != Long.parseLong(known)) {
                    deletePart(part);
                    throw new MirrorException("sent another part of the file than was asked for");
                }
                length = total;
                resumed = true;
            } else if (response.statusCode() == 416) {
                deletePart(part);
                throw new IOException("the file has changed there");
            } else if (response.statusCode() != 200) {
                throw new MirrorException("answered with status " + response.statusCode());
            }
            long most = file.size() + file.size() / 8 + (address.getFragment() == null ? SLACK : ARCHIVE_SLACK);
            if (length > most) {
                deletePart(part);
                throw new MirrorException("has a file of " + length + " bytes, far more than expected");
            }
            if (!resumed) {
                have = 0;
                writeState(stateFile, length, validator(response));
            }
            long got = copy(body, part, resumed, have, length, most, file.name(), progress);
            if (length >= 0 && got < length) {
                throw new IOException("the server stopped after " + got + " of " + length + " bytes");
            }
            return resumed;
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<InputStream>> future = new CompletableFuture<>();
        // On a thread of its own, because looking up a host's address heeds no time limit.
        Thread thread = new Thread(
                () -> {
                    try {
                        HttpResponse<InputStream> response =
                                client.send(request, HttpResponse.BodyHandlers.ofInputStream());
                        if (!future.complete(response)) {
                            response.body().close();
                        }
                    } catch (IOException | InterruptedException | RuntimeException e) {
                        future.completeExceptionally(e);
                    }
                },
                "d2j-download");
        thread.setDaemon(true);
        thread.start();
        try {
            return future.get(answer.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof IOException io ? io : new IOException(message(cause), cause);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new IOException("no answer within " + answer.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            future.cancel(true);
            throw new DatasetException("the download was interrupted", e);
        }
    }

    private long copy(
            InputStream body,
            Path part,
            boolean append,
            long have,
            long length,
            long most,
            String name,
            DownloadProgress progress)
            throws IOException {
        AtomicLong lastHeard = new AtomicLong(System.nanoTime());
        Thread watch = new Thread(() -> closeWhenSilent(body, lastHeard), "d2j-download-watch");
        watch.setDaemon(true);
        watch.start();
        long got = have;
        try (OutputStream out = openDisk(part, append)) {
            byte[] buffer = new byte[1 << 16];
            progress.update(name, got, length);
            while (true) {
                int n;
                try {
                    n = body.read(buffer);
                } catch (IOException e) {
                    boolean silent = System.nanoTime() - lastHeard.get() >= stall.toNanos();
                    throw new IOException(
                            "the server " + (silent ? "went silent" : "stopped") + " after " + got
                                    + (length < 0 ? "" : " of " + length) + " bytes",
                            e);
                }
                if (n < 0) {
                    return got;
                }
                lastHeard.set(System.nanoTime());
                if (Thread.currentThread().isInterrupted()) {
                    throw new DatasetException("the download was interrupted; it is resumed next time");
                }
                got += n;
                if (got > most || length >= 0 && got > length) {
                    throw new MirrorException("sent more bytes than expected");
                }
                try {
                    out.write(buffer, 0, n);
                } catch (IOException e) {
                    throw new DiskException(e);
                }
                progress.update(name, got, length);
            }
        } catch (MirrorException e) {
            deletePart(part);
            throw e;
        } finally {
            watch.interrupt();
        }
    }

    private OutputStream openDisk(Path part, boolean append) throws DiskException {
        try {
            return disk.open(part, append);
        } catch (IOException e) {
            throw new DiskException(e);
        }
    }

    private void closeWhenSilent(InputStream body, AtomicLong lastHeard) {
        try {
            while (true) {
                long silence = System.nanoTime() - lastHeard.get();
                if (silence >= stall.toNanos()) {
                    body.close();
                    return;
                }
                TimeUnit.NANOSECONDS.sleep(stall.toNanos() - silence);
            }
        } catch (InterruptedException | IOException e) {
            // The transfer has ended by itself.
        }
    }

    /** Checks what has come and gives it its name; empty, with the reason noted, if it is not what it should be. */
    private Optional<Path> accept(
            Catalog.RemoteFile file, String member, Path part, Path folder, List<String> failures, String url)
            throws DiskException {
        Path content = part;
        try {
            if (member != null) {
                content = part.resolveSibling(part.getFileName() + ".member");
                Archives.extract(part, member, content, file.size());
            }
            Optional<String> problem = Checksum.problem(content, file);
            if (problem.isPresent()) {
                failures.add(url + " " + problem.get());
                return Optional.empty();
            }
            boolean unpacked = file.name().endsWith(".gz") && !Gzip.isGzip(content);
            String name = unpacked ? file.name().substring(0, file.name().length() - 3) : file.name();
            Path target = folder.resolve(name);
            move(content, target);
            return Optional.of(target);
        } catch (DatasetException e) {
            failures.add(url + ": " + e.getMessage());
            return Optional.empty();
        } catch (IOException e) {
            throw new DiskException(e);
        } finally {
            deletePart(part);
            if (content != part) {
                deletePart(content);
            }
        }
    }

    static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String validator(HttpResponse<?> response) {
        // A weak tag promises no more than the same meaning, so it does not allow to go on with the bytes.
        return response.headers()
                .firstValue("ETag")
                .filter(tag -> !tag.startsWith("W/"))
                .or(() -> response.headers().firstValue("Last-Modified"))
                .orElse(null);
    }

    private static Properties readState(Path file) {
        Properties state = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            state.load(in);
            Long.parseLong(state.getProperty("length", "-1"));
        } catch (IOException | IllegalArgumentException e) {
            state.clear();
        }
        return state;
    }

    private static void writeState(Path file, long length, String validator) throws DiskException {
        Properties state = new Properties();
        state.setProperty("length", Long.toString(length));
        if (validator != null) {
            state.setProperty("validator", validator);
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            state.store(out, null);
        } catch (IOException e) {
            throw new DiskException(e);
        }
    }

    private static void deletePart(Path part) {
        deleteQuietly(part);
        deleteQuietly(part.resolveSibling(part.getFileName() + ".state"));
    }

    private static void deleteParts(Catalog.RemoteFile file, Path folder) {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, file.name() + ".*.part*")) {
            parts.forEach(Downloader::deleteQuietly);
        } catch (IOException e) {
            // They do no harm, and the next download tries again.
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It does no harm, and the next download tries again.
        }
    }

    private static URI withoutFragment(URI address) {
        String text = address.toString();
        int hash = text.indexOf('#');
        return hash < 0 ? address : URI.create(text.substring(0, hash));
    }

    private static String tag(String url) {
        byte[] digest = Checksum.sha256().digest(url.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 4);
    }

    private static String message(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                return cause.getMessage();
            }
        }
        return e instanceof java.net.ConnectException
                ? "cannot be reached"
                : e.getClass().getSimpleName();
    }
}
