package d2j.data;

import d2j.data.Catalog.RemoteFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds data sets, and downloads those that are not here.
 *
 * <p>A data set is looked for in the folder that the environment variable {@code D2J_DATA} names (in a folder of its
 * own, or beside the others), then in the cache, and then on the network unless {@code D2J_OFFLINE=1}. Content is
 * compared with the catalogue's checksums when a file is first seen, and again when the file changes.
 */
public final class DatasetStore {
    /** Where a data set was found. */
    public enum Place {
        /** The folder that {@code D2J_DATA} names. */
        DATA_FOLDER("$D2J_DATA"),
        /** The cache, where downloads go. */
        CACHE("the cache");

        private final String words;

        Place(String words) {
            this.words = words;
        }

        /** In words, for a line that says where data is from; it names no path. */
        public String words() {
            return words;
        }
    }

    /**
     * A data set that is here.
     *
     * @param entry   what it is
     * @param variant which other set of files stands in for it, if one does
     * @param place   where it was found
     * @param files   the path of each file by its name in the catalogue
     */
    public record Found(Catalog.Entry entry, Optional<Catalog.Variant> variant, Place place, Map<String, Path> files) {
        /** The path of a file by its name in the catalogue. */
        public Path file(String name) {
            Path path = files.get(name);
            if (path == null) {
                throw new DatasetException("the data set " + entry.name() + " has no file " + name);
            }
            return path;
        }

        /** The folder of the files. */
        public Path folder() {
            return files.values().iterator().next().getParent();
        }
    }

    /**
     * A data set of the catalogue and its state.
     *
     * @param entry   what it is
     * @param found   where it is, if it is here
     * @param problem what is wrong with it, if something is
     */
    public record Listing(Catalog.Entry entry, Optional<Found> found, Optional<String> problem) {}

    /**
     * What became of the check of one file.
     *
     * @param file    its name in the catalogue
     * @param path    where it is
     * @param problem what is wrong with it; empty if nothing is
     */
    public record FileCheck(String file, Path path, Optional<String> problem) {
        /** Whether the file is as the catalogue says. */
        public boolean isGood() {
            return problem.isEmpty();
        }
    }

    /** How long a download that failed is not tried again when a loader asks. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final String OFFLINE_MARK = ".unreachable";
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();
    private static final Map<Path, Instant> FAILED = new ConcurrentHashMap<>();

    private final Catalog catalog;
    private final Path dataFolder;
    private final Path cache;
    private final boolean offline;
    private final Downloader downloader;

    /** A store with everything given; {@code dataFolder} may be null. */
    DatasetStore(Catalog catalog, Path dataFolder, Path cache, boolean offline, Downloader downloader) {
        this.catalog = catalog;
        this.dataFolder = dataFolder;
        this.cache = cache;
        this.offline = offline;
        this.downloader = downloader;
    }

    /**
     * The store that the environment describes ({@code D2J_DATA}, {@code D2J_OFFLINE}, {@code XDG_CACHE_HOME}).
     *
     * @throws DatasetException if {@code D2J_DATA} names no folder
     */
    public static DatasetStore standard() {
        return of(System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
    }

    static DatasetStore of(Map<String, String> environment, String operatingSystem, Path home) {
        String folder = environment.getOrDefault("D2J_DATA", "");
        Path dataFolder =
                folder.isBlank() ? null : Path.of(folder).toAbsolutePath().normalize();
        if (dataFolder != null && !Files.isDirectory(dataFolder)) {
            throw new DatasetException("D2J_DATA names " + dataFolder
                    + ", which is no folder; correct it, or unset it to have the data downloaded");
        }
        String offline = environment.getOrDefault("D2J_OFFLINE", "");
        return new DatasetStore(
                Catalog.standard(),
                dataFolder,
                CacheFolder.of(environment, operatingSystem, home),
                !offline.isBlank() && !offline.equals("0"),
                null);
    }

    /** What the store knows. */
    public Catalog catalog() {
        return catalog;
    }

    /** The folder that {@code D2J_DATA} names, if it is set. */
    public Optional<Path> dataFolder() {
        return Optional.ofNullable(dataFolder);
    }

    /** The folder where downloads and generated samples are kept; it need not exist yet. */
    public Path cacheFolder() {
        return cache;
    }

    /** All data sets of the catalogue with their states, in the catalogue's order. Downloads nothing. */
    public List<Listing> list() {
        List<Listing> listings = new ArrayList<>();
        for (Catalog.Entry entry : catalog.entries()) {
            try {
                listings.add(new Listing(entry, locate(entry.name()), Optional.empty()));
            } catch (DatasetException e) {
                listings.add(new Listing(entry, Optional.empty(), Optional.of(e.getMessage())));
            }
        }
        return listings;
    }

    /**
     * Where the data set is, without downloading anything; empty if it is not here.
     *
     * @throws DatasetException if there is no data set of that name, or a file of it has the wrong content
     */
    public Optional<Found> locate(String name) {
        Catalog.Entry entry = catalog.entry(name);
        return complete(entry, true).or(() -> variant(entry, true));
    }

    /**
     * The data set, complete: as it is found here, or else downloaded, which may take up an earlier download that was
     * cut short.
     *
     * @throws DatasetException if it can be neither found nor downloaded, or a file of it has the wrong content
     */
    public Found fetch(String name, DownloadProgress progress) {
        Catalog.Entry entry = catalog.entry(name);
        Optional<Found> here = complete(entry, true);
        if (here.isPresent()) {
            return here.get();
        }
        if (offline) {
            throw new Downloader.UnreachableException(entry.title() + " is not here, and D2J_OFFLINE is set");
        }
        Path folder = cacheOf(entry);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new DatasetException(
                    "the folder " + folder + " cannot be made: " + e.getMessage()
                            + "; set XDG_CACHE_HOME to a place where it can",
                    e);
        }
        return locked(folder, () -> {
            // Another process may have done it meanwhile.
            Optional<Found> now = complete(entry, true);
            if (now.isPresent()) {
                return now.get();
            }
            for (RemoteFile file : entry.files()) {
                if (present(folder, file).isEmpty()) {
                    markChecked(downloader().download(file, folder, progress), file);
                }
            }
            forgetFailure(folder);
            return complete(entry, true)
                    .orElseThrow(
                            () -> new DatasetException("the files of " + entry.name() + " vanished from " + folder));
        });
    }

    /**
     * The data set for a loader, which has a sample to fall back on: like {@link #fetch}, but empty if the data set
     * cannot be had. A download that failed is not tried again for five minutes.
     *
     * @throws DatasetException if a file that is here has the wrong content
     */
    Optional<Found> obtain(String name) {
        Optional<Found> here = locate(name);
        if (here.isPresent() || offline) {
            return here;
        }
        Path folder = cacheOf(catalog.entry(name));
        if (failedLately(folder)) {
            return Optional.empty();
        }
        try {
            return Optional.of(fetch(name, DownloadProgress.lines(System.err)));
        } catch (Downloader.UnreachableException e) {
            rememberFailure(folder);
        } catch (DatasetException e) {
            System.err.println(e.getMessage());
            rememberFailure(folder);
        }
        return Optional.empty();
    }

    /**
     * Compares the files with the catalogue's checksums, whether that has been done before or not.
     *
     * @throws DatasetException if the data set is not here
     */
    public List<FileCheck> verify(String name) {
        Catalog.Entry entry = catalog.entry(name);
        Found found = existing(entry);
        List<RemoteFile> expected = found.variant().map(Catalog.Variant::files).orElse(entry.files());
        List<FileCheck> checks = new ArrayList<>();
        for (RemoteFile file : expected) {
            Path path = found.file(file.name());
            Optional<String> problem;
            try {
                problem = Checksum.problem(path, file);
                if (problem.isEmpty()) {
                    markChecked(path, file);
                }
            } catch (IOException e) {
                problem = Optional.of("cannot be read: " + e.getMessage());
            }
            checks.add(new FileCheck(file.name(), path, problem));
        }
        return checks;
    }

    /**
     * The folder in which the files of the data set are.
     *
     * @throws DatasetException if the data set is not here
     */
    public Path path(String name) {
        return existing(catalog.entry(name)).folder();
    }

    private Found existing(Catalog.Entry entry) {
        return complete(entry, false)
                .or(() -> variant(entry, false))
                .orElseThrow(() -> new DatasetException(
                        entry.title() + " is not here; ./d2j data fetch " + entry.name() + " gets it"));
    }

    /**
     * An archive of the data set, unpacked in the cache; the work is done once.
     *
     * @param found where the data set is
     * @param file  the archive's name in the catalogue
     * @throws DatasetException if the archive is damaged, too large or hostile
     */
    Path unpacked(Found found, String file) {
        Path archive = found.file(file);
        Path folder = cache.resolve("unpacked").resolve(found.entry().name()).resolve(fingerprint(archive, ""));
        if (!Files.isDirectory(folder)) {
            try {
                Files.createDirectories(folder.getParent());
            } catch (IOException e) {
                throw new DatasetException(
                        "the folder " + folder.getParent() + " cannot be made: " + e.getMessage(), e);
            }
            locked(folder.getParent(), () -> {
                if (!Files.isDirectory(folder)) {
                    Archives.unpack(archive, folder, Archives.Limits.STANDARD);
                }
                return folder;
            });
        }
        return folder;
    }

    private Downloader downloader() {
        return downloader == null ? new Downloader() : downloader;
    }

    private Path cacheOf(Catalog.Entry entry) {
        return cache.resolve("data").resolve(entry.name());
    }

    private Optional<Found> complete(Catalog.Entry entry, boolean checked) {
        return inDataFolder(entry, Optional.empty(), entry.folders(), entry.files(), checked)
                .or(() -> in(cacheOf(entry), true, entry.files(), checked)
                        .map(files -> new Found(entry, Optional.empty(), Place.CACHE, files)));
    }

    private Optional<Found> variant(Catalog.Entry entry, boolean checked) {
        for (Catalog.Variant variant : entry.variants()) {
            Optional<Found> found =
                    inDataFolder(entry, Optional.of(variant), variant.folders(), variant.files(), checked);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Found> inDataFolder(
            Catalog.Entry entry,
            Optional<Catalog.Variant> variant,
            List<String> folders,
            List<RemoteFile> wanted,
            boolean checked) {
        if (dataFolder == null) {
            return Optional.empty();
        }
        for (String folder : folders) {
            Optional<Map<String, Path>> files = in(dataFolder.resolve(folder), true, wanted, checked);
            if (files.isPresent()) {
                return files.map(paths -> new Found(entry, variant, Place.DATA_FOLDER, paths));
            }
        }
        // MNIST and Fashion-MNIST have files of the same names, so beside each other only the content tells them apart.
        return in(dataFolder, false, wanted, true).map(paths -> new Found(entry, variant, Place.DATA_FOLDER, paths));
    }

    /**
     * The files in one folder, if all are there.
     *
     * @param own     whether files of these names must be the data set's: then wrong content is an error
     * @param checked whether to look at the content
     */
    private Optional<Map<String, Path>> in(Path folder, boolean own, List<RemoteFile> wanted, boolean checked) {
        Map<String, Path> files = new LinkedHashMap<>();
        for (RemoteFile file : wanted) {
            Optional<Path> path = present(folder, file);
            if (path.isEmpty()) {
                return Optional.empty();
            }
            files.put(file.name(), path.get());
        }
        if (checked) {
            for (RemoteFile file : wanted) {
                Path path = files.get(file.name());
                Optional<String> problem = problem(path, file);
                if (problem.isPresent()) {
                    if (!own) {
                        return Optional.empty();
                    }
                    throw new DatasetException(path + " " + problem.get() + "; delete it and fetch the data set again");
                }
            }
        }
        return Optional.of(files);
    }

    /** The file under its name, decompressed, or under another of its names. */
    private static Optional<Path> present(Path folder, RemoteFile file) {
        Set<String> names = new LinkedHashSet<>();
        names.add(file.name());
        if (file.name().endsWith(".gz")) {
            names.add(file.name().substring(0, file.name().length() - 3));
        }
        names.addAll(file.aliases());
        return names.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
    }

    private Optional<String> problem(Path path, RemoteFile file) {
        Path mark = checkMark(path, file);
        if (Files.exists(mark)) {
            return Optional.empty();
        }
        try {
            Optional<String> problem = Checksum.problem(path, file);
            if (problem.isEmpty()) {
                markChecked(path, file);
            }
            return problem;
        } catch (IOException e) {
            return Optional.of("cannot be read (" + e.getMessage() + ")");
        }
    }

    /** An empty file whose name tells that a file of this size and time had the right content. */
    private Path checkMark(Path path, RemoteFile file) {
        return cache.resolve("checked").resolve(fingerprint(path, file.sha256() + file.size()));
    }

    private void markChecked(Path path, RemoteFile file) {
        try {
            Path mark = checkMark(path, file);
            Files.createDirectories(mark.getParent());
            Files.write(mark, new byte[0]);
        } catch (IOException e) {
            // It is checked again next time.
        }
    }

    private static String fingerprint(Path path, String more) {
        try {
            FileTime modified = Files.getLastModifiedTime(path);
            String text = path.toAbsolutePath() + "\n" + Files.size(path) + "\n" + modified.to(TimeUnit.NANOSECONDS)
                    + "\n" + more;
            return HexFormat.of().formatHex(Checksum.sha256().digest(text.getBytes(StandardCharsets.UTF_8)), 0, 16);
        } catch (IOException e) {
            throw new DatasetException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private interface Work<T> {
        T run();
    }

    /** Runs the work while no other thread or process works in the folder. */
    private static <T> T locked(Path folder, Work<T> work) {
        ReentrantLock lock = LOCKS.computeIfAbsent(folder.toAbsolutePath().normalize(), path -> new ReentrantLock());
        lock.lock();
        try (FileChannel channel =
                        FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock ours = lock(channel)) {
            return work.run();
        } catch (IOException e) {
            throw new DatasetException("cannot work in " + folder + ": " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.lock();
        } catch (IOException e) {
            // Some network file systems have no locks. Files are moved to their places whole, so at worst the work is
            // done twice.
            return null;
        }
    }

    private static boolean failedLately(Path folder) {
        Instant since = FAILED.get(folder.toAbsolutePath());
        try {
            if (since == null) {
                since = Files.getLastModifiedTime(folder.resolve(OFFLINE_MARK)).toInstant();
            }
        } catch (IOException e) {
            return false;
        }
        Duration age = Duration.between(since, Instant.now());
        return !age.isNegative() && age.compareTo(PATIENCE) < 0;
    }

    private static void rememberFailure(Path folder) {
        FAILED.put(folder.toAbsolutePath(), Instant.now());
        try {
            Files.createDirectories(folder);
            Path mark = folder.resolve(OFFLINE_MARK);
            Files.deleteIfExists(mark);
            Files.write(mark, new byte[0]);
        } catch (IOException e) {
            // Then only this process remembers.
        }
    }

    private static void forgetFailure(Path folder) {
        FAILED.remove(folder.toAbsolutePath());
        try {
            Files.deleteIfExists(folder.resolve(OFFLINE_MARK));
        } catch (IOException e) {
            // It grows old by itself.
        }
    }
}
