package d2j.data.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers for a while, beyond the end of this process, which downloads failed. */
final class FailedDownloads {
    /** How long a download that failed is not tried again when a loader asks. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final String OFFLINE_MARK = ".unreachable";
    private static final Map<Path, Instant> FAILED = new ConcurrentHashMap<>();

    private FailedDownloads() {}

    static boolean isFresh(Path folder) {
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

    static void remember(Path folder) {
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

    static void forget(Path folder) {
        FAILED.remove(folder.toAbsolutePath());
        try {
            Files.deleteIfExists(folder.resolve(OFFLINE_MARK));
        } catch (IOException e) {
            // It grows old by itself.
        }
    }
}
