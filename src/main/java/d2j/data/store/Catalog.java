package d2j.data.store;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known of each data set: its files, where they can be had, their checksums, licence, citation and columns.
 *
 * <p>The catalogue of this project is {@code datasets/catalog.json}, described in {@code datasets/README.md}; it
 * travels with the classes.
 */
public final class Catalog {
    private static final int FORMAT = 1;
    private static final int QUOTED = 400;
    private static final String RESOURCE = "/datasets/catalog.json";

    /**
     * One data set.
     *
     * @param name        the name users type, for example {@code fashion-mnist}
     * @param title       the name in prose
     * @param description one sentence: what it is and how much
     * @param classes     the names of the classes in the order of their labels; empty if there are none
     * @param folders     the folders in which the files may lie below {@code D2J_DATA}; the first is the usual one
     * @param files       the files, all of which are needed
     * @param variants    other sets of files in the same layout that may stand in, such as subsets
     * @param notes       what else a user should know; may be empty
     * @param columns     the columns of a table, or the parts of an example
     * @param sample      what is generated where the data set cannot be had
     * @param homepage    where it is described
     * @param licence     its licence
     * @param citation    the paper to cite
     */
    public record Entry(
            String name,
            String title,
            String description,
            List<String> classes,
            List<String> folders,
            List<RemoteFile> files,
            List<Variant> variants,
            String notes,
            List<Column> columns,
            String sample,
            String homepage,
            String licence,
            String citation) {
        public Entry {
            classes = orEmpty(classes);
            folders = orEmpty(folders);
            files = orEmpty(files);
            variants = orEmpty(variants);
            columns = orEmpty(columns);
            notes = notes == null ? "" : notes;
        }

        /** The file of that name. */
        public RemoteFile file(String fileName) {
            return files.stream()
                    .filter(file -> file.name().equals(fileName))
                    .findFirst()
                    .orElseThrow(() -> new DatasetException("the data set " + name + " has no file " + fileName));
        }
    }

    /**
     * One file of a data set.
     *
     * @param name    the file's name; {@code .gz} at its end means that the content is compressed
     * @param size    bytes of the decompressed content; of an archive, of the archive
     * @param sha256  SHA-256 of the same in hexadecimal digits, or null where it is not known
     * @param md5     MD5 of the decompressed content where one has been published, else null
     * @param aliases other names under which the file is found
     * @param urls    mirrors in the order to try; {@code URL#member} names a file inside an archive
     */
    public record RemoteFile(
            String name, long size, String sha256, String md5, List<String> aliases, List<String> urls) {
        public RemoteFile {
            aliases = orEmpty(aliases);
            urls = orEmpty(urls);
        }

        /** Whether it holds other files: then it is compared as it is, whether compressed or not. */
        boolean isArchive() {
            return name.endsWith(".tar.gz") || name.endsWith(".zip");
        }
    }

    /**
     * Another set of files in the layout of the data set, such as a subset of it.
     *
     * @param name        its name
     * @param description what it is, for the line that a loader prints
     * @param folders     the folders in which the files may lie below {@code D2J_DATA}
     * @param files       its files, with the names that the data set uses
     */
    public record Variant(String name, String description, List<String> folders, List<RemoteFile> files) {
        public Variant {
            folders = orEmpty(folders);
            files = orEmpty(files);
        }
    }

    /**
     * A column of a table, or a part of an example.
     *
     * @param name        its name
     * @param type        {@code integer}, {@code real}, {@code text}, {@code class} or {@code image}
     * @param unit        its unit, or null
     * @param description what it holds
     */
    public record Column(String name, String type, String unit, String description) {}

    private record Document(int format, List<Entry> datasets) {}

    private final List<Entry> entries;

    private Catalog(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    private static final class Standard {
        static final Catalog INSTANCE = load();

        private static Catalog load() {
            try (InputStream in = Catalog.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new DatasetException("the catalogue " + RESOURCE + " is not on the class path; build again");
                }
                return read(new InputStreamReader(in, StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new DatasetException("the catalogue " + RESOURCE + " cannot be read: " + e.getMessage(), e);
            }
        }
    }

    /** The catalogue of this project. */
    public static Catalog standard() {
        return Standard.INSTANCE;
    }

    /**
     * Reads a catalogue.
     *
     * @throws DatasetException if it is not one: wrong format, a name twice, a file without name or size
     */
    public static Catalog read(Reader json) {
        Document document;
        try {
            document = new Gson().fromJson(json, Document.class);
        } catch (JsonParseException e) {
            throw new DatasetException("the catalogue is not well formed: " + shortened(e.getMessage()), e);
        } catch (RuntimeException e) {
            // Gson wraps what a record's constructor throws.
            throw e.getCause() instanceof DatasetException refusal ? refusal : e;
        }
        if (document == null || document.format() != FORMAT || document.datasets() == null) {
            throw new DatasetException("not a catalogue of format " + FORMAT);
        }
        Set<String> names = new HashSet<>();
        for (Entry entry : document.datasets()) {
            check(entry, names);
        }
        return new Catalog(document.datasets());
    }

    private static void check(Entry entry, Set<String> names) {
        if (entry == null) {
            throw emptyElement();
        }
        if (entry.name() == null || !entry.name().matches("[a-z0-9][a-z0-9.-]*") || !names.add(entry.name())) {
            throw new DatasetException("the catalogue names a data set \"" + shortened(entry.name())
                    + "\": missing, twice, or not in lower case");
        }
        List<RemoteFile> files = new ArrayList<>(entry.files());
        entry.variants().forEach(variant -> files.addAll(variant.files()));
        for (RemoteFile file : files) {
            if (file.name() == null || !file.name().matches("[A-Za-z0-9_][A-Za-z0-9_.+-]*") || file.size() <= 0) {
                throw new DatasetException("the catalogue's data set " + shortened(entry.name()) + " has a file \""
                        + shortened(file.name()) + "\" without a plain name or size");
            }
        }
        if (entry.files().isEmpty() || entry.folders().isEmpty()) {
            throw new DatasetException("the catalogue's data set " + entry.name() + " has no files or no folder");
        }
    }

    /** All data sets, in the catalogue's order. */
    public List<Entry> entries() {
        return entries;
    }

    /**
     * The data set of that name.
     *
     * @throws DatasetException if there is none; the message lists those that there are
     */
    public Entry entry(String name) {
        return entries.stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    String known = entries.stream().map(Entry::name).collect(Collectors.joining(", "));
                    return new DatasetException("there is no data set \"" + name + "\"; there are " + known);
                });
    }

    /** What a damaged file calls a name may be as long as the file. */
    private static String shortened(String text) {
        return text == null || text.length() <= QUOTED ? text : text.substring(0, QUOTED) + " ...";
    }

    private static <T> List<T> orEmpty(List<T> list) {
        if (list != null && list.stream().anyMatch(Objects::isNull)) {
            throw emptyElement();
        }
        return list == null ? List.of() : List.copyOf(list);
    }

    private static DatasetException emptyElement() {
        return new DatasetException("a list in the catalogue has an empty element; look for a comma too many");
    }
}
