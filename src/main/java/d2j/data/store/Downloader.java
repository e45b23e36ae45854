package d2j.data.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.io.IOUtils;

/**
 * Downloads one file from the first of its mirrors that has it.
 *
 * <p>What has come of a file is kept beside its place, and taken up again later if the mirror confirms that it still
 * has the same file. A file gets its name only when its content has been checked.
 */
final class Downloader {
    private static final int ATTEMPTS_PER_MIRROR = 2;
    /** How much larger than its content a compressed file may be. */
    private static final long SLACK = 1 << 20;
    /** How much larger an archive may be than the one member that is wanted. */
    private static final long ARCHIVE_SLACK = 1 << 26;

    private final Transfer.Patience patience;
    private final Transfer.Disk disk;
    private final EnvironmentProxies proxies;

    /** With the time limits and the proxies for users. */
    Downloader() {
        this(
                Transfer.Patience.STANDARD,
                (file, append) -> append
                        ? Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                        : Files.newOutputStream(file),
                EnvironmentProxies.of(System.getenv()));
    }

    Downloader(Transfer.Patience patience, Transfer.Disk disk, EnvironmentProxies proxies) {
        this.patience = patience;
        this.disk = disk;
        this.proxies = proxies;
    }

    /** What the mirrors did, in words by address. */
    private static final class Failures {
        private final Map<String, String> words = new LinkedHashMap<>();
        private boolean answered;

        void add(String url, String what, boolean fromMirror) {
            words.put(url, what);
            answered |= fromMirror;
        }

        UnreachableException of(Catalog.RemoteFile file) {
            List<String> lines = new ArrayList<>();
            words.forEach((url, what) -> lines.add(url + ": " + what));
            String first = words.isEmpty()
                    ? ""
                    : " (" + URI.create(words.keySet().iterator().next()).getHost() + " "
                            + words.values().iterator().next() + ")";
            return new UnreachableException(
                    file.name() + " could not be downloaded:\n  " + String.join("\n  ", lines),
                    (answered ? "no mirror has the right file" : "no mirror can be reached") + first,
                    answered);
        }
    }

    /**
     * Downloads a file into a folder, which exists.
     *
     * @return its path there: its name in the catalogue, without {@code .gz} if a server sent it decompressed
     * @throws UnreachableException if no mirror had it; the message says what each did
     * @throws DatasetException     if it cannot be written here, or a variable names no proxy
     */
    Path download(Catalog.RemoteFile file, Path folder, DownloadProgress progress) {
        if (file.urls().isEmpty()) {
            throw new UnreachableException(
                    file.name() + " is not available for download", "it is not available for download", true);
        }
        Failures failures = new Failures();
        for (String url : file.urls()) {
            PartFile part = new PartFile(folder, file.name(), url);
            try {
                Optional<Path> arrived = fromMirror(file, URI.create(url), part, failures, progress);
                if (arrived.isPresent()) {
                    PartFile.deleteAll(folder, file.name());
                    return arrived.get();
                }
            } catch (DiskException e) {
                PartFile.deleteAll(folder, file.name());
                throw new DatasetException(
                        file.name() + " cannot be written to " + folder + ": " + e.getMessage()
                                + "; free some disk space, or set XDG_CACHE_HOME to another place",
                        e);
            }
        }
        throw failures.of(file);
    }

    private Optional<Path> fromMirror(
            Catalog.RemoteFile file, URI address, PartFile part, Failures failures, DownloadProgress progress)
            throws DiskException {
        String member = address.getFragment();
        long most = file.size() + file.size() / 8 + (member == null ? SLACK : ARCHIVE_SLACK);
        Transfer transfer = new Transfer(withoutFragment(address), part, most, proxies, patience, disk);
        for (int attempt = 1; attempt <= ATTEMPTS_PER_MIRROR; attempt++) {
            try {
                boolean resumed = transfer.run(file.name(), progress);
                Optional<Path> arrived = accept(file, member, part, failures, address.toString());
                if (arrived.isPresent() || !resumed) {
                    return arrived;
                }
                // What an earlier attempt left may have been of another file: once more from the beginning.
            } catch (DiskException e) {
                throw e;
            } catch (MirrorException e) {
                failures.add(address.toString(), e.getMessage(), e.answered());
                return Optional.empty();
            } catch (IOException e) {
                failures.add(address.toString(), e.getMessage(), true);
                if (!Files.exists(part.path())) {
                    return Optional.empty();
                }
                // Part of the file has come: ask for the rest.
            }
        }
        return Optional.empty();
    }

    /** Whether any mirror of a file answers within a time. */
    boolean reaches(Catalog.RemoteFile file, Duration limit) {
        for (String url : file.urls()) {
            try (Exchange exchange = new Exchange(
                    withoutFragment(URI.create(url)), Map.of("Range", "bytes=0-0"), proxies, limit, limit)) {
                exchange.head(limit);
                return true;
            } catch (IOException | DatasetException e) {
                // The next one may.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    /** Checks what has come and gives it its name; empty, with the reason noted, if it is not what it should be. */
    private static Optional<Path> accept(
            Catalog.RemoteFile file, String member, PartFile part, Failures failures, String url) throws DiskException {
        Path content = part.path();
        try {
            if (member != null) {
                content = part.beside("member");
                Archives.extract(part.path(), member, content, file.size());
            }
            Optional<String> problem = Checksum.problem(content, file);
            if (problem.isPresent() && part.state().encoded() && Checksum.isSound(content)) {
                // A compressed file that was compressed again for the way.
                content = decompressed(content, part.beside("plain"), file.size() + file.size() / 8 + SLACK);
                problem = Checksum.problem(content, file);
            }
            if (problem.isPresent()) {
                failures.add(url, problem.get(), true);
                return Optional.empty();
            }
            boolean named = file.name().endsWith(".gz");
            boolean compressed = Gzip.isGzip(content);
            if (compressed && !named) {
                content = decompressed(content, part.beside("plain"), file.size());
            }
            String name =
                    named && !compressed ? file.name().substring(0, file.name().length() - 3) : file.name();
            Path target = part.path().resolveSibling(name);
            move(content, target);
            return Optional.of(target);
        } catch (DatasetException e) {
            failures.add(url, "sent what cannot be unpacked: " + e.getMessage(), true);
            return Optional.empty();
        } catch (IOException e) {
            throw new DiskException(e);
        } finally {
            part.delete();
        }
    }

    private static Path decompressed(Path file, Path target, long most) throws IOException {
        try (InputStream in = Gzip.open(file);
                OutputStream out = Files.newOutputStream(target)) {
            IOUtils.copyLarge(in, out, 0, most);
        }
        return target;
    }

    static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static URI withoutFragment(URI address) {
        String text = address.toString();
        int hash = text.indexOf('#');
        return hash < 0 ? address : URI.create(text.substring(0, hash));
    }
}
