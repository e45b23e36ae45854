package d2j.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetException;
import d2j.data.store.DatasetStore;
import d2j.data.store.DownloadProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./d2j data}. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Lists, downloads and checks data sets.",
        subcommands = {
            DataCommand.ListData.class,
            DataCommand.Fetch.class,
            DataCommand.Verify.class,
            DataCommand.PathOf.class
        },
        footer = {
            "",
            "Data is looked for in the folder that D2J_DATA names, then in the cache, then on the network.",
            "",
            "Examples:",
            "  ./d2j data list",
            "  ./d2j data fetch fashion-mnist",
            "  ./d2j data verify",
            "  ./d2j data path fashion-mnist"
        })
final class DataCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    /** {@code ./d2j data list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Lists the data sets and whether they are here.")
    static final class ListData implements Callable<Integer> {

        @Option(names = "--json", description = "For programs.")
        private boolean json;

        @Override
        public Integer call() {
            DatasetStore store = DatasetStore.standard();
            List<DatasetStore.Listing> listings = store.list();
            if (json) {
                JsonArray array = new JsonArray();
                for (DatasetStore.Listing listing : listings) {
                    JsonObject object = new JsonObject();
                    object.addProperty("name", listing.entry().name());
                    object.addProperty("title", listing.entry().title());
                    object.addProperty("bytes", bytes(listing.entry()));
                    object.addProperty("licence", listing.entry().licence());
                    object.addProperty("homepage", listing.entry().homepage());
                    listing.found()
                            .ifPresent(found ->
                                    object.addProperty("folder", found.folder().toString()));
                    listing.problem().ifPresent(problem -> object.addProperty("problem", problem));
                    array.add(object);
                }
                System.out.println(new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(array));
                return 0;
            }
            int width = listings.stream()
                    .mapToInt(listing -> listing.entry().name().length())
                    .max()
                    .orElse(0);
            for (DatasetStore.Listing listing : listings) {
                System.out.printf(
                        Locale.ROOT,
                        "%-" + width + "s  %7s  %s%n",
                        listing.entry().name(),
                        size(bytes(listing.entry())),
                        state(listing));
                String indent = " ".repeat(width + 11);
                System.out.println(indent + listing.entry().description());
                System.out.println(Terminal.paint(
                        Terminal.Style.FAINT,
                        indent + "licence: " + listing.entry().licence()));
            }
            System.out.println();
            System.out.println(
                    "D2J_DATA: " + store.dataFolder().map(Object::toString).orElse("not set"));
            System.out.println("cache:    " + store.cacheFolder());
            return 0;
        }

        private static String state(DatasetStore.Listing listing) {
            if (listing.problem().isPresent()) {
                return Terminal.paint(
                        Terminal.Style.RED, "damaged: " + listing.problem().get());
            }
            if (listing.found().isEmpty()) {
                return "not here";
            }
            DatasetStore.Found found = listing.found().get();
            return Terminal.paint(
                            Terminal.Style.GREEN, "here, in " + found.place().words())
                    + found.variant()
                            .map(variant -> " (" + variant.description() + ")")
                            .orElse("");
        }
    }

    /** {@code ./d2j data fetch}. */
    @Command(
            name = "fetch",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Downloads data sets that are not here; one that was cut short goes on.")
    static final class Fetch implements Callable<Integer> {

        @Parameters(paramLabel = "NAME", arity = "0..*", description = "Data sets; ./d2j data list shows them.")
        private List<String> names = new ArrayList<>();

        @Option(names = "--all", description = "Every data set.")
        private boolean all;

        @Override
        public Integer call() {
            int failed = 0;
            DatasetStore store = DatasetStore.standard();
            for (String name : names(names, all)) {
                try {
                    DatasetStore.Found found = store.fetch(name, progress());
                    System.out.println(name + ": " + found.folder());
                } catch (DatasetException e) {
                    System.out.println(name + ": " + e.getMessage());
                    failed++;
                }
            }
            return failed == 0 ? 0 : 1;
        }

        private static DownloadProgress progress() {
            if (!Terminal.interactive()) {
                return DownloadProgress.lines(System.err);
            }
            StatusLine line = new StatusLine(System.err, true);
            return (file, bytes, total) -> {
                line.draw(file + "  " + size(bytes) + (total < 0 ? "" : " of " + size(total)));
                if (bytes == total) {
                    line.clear();
                    System.err.println(file + "  " + size(bytes));
                }
            };
        }
    }

    /** {@code ./d2j data verify}. */
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Compares files with the catalogue's checksums.")
    static final class Verify implements Callable<Integer> {

        @Parameters(paramLabel = "NAME", arity = "0..*", description = "Data sets (default: all that are here).")
        private List<String> names = new ArrayList<>();

        @Override
        public Integer call() {
            DatasetStore store = DatasetStore.standard();
            List<String> wanted = names;
            if (names.isEmpty()) {
                wanted = store.list().stream()
                        .filter(listing ->
                                listing.found().isPresent() || listing.problem().isPresent())
                        .map(listing -> listing.entry().name())
                        .toList();
                if (wanted.isEmpty()) {
                    System.out.println("no data set is here; ./d2j data fetch NAME gets one");
                }
            }
            int bad = 0;
            for (String name : wanted) {
                try {
                    bad += verify(store, name);
                } catch (DatasetException e) {
                    System.out.println(name + ": " + e.getMessage());
                    bad++;
                }
            }
            return bad == 0 ? 0 : 1;
        }

        /** Returns how many files of a data set are not as they should be. */
        private static int verify(DatasetStore store, String name) {
            int bad = 0;
            for (DatasetStore.FileCheck check : store.verify(name)) {
                bad += check.isGood() ? 0 : 1;
                System.out.println((check.isGood()
                                ? Terminal.paint(Terminal.Style.GREEN, "good") + "  "
                                : Terminal.paint(Terminal.Style.RED, "BAD") + "   ")
                        + name + "  " + check.file()
                        + check.problem()
                                .map(problem -> "  " + problem + " (" + check.path() + ")")
                                .orElse(""));
            }
            return bad;
        }
    }

    /** {@code ./d2j data path}. */
    @Command(name = "path", mixinStandardHelpOptions = true, description = "Prints the folder of a data set's files.")
    static final class PathOf implements Callable<Integer> {

        @Parameters(paramLabel = "NAME", description = "A data set.")
        private String name;

        @Override
        public Integer call() {
            System.out.println(DatasetStore.standard().path(name));
            return 0;
        }
    }

    private static List<String> names(List<String> names, boolean all) {
        if (all) {
            return Catalog.standard().entries().stream()
                    .map(Catalog.Entry::name)
                    .toList();
        }
        if (names.isEmpty()) {
            throw new DatasetException("name a data set, or say --all; ./d2j data list shows them");
        }
        return names;
    }

    private static long bytes(Catalog.Entry entry) {
        return entry.files().stream().mapToLong(Catalog.RemoteFile::size).sum();
    }

    private static String size(long bytes) {
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.0f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
