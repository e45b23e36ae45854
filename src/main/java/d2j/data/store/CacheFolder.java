package d2j.data.store;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where programs keep what they can get again, by the custom of each operating system. */
final class CacheFolder {
    private CacheFolder() {}

    static Path of(Map<String, String> environment, String operatingSystem, Path home) {
        String system = operatingSystem.toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            String local = environment.get("LOCALAPPDATA");
            Path base = isPath(local) ? Path.of(local) : home.resolve("AppData").resolve("Local");
            return base.resolve("d2j").resolve("cache");
        }
        String xdg = environment.get("XDG_CACHE_HOME");
        // The XDG specification has relative paths ignored.
        if (isPath(xdg) && Path.of(xdg).isAbsolute()) {
            return Path.of(xdg).resolve("d2j");
        }
        return home.resolve(system.startsWith("mac") ? "Library/Caches" : ".cache")
                .resolve("d2j");
    }

    private static boolean isPath(String text) {
        return text != null && !text.isBlank();
    }
}
