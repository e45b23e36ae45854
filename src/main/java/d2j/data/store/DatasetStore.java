package d2j.data.store;

import d2j.data.store.Catalog.RemoteFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
     * What a loader gets.
     *
     * @param found  the data set, if it can be had
     * @param reason why not, in words to go after "because"; they name no path of this machine
     */
    public record Answer(Optional<Found> found, String reason) {}

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

    /** How long to wait for a sign of a network that was away. */
    private static final Duration PROBE = Duration.ofSeconds(1);

    private final Catalog catalog;
    private final Path dataFolder;
    private final Path cache;
    private final boolean offline;
    private final Downloader downloader;
    private final CheckedFiles files;

    /**
     * A store of its own.
     *
     * @param catalog    what there is
     * @param dataFolder where data sets are looked for first, or null
     * @param cache      where downloads and samples are kept; it need not exist
     * @param offline    whether the network is left alone
     */
    public DatasetStore(Catalog catalog, Path dataFolder, Path cache, boolean offline) {
        this(catalog, dataFolder, cache, offline, new Downloader());
    }

    DatasetStore(Catalog catalog, Path dataFolder, Path cache, boolean offline, Downloader downloader) {
        this.catalog = catalog;
        this.dataFolder = dataFolder;
        this.cache = cache;
        this.offline = offline;
        this.downloader = downloader;
        this.files = new CheckedFiles(cache.resolve("checked"));
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
                !offline.isBlank() && !offline.equals("0"));
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
     * @throws DatasetException if there is no data set of that name, or it is here only with wrong content
     */
    public Optional<Found> locate(String name) {
        Search search = search(catalog.entry(name), true);
        Optional<Found> found = search.complete().or(search::variant);
        if (found.isEmpty() && search.damage().isPresent()) {
            throw new DatasetException(search.damage().get());
        }
        return found;
    }

    /**
     * The data set, complete: as it is found here, or else downloaded, which may take up an earlier download that was
     * cut short. Files in the cache that have become damaged are replaced.
     *
     * @throws DatasetException if it can be neither found nor downloaded
     */
    public Found fetch(String name, DownloadProgress progress) {
        Catalog.Entry entry = catalog.entry(name);
        Optional<Found> here = search(entry, true).complete();
        if (here.isPresent()) {
            return here.get();
        }
        if (offline) {
            throw new DatasetException(entry.title() + " is not here, and D2J_OFFLINE is set");
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
        return FolderLock.with(folder, () -> {
            // Another process may have done it meanwhile.
            Optional<Found> now = search(entry, true).complete();
            if (now.isPresent()) {
                return now.get();
            }
            for (RemoteFile file : entry.files()) {
                Optional<Path> present = CheckedFiles.present(folder, file);
                if (present.isEmpty() || files.problem(present.get(), file).isPresent()) {
                    present.ifPresent(DatasetStore::delete);
                    files.markChecked(downloader.download(file, folder, progress), file);
                }
            }
            FailedDownloads.forget(folder);
            return search(entry, true)
                    .complete()
                    .orElseThrow(
                            () -> new DatasetException("the files of " + entry.name() + " vanished from " + folder));
        });
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new DatasetException(file + " is damaged and cannot be deleted: " + e.getMessage(), e);
        }
    }

    /**
     * The data set for a loader, which has a sample to fall back on: like {@link #fetch}, but where the data set cannot
     * be had the answer says why. A download that failed is not tried again for five minutes, unless the network was
     * at fault and is back. What a reader can put right is printed.
     *
     * @throws DatasetException if there is no data set of that name, or the thread was interrupted
     */
    public Answer obtain(String name) {
        Catalog.Entry entry = catalog.entry(name);
        Search search = search(entry, true);
        Optional<Found> here = search.complete().or(search::variant);
        search.allDamage().forEach(System.err::println);
        if (here.isPresent()) {
            return new Answer(here, "");
        }
        String notHere = search.damageInWords()
                .orElse(
                        dataFolder == null
                                ? "the files are not in the cache"
                                : "the files are neither in $D2J_DATA nor in the cache");
        if (offline) {
            return new Answer(here, notHere + ", and D2J_OFFLINE is set");
        }
        Path folder = cacheOf(entry);
        Optional<FailedDownloads.Failure> failure = FailedDownloads.lately(folder);
        if (failure.isPresent() && (failure.get().answered() || !downloader.reaches(missing(entry, folder), PROBE))) {
            return new Answer(here, notHere + ", and " + failure.get().words());
        }
        try {
            return new Answer(Optional.of(fetch(name, DownloadProgress.lines(System.err))), "");
        } catch (UnreachableException e) {
            FailedDownloads.remember(folder, e.reason(), e.answered());
            return new Answer(here, notHere + ", and downloading failed: " + e.reason());
        } catch (DatasetException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            System.err.println(e.getMessage());
            String reason = "something on this machine is in the way (./d2j data fetch " + name + " says what)";
            FailedDownloads.remember(folder, reason, true);
            return new Answer(here, notHere + ", and downloading failed: " + reason);
        }
    }

    private static RemoteFile missing(Catalog.Entry entry, Path folder) {
        return entry.files().stream()
                .filter(file -> CheckedFiles.present(folder, file).isEmpty())
                .findFirst()
                .orElse(entry.files().get(0));
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
                    files.markChecked(path, file);
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
        Search search = search(entry, false);
        return search.complete()
                .or(search::variant)
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
    public Path unpacked(Found found, String file) {
        Path archive = found.file(file);
        Path folder =
                cache.resolve("unpacked").resolve(found.entry().name()).resolve(CheckedFiles.fingerprint(archive, ""));
        if (!Files.isDirectory(folder)) {
            try {
                Files.createDirectories(folder.getParent());
            } catch (IOException e) {
                throw new DatasetException(
                        "the folder " + folder.getParent() + " cannot be made: " + e.getMessage(), e);
            }
            FolderLock.with(folder.getParent(), () -> {
                if (!Files.isDirectory(folder)) {
                    Archives.unpack(archive, folder, Archives.Limits.STANDARD);
                }
                return folder;
            });
        }
        return folder;
    }

    private Path cacheOf(Catalog.Entry entry) {
        return cache.resolve("data").resolve(entry.name());
    }

    private Search search(Catalog.Entry entry, boolean checked) {
        return new Search(catalog, entry, dataFolder, cacheOf(entry), files, checked);
    }
}
