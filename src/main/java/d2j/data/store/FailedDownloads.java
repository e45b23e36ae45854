package d2j.data.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers for a while, beyond the end of this process, which downloads failed and why. */
final class FailedDownloads {
    /**
     * A download that failed.
     *
     * @param reason   what happened, in a few words
     * @param answered whether any mirror answered; if not, the network may come back
     * @param time     when
     */
    record Failure(String reason, boolean answered, Instant time) {
        /** What happened and how long ago, to go into a sentence. */
        String words() {
            long minutes = Duration.between(time, Instant.now()).toMinutes();
            String ago = minutes < 1 ? "less than a minute" : minutes == 1 ? "a minute" : minutes + " minutes";
            return "downloading failed " + ago + " ago: " + reason;
        }
    }

    /** How long a download that failed is not tried again when a loader asks. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final String MARK = ".unreachable";
    private static final Map<Path, Failure> FAILED = new ConcurrentHashMap<>();

    private FailedDownloads() {}

    /** The download into a folder, if one failed lately. */
    static Optional<Failure> lately(Path folder) {
        Failure failure = FAILED.get(folder.toAbsolutePath());
        return Optional.ofNullable(failure == null ? read(folder.resolve(MARK)) : failure)
                .filter(known -> {
                    Duration age = Duration.between(known.time(), Instant.now());
                    return !age.isNegative() && age.compareTo(PATIENCE) < 0;
                });
    }

    private static Failure read(Path mark) {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(mark)) {
            properties.load(in);
            return new Failure(
                    properties.getProperty("reason", "no mirror had the files"),
                    Boolean.parseBoolean(properties.getProperty("answered")),
                    Instant.parse(properties.getProperty("time", "")));
        } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
            return null;
        }
    }

    static void remember(Path folder, String reason, boolean answered) {
        Failure failure = new Failure(reason, answered, Instant.now());
        FAILED.put(folder.toAbsolutePath(), failure);
        Properties properties = new Properties();
        properties.setProperty("reason", reason);
        properties.setProperty("answered", Boolean.toString(answered));
        properties.setProperty("time", failure.time().toString());
        try {
            Files.createDirectories(folder);
            try (OutputStream out = Files.newOutputStream(folder.resolve(MARK))) {
                properties.store(out, null);
            }
        } catch (IOException e) {
            // Then only this process remembers.
        }
    }

    static void forget(Path folder) {
        FAILED.remove(folder.toAbsolutePath());
        try {
            Files.deleteIfExists(folder.resolve(MARK));
        } catch (IOException e) {
            // It grows old by itself.
        }
    }
}
