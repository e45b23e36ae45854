package d2j.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds data sets: in the folder that the environment variable {@code D2J_DATA} names, then in the cache.
 */
public final class DatasetStore {
    /** Where a data set was found. */
    public enum Place {
        DATA_FOLDER("$D2J_DATA"),
        CACHE("the cache");

        private final String words;

        Place(String words) {
            this.words = words;
        }

        /** In words, for a line that says where the data is from; names no path. */
        public String words() {
            return words;
        }
    }

    /**
     * A data set that is here, its files checked.
     *
     * @param entry   what it is
     * @param variant which other set of files stands in for it, if one does
     * @param place   where it was found
     * @param files   the path of each file by its name in the catalogue
     */
    public record Found(
            Catalog.Entry entry, Optional<Catalog.Variant> variant, Place place, Map<String, Path> files) {
        /** The path of a file by its name in the catalogue. */
        public Path file(String name) {
            Path path = files.get(name);
            if (path == null) {
                throw new DatasetException("the data set " + entry.name() + " has no file " + name);
            }
            return path;
        }
    }

    private final Catalog catalog;
    private final Path dataFolder;
    private final Path cache;

    DatasetStore(Catalog catalog, Path dataFolder, Path cache) {
        this.catalog = catalog;
        this.dataFolder = dataFolder;
        this.cache = cache;
    }

    /** The store that the environment describes. */
    public static DatasetStore standard() {
        Map<String, String> environment = System.getenv();
        String folder = environment.get("D2J_DATA");
        Path dataFolder = folder == null || folder.isBlank() ? null : Path.of(folder).toAbsolutePath().normalize();
        if (dataFolder != null && !Files.isDirectory(dataFolder)) {
            throw new DatasetException("D2J_DATA names " + dataFolder + ", which is no folder");
        }
        return new DatasetStore(
                Catalog.standard(), dataFolder, CacheFolder.of(environment, System.getProperty("os.name"),
                        Path.of(System.getProperty("user.home"))));
    }

    /** Where the data set is, without downloading anything; empty if it is not here. */
    public Optional<Found> locate(String name) {
        Catalog.Entry entry = catalog.entry(name);
        if (dataFolder != null) {
            Optional<Found> found = inFolders(entry, Optional.empty(), entry.folders(), entry.files());
            for (Catalog.Variant variant : entry.variants()) {
                if (found.isEmpty()) {
                    found = inFolders(entry, Optional.of(variant), variant.folders(), variant.files());
                }
            }
            return found;
        }
        return Optional.empty();
    }

    private Optional<Found> inFolders(
            Catalog.Entry entry, Optional<Catalog.Variant> variant, List<String> folders,
            List<Catalog.RemoteFile> wanted) {
        for (String folder : folders) {
            Map<String, Path> files = new LinkedHashMap<>();
            for (Catalog.RemoteFile file : wanted) {
                Path path = dataFolder.resolve(folder).resolve(file.name());
                if (Files.isRegularFile(path)) {
                    files.put(file.name(), path);
                }
            }
            if (files.size() == wanted.size()) {
                return Optional.of(new Found(entry, variant, Place.DATA_FOLDER, files));
            }
        }
        return Optional.empty();
    }
}
