package d2j.data.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * What has come of a file so far, kept beside its place. Each mirror has one of its own, because the compressed forms
 * of one content may differ.
 */
final class PartFile {
    /**
     * What a mirror said of its file when the transfer began.
     *
     * @param length    bytes in all, or -1 if it did not say
     * @param validator the tag or date by which it knows the file again, or null
     * @param encoded   whether it compressed the file for the way
     */
    record State(long length, String validator, boolean encoded) {
        static final State UNKNOWN = new State(-1, null, false);
    }

    private final Path path;
    private final Path stateFile;

    PartFile(Path folder, String file, String url) {
        byte[] digest = Checksum.sha256().digest(url.getBytes(StandardCharsets.UTF_8));
        this.path = folder.resolve(file + "." + HexFormat.of().formatHex(digest, 0, 4) + ".part");
        this.stateFile = path.resolveSibling(path.getFileName() + ".state");
    }

    /** Where the bytes are. */
    Path path() {
        return path;
    }

    /** A file beside it, for what is made of the bytes. It goes when {@link #delete} is called. */
    Path beside(String suffix) {
        return path.resolveSibling(path.getFileName() + "." + suffix);
    }

    /** How many bytes there are that a transfer may go on from. */
    long size() throws IOException {
        return Files.exists(path) && Files.exists(stateFile) ? Files.size(path) : 0;
    }

    State state() {
        Properties state = new Properties();
        try (InputStream in = Files.newInputStream(stateFile)) {
            state.load(in);
            return new State(
                    Long.parseLong(state.getProperty("length", "-1")),
                    state.getProperty("validator"),
                    Boolean.parseBoolean(state.getProperty("encoded")));
        } catch (IOException | IllegalArgumentException e) {
            return State.UNKNOWN;
        }
    }

    void begin(State state) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("length", Long.toString(state.length()));
        properties.setProperty("encoded", Boolean.toString(state.encoded()));
        if (state.validator() != null) {
            properties.setProperty("validator", state.validator());
        }
        try (OutputStream out = Files.newOutputStream(stateFile)) {
            properties.store(out, null);
        }
    }

    /** Removes the bytes and everything beside them. */
    void delete() {
        deleteMatching(path.getParent(), Pattern.quote(path.getFileName().toString()) + ".*");
    }

    /** Removes what has come of a file from any mirror. */
    static void deleteAll(Path folder, String file) {
        deleteMatching(folder, Pattern.quote(file) + "\\.[0-9a-f]{8}\\.part.*");
    }

    private static void deleteMatching(Path folder, String names) {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(
                folder, entry -> entry.getFileName().toString().matches(names))) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            // They do no harm, and the next download tries again.
        }
    }
}
