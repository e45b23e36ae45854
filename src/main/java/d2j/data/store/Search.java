package d2j.data.store;

import d2j.data.store.Catalog.RemoteFile;
import d2j.data.store.DatasetStore.Found;
import d2j.data.store.DatasetStore.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks for one data set where it may lie, and keeps what it finds damaged on the way. */
final class Search {
    /** A file that is not what it should be; {@code place} names where it is without the path of a machine. */
    private record Damage(Path path, boolean own, String place, String problem, String advice) {
        String message() {
            return path + " " + problem + advice;
        }
    }

    private final Catalog catalog;
    private final Catalog.Entry entry;
    private final Path dataFolder;
    private final Path cache;
    private final CheckedFiles files;
    private final boolean checked;
    private final List<Damage> damages = new ArrayList<>();

    /**
     * Begins a search.
     *
     * @param dataFolder the folder that {@code D2J_DATA} names, or null
     * @param cache      the data set's folder in the cache
     * @param checked    whether to look at the content of files
     */
    Search(Catalog catalog, Catalog.Entry entry, Path dataFolder, Path cache, CheckedFiles files, boolean checked) {
        this.catalog = catalog;
        this.entry = entry;
        this.dataFolder = dataFolder;
        this.cache = cache;
        this.files = files;
        this.checked = checked;
    }

    /** The data set itself. */
    Optional<Found> complete() {
        return inDataFolder(Optional.empty(), entry.folders(), entry.files()).or(this::inCache);
    }

    /** What may stand in for it, such as a subset. */
    Optional<Found> variant() {
        for (Catalog.Variant variant : entry.variants()) {
            Optional<Found> found = inDataFolder(Optional.of(variant), variant.folders(), variant.files());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** What was damaged in a folder of the data set's own, with what to do; empty if nothing was. */
    Optional<String> damage() {
        return damages.stream().filter(Damage::own).map(Damage::message).findFirst();
    }

    /** The same of everything that looks like a file of the data set. */
    List<String> allDamage() {
        return damages.stream().map(Damage::message).toList();
    }

    /** What was damaged first, for the inside of a sentence, without a path of this machine. */
    Optional<String> damageInWords() {
        return damages.stream()
                .map(damage -> damage.place() + " " + damage.problem())
                .findFirst();
    }

    private Optional<Found> inCache() {
        return CheckedFiles.all(cache, entry.files())
                .filter(paths ->
                        sound(paths, entry.files(), "the cache", "; ./d2j data fetch " + entry.name() + " replaces it"))
                .map(paths -> new Found(entry, Optional.empty(), Place.CACHE, paths));
    }

    private Optional<Found> inDataFolder(
            Optional<Catalog.Variant> variant, List<String> folders, List<RemoteFile> wanted) {
        if (dataFolder == null) {
            return Optional.empty();
        }
        List<Path> places = new ArrayList<>();
        folders.forEach(folder -> places.add(dataFolder.resolve(folder)));
        places.add(dataFolder);
        for (Path place : places) {
            Optional<Found> found = CheckedFiles.all(place, wanted)
                    .filter(paths -> sound(
                            paths,
                            wanted,
                            "$D2J_DATA",
                            "; D2J_DATA names its folder: put the published file there, or take this one away and d2j"
                                    + " looks elsewhere"))
                    .map(paths -> new Found(entry, variant, Place.DATA_FOLDER, paths));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private boolean sound(Map<String, Path> paths, List<RemoteFile> wanted, String place, String advice) {
        boolean beside = paths.values().iterator().next().getParent().equals(dataFolder);
        // A subset may have the name and the place of the whole: only the content tells them apart.
        if (!checked && !beside && wanted.stream().noneMatch(file -> isVariant(file.name()))) {
            return true;
        }
        for (RemoteFile file : wanted) {
            Path path = paths.get(file.name());
            Optional<String> problem = files.problem(path, file);
            if (problem.isPresent() && standsIn(path, file.name())) {
                return false;
            }
            if (problem.isPresent()) {
                // MNIST and Fashion-MNIST have files of the same names; beside each other the content tells them apart.
                if (!beside || isOnlyOurs(file.name())) {
                    damages.add(new Damage(path, !beside, path.getFileName() + " in " + place, problem.get(), advice));
                }
                return false;
            }
        }
        return true;
    }

    private boolean isVariant(String file) {
        return variantFiles(file).findAny().isPresent();
    }

    /** Whether a file that is not the data set's own is that of a variant. */
    private boolean standsIn(Path path, String file) {
        return variantFiles(file).anyMatch(its -> files.problem(path, its).isEmpty());
    }

    private Stream<RemoteFile> variantFiles(String file) {
        return entry.variants().stream()
                .filter(variant -> variant.folders().stream().anyMatch(entry.folders()::contains))
                .flatMap(variant -> variant.files().stream())
                .filter(its -> its.name().equals(file));
    }

    private boolean isOnlyOurs(String file) {
        return catalog.entries().stream()
                .filter(other -> !other.name().equals(entry.name()))
                .noneMatch(other ->
                        other.files().stream().anyMatch(its -> its.name().equals(file)));
    }
}
